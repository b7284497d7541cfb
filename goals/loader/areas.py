"""The areas of a steering model file (strategic areas, focus words …) are the top of the tree of goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from goals.models import Goal, GoalLink
from styrmodell.loader.compare import FilePart
from styrmodell.loader.refusals import Refusal
from styrmodell.loader.rows import columns_of, part_of
from styrmodell.loader.schema import AreaEntry, SteeringFile
from styrmodell.loader.schema.checks import term_years
from styrmodell.loader.sync import Changes, sync
from styrmodell.models import Level, Municipality, Organisation, SteeringModel


def apply_areas(*, file: SteeringFile, model: SteeringModel, changes: Changes) -> None:
    """Make the areas like the file's. Areas that the file does not name stay: goals may hang under them.

    Call inside the transaction that loads the file, when `area_refusals` found nothing."""
    municipality = model.municipality
    levels = {level.code: level for level in Level.objects.filter(model=model)}
    assembly = Organisation.objects.get(municipality=municipality, kind=Organisation.Kind.ASSEMBLY)
    common = {"municipality": municipality, "organisation": assembly}
    wanted = {area.code: _values(area, levels, model, place) for place, area in enumerate(file.areas)}
    existing = Goal.objects.filter(municipality=municipality, code__in=wanted)
    changes.kept += [goal.title for goal in _top_goals(model).exclude(code__in=wanted)]
    goals = sync(existing, wanted, common, changes, remove=False)
    _link(file.areas, goals, municipality, changes)


def _values(area: AreaEntry, levels: Mapping[str, Level], model: SteeringModel, position: int) -> dict[str, Any]:
    first, last = term_years(model.valid_from, model.valid_to)
    return {
        "level_id": levels[area.level].pk,
        **columns_of(area, Goal),
        "year_from": first,
        "year_to": last,
        "position": position,
    }


def area_refusals(file: SteeringFile, municipality: Municipality) -> list[Refusal]:
    """Why areas of the file cannot become goals: another goal has the code, an earlier term's area has it, or what is
    decided would be changed (one query)."""
    rows = Goal.objects.filter(municipality=municipality, code__in=[area.code for area in file.areas])
    existing = rows.select_related("level__model", "organisation").order_by("pk")
    return [*_taken(existing, file), *_decided([goal for goal in existing if goal.decision_id], file)]


def _taken(existing: Iterable[Goal], file: SteeringFile) -> Iterable[Refusal]:
    term = file.steering_model.term_of_office
    for goal in existing:
        if goal.organisation.kind != Organisation.Kind.ASSEMBLY:
            text = f"Koden {goal.code} används redan av målet {goal.title}. Ge området en annan kod."
            yield Refusal(FilePart.AREAS, goal.code, text)
        elif goal.level.model.valid_from != term.valid_from and goal.decision_id is None:
            text = (
                f"{goal.title} hör till version {goal.level.model.version}. Ge det som gäller i stället en annan kod."
            )
            yield Refusal(FilePart.AREAS, goal.code, text)


def _decided(existing: Iterable[Goal], file: SteeringFile) -> Iterable[Refusal]:
    """What is decided keeps its words, years and level: a new term's goal is another goal."""
    areas = {area.code: area for area in file.areas}
    term = file.steering_model.term_of_office
    years = term_years(term.valid_from, term.valid_to)
    for goal in existing:
        area = areas[goal.code]
        new = (area.title, area.description or "", area.level, file.steering_model.version, *years)
        now = (goal.title, goal.description, goal.level.code, goal.level.model.version, goal.year_from, goal.year_to)
        if new != now:
            text = f"{goal.title} är beslutat och ändras bara med ett nytt beslut. Ge det som gäller i stället en annan kod."
            yield Refusal(FilePart.AREAS, goal.code, text)


def _link(areas: Sequence[AreaEntry], goals: Mapping[str, Goal], municipality: Municipality, changes: Changes) -> None:
    wanted = {(goals[area.code].pk, goals[area.parent].pk) for area in areas if area.parent}
    mine = {goal.pk for goal in goals.values()}
    existing = {(row.child_id, row.parent_id): row for row in GoalLink.objects.filter(child__in=mine, parent__in=mine)}
    for pair, row in existing.items():
        if pair not in wanted:
            row.delete()
            changes.removed += 1
    fresh = [
        GoalLink(municipality=municipality, child_id=child, parent_id=parent)
        for child, parent in sorted(wanted - set(existing))
    ]
    GoalLink.objects.bulk_create(fresh)
    changes.created += len(fresh)


def _top_goals(model: SteeringModel) -> Any:
    """The top of the model's tree: what fullmäktige owns on a level of areas, or that hangs under nothing."""
    return Goal.objects.filter(
        Q(level__kind=Level.Kind.AREA) | Q(parents__isnull=True),
        municipality=model.municipality_id,
        level__model=model,
        organisation__kind=Organisation.Kind.ASSEMBLY,
    ).order_by("position", "pk")


def export_areas(model: SteeringModel) -> list[AreaEntry]:
    """The areas as they stand in the model's file (two queries)."""
    goals = list(_top_goals(model).select_related("level").prefetch_related("parents").distinct())
    codes = {goal.code for goal in goals}
    return [
        part_of(
            AreaEntry,
            goal,
            level=goal.level.code,
            parent=next((parent.code for parent in goal.parents.all() if parent.code in codes), None),
        )
        for goal in goals
    ]
