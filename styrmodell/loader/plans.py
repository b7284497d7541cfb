"""A plan of the file as a rule for occasions, and back: its type of document gives it code, name and chapters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from styrmodell import models
from styrmodell.loader import schema
from styrmodell.loader.rows import SHAPES, Values, columns_of, part_of
from styrmodell.rules.vocabulary import OccasionKind, OccasionLine


def rule_columns(plan: schema.PlanEntry, document: schema.DocumentTypeEntry) -> Values:
    """The columns of the plan's rule."""
    sections = schema.sections_of(plan, document)
    return {
        **columns_of(plan, models.OccasionRule),
        "name": document.name,
        "kind": OccasionKind.PLAN.value,
        "line": OccasionLine.PLAN.value,
        "cutoffs": SHAPES["cutoffs"].stored([plan.begins]),
        "sections": SHAPES["sections"].stored(sections),
    }


def plan_entry(row: models.OccasionRule, chapters: int, steps: Sequence[schema.StepEntry]) -> schema.PlanEntry:
    """The rule as a plan of the file; its first sections are the chapters of its document, and stand there."""
    own: list[Any] = SHAPES["sections"].read(row.sections)[chapters:]
    begins = SHAPES["cutoffs"].read(row.cutoffs)[0]
    return part_of(schema.PlanEntry, row, document=row.code, begins=begins, sections=own, steps=list(steps))
