"""Schema of the steering model file (pydantic). Start in `root.py`; rules between parts stand in `checks.py`."""

from __future__ import annotations

from styrmodell.loader.schema.base import (
    LAST_DAY,
    FileModel,
    Item,
    PeriodEntry,
    as_the_file_holds,
    month_length,
    month_name,
)
from styrmodell.loader.schema.checks import find_problems
from styrmodell.loader.schema.documents import DEFAULT_ACCOUNT_GROUPS, AccountGroupEntry, DocumentTypeEntry
from styrmodell.loader.schema.levels import (
    AreaEntry,
    CoreValueEntry,
    LevelEntry,
    LimitEntry,
    PerspectiveEntry,
    PhaseNameEntry,
    ScaleEntry,
    ScaleStepEntry,
    SteeringModelEntry,
    VisionEntry,
)
from styrmodell.loader.schema.organisation import MunicipalityEntry, OrganisationEntry
from styrmodell.loader.schema.plan_checks import sections_of
from styrmodell.loader.schema.problems import Problem
from styrmodell.loader.schema.reporting import (
    CalendarRuleEntry,
    DayInYear,
    Deadline,
    OccasionRuleEntry,
    PlanEntry,
    SectionEntry,
    StepEntry,
)
from styrmodell.loader.schema.root import SteeringFile
from styrmodell.loader.schema.words import GlossaryEntry, InstructionEntry, TermEntry

__all__ = [
    "DEFAULT_ACCOUNT_GROUPS",
    "LAST_DAY",
    "AccountGroupEntry",
    "AreaEntry",
    "CalendarRuleEntry",
    "CoreValueEntry",
    "DayInYear",
    "Deadline",
    "DocumentTypeEntry",
    "FileModel",
    "GlossaryEntry",
    "InstructionEntry",
    "Item",
    "LevelEntry",
    "LimitEntry",
    "MunicipalityEntry",
    "OccasionRuleEntry",
    "OrganisationEntry",
    "PeriodEntry",
    "PerspectiveEntry",
    "PhaseNameEntry",
    "PlanEntry",
    "Problem",
    "ScaleEntry",
    "ScaleStepEntry",
    "SectionEntry",
    "SteeringFile",
    "SteeringModelEntry",
    "StepEntry",
    "TermEntry",
    "VisionEntry",
    "as_the_file_holds",
    "find_problems",
    "month_length",
    "month_name",
    "sections_of",
]
