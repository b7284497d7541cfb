"""What is left to do before a report can be handed in."""

from __future__ import annotations

from dataclasses import dataclass

from budget.selectors.economy import unexplained
from goals.selectors.attainment import unjudged
from styrmodell.access import Access
from styrmodell.models import ReportingSlot, ReportingStep
from styrmodell.rules.swedish import capitalised
from styrmodell.rules.workflow import SlotStatus

from .sections import left_to_write, section_rows


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is left: the part it belongs to, and what, in Swedish."""

    part: str
    text: str


def missing_parts(access: Access, slot: ReportingSlot) -> list[Missing]:
    """What stops the slot from being handed in: goals to judge, forecasts to give or explain, texts to write.

    The whole municipality's report also waits for the units to hand in."""
    if slot.scope == ReportingStep.Scope.WHOLE:
        return _units_left(slot)
    contents = slot.occasion.contents
    found = [Missing("mal", f"Bedöm {goal.title}") for goal in unjudged(access, slot)] if "mal" in contents else []
    if "prognos" in contents:
        found += [Missing("prognos", text) for text in unexplained(access, slot)]
    text = left_to_write(section_rows(slot))
    return [*found, Missing("text", capitalised(text))] if text else found


def _units_left(slot: ReportingSlot) -> list[Missing]:
    """The units whose reports are still open."""
    open_units = ReportingSlot.objects.filter(
        occasion=slot.occasion,
        scope=ReportingStep.Scope.UNIT,
        status__in=[SlotStatus.DRAFT.value, SlotStatus.RETURNED.value],
    )
    names = open_units.order_by("organisation__position").values_list("organisation__name", flat=True)
    return [Missing("enheter", f"{name} har inte lämnat in") for name in names]
