"""Everything the other apps stand on: the municipality, its tree, its model, its calendar and its decisions."""

from .audit import AuditEvent
from .calendar import (
    CalendarEvent,
    CalendarRule,
    ReportingOccasion,
    ReportingRule,
    ReportingSlot,
    ReportingStep,
    SlotPassage,
)
from .decision import Decision
from .job import Job
from .lookups import AnyOf
from .measure import Measure
from .municipality import Municipality
from .organisation import LedgerCode, Organisation
from .roles import RoleAssignment
from .steering import (
    AccountGroup,
    DocumentType,
    Instruction,
    Level,
    Limit,
    Perspective,
    Scale,
    ScaleStep,
    SteeringModel,
    Term,
)

__all__ = [
    "AccountGroup",
    "AnyOf",
    "AuditEvent",
    "CalendarEvent",
    "CalendarRule",
    "Decision",
    "DocumentType",
    "Instruction",
    "Job",
    "LedgerCode",
    "Level",
    "Limit",
    "Measure",
    "Municipality",
    "Organisation",
    "Perspective",
    "ReportingOccasion",
    "ReportingRule",
    "ReportingSlot",
    "ReportingStep",
    "RoleAssignment",
    "Scale",
    "ScaleStep",
    "SlotPassage",
    "SteeringModel",
    "Term",
]
