"""Read a steering model out of the database as a file: what was loaded comes back the same."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, TypeVar

from styrmodell import models
from styrmodell.loader import schema
from styrmodell.loader.formats import NEWEST
from styrmodell.loader.organisations import export_organisations
from styrmodell.loader.plans import plan_entry
from styrmodell.loader.rows import part_of

P = TypeVar("P", bound=schema.FileModel)


def export_steering_file(
    municipality: models.Municipality,
    *,
    model: models.SteeringModel | None = None,
    areas: Sequence[schema.AreaEntry] = (),
) -> schema.SteeringFile:
    """The municipality's newest steering model (or the one given) as a file; `areas` come from the app above.

    Raises SteeringModel.DoesNotExist when there is none. The number of queries does not grow with the rows."""
    model = model or models.SteeringModel.objects.filter(municipality=municipality).latest("version")
    terms = list(models.Term.objects.filter(model=model).order_by("position"))
    groups = _plain(schema.AccountGroupEntry, models.AccountGroup, model)
    rules = list(_rows(models.OccasionRule, model).prefetch_related("steps"))
    documents = _plain(schema.DocumentTypeEntry, models.DocumentType, model)
    chapters = {row.code: len(row.chapters) for row in documents}
    return schema.SteeringFile(
        format=NEWEST,
        municipality=part_of(schema.MunicipalityEntry, municipality),
        organisation=export_organisations(municipality),
        steering_model=part_of(schema.SteeringModelEntry, model),
        levels=[
            part_of(schema.LevelEntry, row, parents=_codes(row.parents.all()))
            for row in _rows(models.Level, model).prefetch_related("parents")
        ],
        areas=list(areas),
        limits=[
            part_of(schema.LimitEntry, row, levels=_codes(row.levels.all()))
            for row in _rows(models.Limit, model).prefetch_related("levels")
        ],
        perspectives=_plain(schema.PerspectiveEntry, models.Perspective, model),
        scales=[
            part_of(schema.ScaleEntry, row, steps=[part_of(schema.ScaleStepEntry, step) for step in row.steps.all()])
            for row in _rows(models.Scale, model).prefetch_related("steps")
        ],
        terms=[part_of(schema.TermEntry, row) for row in terms if row.key],
        glossary=[part_of(schema.GlossaryEntry, row) for row in terms if not row.key],
        account_groups=[] if tuple(groups) == schema.DEFAULT_ACCOUNT_GROUPS else groups,
        occasion_rules=[part_of(schema.OccasionRuleEntry, row, steps=_steps(row)) for row in rules if not row.is_plan],
        plans=[plan_entry(row, chapters[row.code], _steps(row)) for row in rules if row.is_plan],
        calendar=_plain(schema.CalendarRuleEntry, models.CalendarRule, model),
        document_types=documents,
        instructions=_plain(schema.InstructionEntry, models.Instruction, model),
    )


def _rows(kind: type[Any], model: models.SteeringModel) -> Any:
    return kind._default_manager.filter(model=model).order_by("position", "pk")


def _plain(part: type[P], kind: type[Any], model: models.SteeringModel) -> list[P]:
    """The parts whose rows point to nothing but the model."""
    return [part_of(part, row) for row in _rows(kind, model)]


def _steps(rule: models.OccasionRule) -> list[schema.StepEntry]:
    return [part_of(schema.StepEntry, step) for step in rule.steps.all()]


def _codes(levels: Sequence[models.Level]) -> list[str]:
    return [level.code for level in sorted(levels, key=attrgetter("position"))]
