"""Schema of the steering model file (pydantic). Start in `root.py`; rules between parts stand in `checks.py`."""

from __future__ import annotations

from styrmodell.loader.schema.base import (
    LAST_DAY,
    FileModel,
    Item,
    Period,
    month_length,
    month_name,
)
from styrmodell.loader.schema.checks import Problem, find_problems
from styrmodell.loader.schema.documents import DEFAULT_ACCOUNT_GROUPS, AccountGroup, DocumentType
from styrmodell.loader.schema.levels import (
    Area,
    CoreValue,
    Level,
    Limit,
    Perspective,
    Scale,
    ScaleStep,
    SteeringModel,
    Vision,
)
from styrmodell.loader.schema.organisation import Municipality, OrganisationNode
from styrmodell.loader.schema.reporting import (
    CalendarRule,
    DayInYear,
    Deadline,
    OccasionRule,
    SectionHeading,
    Step,
)
from styrmodell.loader.schema.root import SteeringFile
from styrmodell.loader.schema.words import GlossaryEntry, Instruction, Term

__all__ = [
    "DEFAULT_ACCOUNT_GROUPS",
    "LAST_DAY",
    "AccountGroup",
    "Area",
    "CalendarRule",
    "CoreValue",
    "DayInYear",
    "Deadline",
    "DocumentType",
    "FileModel",
    "GlossaryEntry",
    "Instruction",
    "Item",
    "Level",
    "Limit",
    "Municipality",
    "OccasionRule",
    "OrganisationNode",
    "Period",
    "Perspective",
    "Problem",
    "Scale",
    "ScaleStep",
    "SectionHeading",
    "SteeringFile",
    "SteeringModel",
    "Step",
    "Term",
    "Vision",
    "find_problems",
    "month_length",
    "month_name",
]
