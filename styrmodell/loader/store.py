"""Make the rows of one steering model like a checked file. Call it inside the transaction that loads the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from styrmodell import models
from styrmodell.loader.plans import rule_columns
from styrmodell.loader.rows import Values, columns_of
from styrmodell.loader.schema import DEFAULT_ACCOUNT_GROUPS, FileModel, OccasionRuleEntry, PlanEntry, SteeringFile
from styrmodell.loader.sync import Changes, set_links, sync, update


def store_model(file: SteeringFile, municipality: models.Municipality, changes: Changes) -> models.SteeringModel:
    """Make the steering model of the file's version, and everything in it, like the file."""
    values = columns_of(file.steering_model, models.SteeringModel)
    model, created = models.SteeringModel.objects.get_or_create(
        municipality=municipality, version=file.steering_model.version, defaults=values
    )
    changes.created += created
    update(model, values, changes)
    _Parts(model, changes).store(file)
    return model


class _Parts:
    """Writes the parts of one steering model, each after what it points to."""

    def __init__(self, model: models.SteeringModel, changes: Changes) -> None:
        self.model, self.changes = model, changes
        self.common = {"model": model, "municipality_id": model.municipality_id}

    def store(self, file: SteeringFile) -> None:
        """Every part of the file."""
        self.levels(file)
        self.plain(models.Perspective, file.perspectives)
        self.scales(file)
        self.plain(models.AccountGroup, file.account_groups or DEFAULT_ACCOUNT_GROUPS)
        self.plain(models.DocumentType, file.document_types)
        self.plain(models.Instruction, file.instructions)
        self.plain(models.CalendarRule, file.calendar)
        self.occasion_rules(file)
        self.terms(file)

    def plain(self, kind: type[Any], parts: Sequence[FileModel]) -> dict[str, Any]:
        """Rows of a kind that belongs to the model, by code."""
        existing = kind._default_manager.filter(model=self.model)
        return sync(existing, _in_order(kind, parts), self.common, self.changes)

    def levels(self, file: SteeringFile) -> None:
        """Levels with the levels they may break down, and limits on them."""
        levels = self.plain(models.Level, file.levels)
        for level in file.levels:
            set_links(levels[level.code].parents, [levels[code] for code in level.parents], self.changes)
        limits = self.plain(models.Limit, file.limits)
        for limit in file.limits:
            set_links(limits[limit.code].levels, [levels[code] for code in limit.levels], self.changes)

    def scales(self, file: SteeringFile) -> None:
        """Scales with their steps."""
        scales = self.plain(models.Scale, file.scales)
        for scale in file.scales:
            self.steps(models.ScaleStep, {"scale": scales[scale.code]}, scale.steps)

    def occasion_rules(self, file: SteeringFile) -> None:
        """Rules of reports and plans, with the steps of their chains."""
        documents = {row.code: row for row in file.document_types}
        wanted = _in_order(models.OccasionRule, file.occasion_rules)
        for place, plan in enumerate(file.plans, start=len(wanted)):
            wanted[plan.code] = {"position": place, **rule_columns(plan, documents[plan.code])}
        rules = sync(models.OccasionRule.objects.filter(model=self.model), wanted, self.common, self.changes)
        given: list[OccasionRuleEntry | PlanEntry] = [*file.occasion_rules, *file.plans]
        for rule in given:
            self.steps(models.Step, {"rule": rules[rule.code]}, rule.steps)

    def steps(self, kind: type[Any], owner: dict[str, Any], parts: Sequence[FileModel]) -> None:
        """Steps that belong to a row of the model's."""
        common = {**owner, "municipality_id": self.model.municipality_id}
        sync(kind._default_manager.filter(**owner), _in_order(kind, parts), common, self.changes)

    def terms(self, file: SteeringFile) -> None:
        """Words have no code and nothing points to them: they are written anew when any differs."""
        parts = [*file.terms, *file.glossary]
        wanted = [
            models.Term(position=n, **columns_of(part, models.Term), **self.common) for n, part in enumerate(parts)
        ]
        existing = models.Term.objects.filter(model=self.model)
        if [_words(term) for term in existing.order_by("position")] == [_words(term) for term in wanted]:
            return
        self.changes.removed += existing.delete()[0]
        models.Term.objects.bulk_create(wanted)
        self.changes.created += len(wanted)


def _in_order(kind: type[Any], parts: Sequence[Any]) -> dict[str, Values]:
    """Code → columns; a part that says no place of its own has the place it stands in."""
    return {part.code: {"position": place, **columns_of(part, kind)} for place, part in enumerate(parts)}


def _words(term: models.Term) -> tuple[str | int, ...]:
    return term.key, term.singular, term.plural, term.definite, term.definition, term.source, term.position
