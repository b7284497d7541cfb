"""Why a file that is right in itself cannot replace what the municipality already uses: everything at once. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import PROTECT, Count, Model

from styrmodell import models
from styrmodell.loader.compare import FilePart
from styrmodell.loader.schema import DEFAULT_ACCOUNT_GROUPS, OccasionRuleEntry, PlanEntry, SteeringFile
from ui.rules.money import number
from ui.rules.swedish import join_words


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason; `code` is the thing's, and `inner` that of a step inside it."""

    part: FilePart
    code: str
    message: str
    inner: str = ""


def find_refusals(file: SteeringFile, municipality: models.Municipality) -> list[Refusal]:
    """What the file leaves out although it is in use, and a term of office that overlaps another's. The number of queries
    does not grow with the rows."""
    found = list(_overlaps(file, municipality))
    model = models.SteeringModel.objects.filter(municipality=municipality, version=file.steering_model.version).first()
    return found if model is None else [*found, *_left_out(file, model)]


def _overlaps(file: SteeringFile, municipality: models.Municipality) -> Iterable[Refusal]:
    """Two models of one municipality are for different terms of office; one for the very same term replaces the other."""
    term = file.steering_model.term_of_office
    others = models.SteeringModel.objects.filter(municipality=municipality).exclude(version=file.steering_model.version)
    for other in others.filter(valid_from__lte=term.valid_to, valid_to__gte=term.valid_from).order_by("version"):
        if (other.valid_from, other.valid_to) != (term.valid_from, term.valid_to):
            yield Refusal(
                FilePart.MODEL,
                "styrmodell",
                f"Mandatperioden överlappar version {other.version}, som gäller {other.valid_from.isoformat()}–"
                f"{other.valid_to.isoformat()}. Ändra första eller sista dagen, eller korta version {other.version} först.",
            )


def _left_out(file: SteeringFile, model: models.SteeringModel) -> Iterable[Refusal]:
    rules: list[OccasionRuleEntry | PlanEntry] = [*file.occasion_rules, *file.plans]
    plain: list[tuple[FilePart, type[Any], Sequence[Any]]] = [
        (FilePart.LEVELS, models.Level, file.levels),
        (FilePart.PERSPECTIVES, models.Perspective, file.perspectives),
        (FilePart.OCCASIONS, models.OccasionRule, rules),
        (FilePart.ACCOUNTS, models.AccountGroup, file.account_groups or DEFAULT_ACCOUNT_GROUPS),
    ]
    for part, kind, entries in plain:
        codes = [entry.code for entry in entries]
        gone = {row.pk: (row.code, "") for row in kind._default_manager.filter(model=model).exclude(code__in=codes)}
        yield from _in_use(part, kind, gone)
    scales = {(scale.code, step.code) for scale in file.scales for step in scale.steps}
    judged = models.ScaleStep.objects.filter(scale__model=model).select_related("scale")
    yield from _in_use(FilePart.SCALES, models.ScaleStep, _gone(judged, scales, "scale"))
    chains = {(rule.code, step.code) for rule in rules for step in rule.steps}
    walked = models.Step.objects.filter(rule__model=model).select_related("rule")
    yield from _in_use(FilePart.OCCASIONS, models.Step, _gone(walked, chains, "rule"))


def _gone(rows: Iterable[Any], wanted: set[tuple[str, str]], owner: str) -> dict[int, tuple[str, str]]:
    places = {row.pk: (getattr(row, owner).code, row.code) for row in rows}
    return {pk: place for pk, place in places.items() if place not in wanted}


def _in_use(part: FilePart, kind: type[Any], gone: Mapping[int, tuple[str, str]]) -> Iterable[Refusal]:
    """Those of the rows that something else points to, and what (a query for each kind that may)."""
    users = _users(kind, gone) if gone else {}
    for row in kind._default_manager.filter(pk__in=users).order_by("pk"):
        code, inner = gone[row.pk]
        message = f"{str(kind._meta.verbose_name).capitalize()} ”{row}” används av {join_words(users[row.pk])} och kan "
        way_out = (
            "inte tas bort. Lägg tillbaka den i filen, eller höj versionen så att den gamla styrmodellen får vara kvar."
        )
        yield Refusal(part, code, message + way_out, inner)


def _users(kind: type[Model], rows: Iterable[int]) -> dict[int, list[str]]:
    users: dict[int, list[str]] = {}
    for relation in kind._meta.related_objects:
        if relation.on_delete is not PROTECT:
            continue
        name, other = relation.field.name, relation.related_model
        counted = other._default_manager.filter(**{f"{name}__in": list(rows)}).order_by().values_list(name)
        for pk, count in counted.annotate(Count("pk")):
            word = other._meta.verbose_name if count == 1 else other._meta.verbose_name_plural
            users.setdefault(pk, []).append(f"{number(count)} {word}")
    return users
