"""What a forecast still wants before it can be handed in, and the measures that belong to it."""

from __future__ import annotations

from budget.rules.needs import Need
from budget.selectors.amounts import ZERO
from budget.selectors.line import SlotLines
from budget.selectors.measures import effective, slot_measures
from budget.selectors.slot_lines import lines_of
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.rules.vocabulary import MeasureTrigger

_MEASURES_WHEN = {MeasureTrigger.FORECAST_DEFICIT, MeasureTrigger.DEVIATION}  # SH-9, SV-8


def missing_in_forecast(access: Access, slot: Slot) -> list[str]:
    """What the forecast still wants before the slot can be handed in, in Swedish (at most five queries).

    A line without a forecast, a deficit or a zero forecast without a word why, and, where the rule asks for
    measures at a deficit (SH-9, SV-8), a deficit without any measure that still stands."""
    lines = lines_of(access, slot)
    missing = [line.need.instruction(line.name) for line in lines.lines if line.need != Need.NOTHING]
    if wants_measures(slot, lines) and not effective(slot_measures(access, slot)):
        missing.append("Lägg till en åtgärd mot underskottet")
    return missing


def wants_measures(slot: Slot, lines: SlotLines) -> bool:
    """Does the rule ask for measures at this forecast, and is the deficit above the model's limit?"""
    if lines.variance is None or not _MEASURES_WHEN & set(slot.occasion.rule.measures_when):
        return False
    return lines.variance < 0 and lines.measures_limit.is_passed(lines.variance, ZERO)
