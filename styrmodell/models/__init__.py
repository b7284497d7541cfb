"""Everything the other apps stand on: the municipality, its tree, its model, its calendar and its decisions."""

from __future__ import annotations

from styrmodell.models.audit import AuditEvent
from styrmodell.models.calendar import CalendarEvent, CalendarRule, Occasion, OccasionRule, Slot, SlotPassage, Step
from styrmodell.models.decision import Decision
from styrmodell.models.edition import Edition
from styrmodell.models.job import Job
from styrmodell.models.lookups import AnyOf
from styrmodell.models.measure import Measure
from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import LedgerCode, Organisation
from styrmodell.models.review import RoleReview
from styrmodell.models.roles import RoleAssignment
from styrmodell.models.steering import (
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
    "Edition",
    "Instruction",
    "Job",
    "LedgerCode",
    "Level",
    "Limit",
    "Measure",
    "Municipality",
    "Occasion",
    "OccasionRule",
    "Organisation",
    "Perspective",
    "RoleAssignment",
    "RoleReview",
    "Scale",
    "ScaleStep",
    "Slot",
    "SlotPassage",
    "SteeringModel",
    "Step",
    "Term",
]
