"""What a forecast still wants before it can be handed in, and the measures that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budget.rules.needs import Need
from budget.selectors.amounts import ZERO
from budget.selectors.line import SlotLines
from budget.selectors.measures import effective, remaining_effect_of, slot_measures
from budget.selectors.slot_lines import lines_of
from styrmodell.access import Access
from styrmodell.models import Measure, Slot
from styrmodell.rules.vocabulary import MeasureTrigger
from ui.rules.money import Unit, amount

MEASURES_WHEN = {MeasureTrigger.FORECAST_DEFICIT, MeasureTrigger.DEVIATION}  # SH-9, SV-8


def missing_in_forecast(access: Access, slot: Slot, *, departs: bool = False) -> list[str]:
    """What the forecast still wants before the slot can be handed in, in Swedish (at most five queries).

    A line without a forecast, a deficit or a zero forecast without a word why, and, where the rule asks for
    measures at a deficit (SH-9, SV-8), measures that together meet it, each with who answers for it and what it means
    for the service. `departs`: the report says that the frame cannot be kept, and why."""
    lines = lines_of(access, slot)
    missing = [line.need.instruction(line.name) for line in lines.lines if line.need != Need.NOTHING]
    if not wants_measures(slot, lines):
        return missing
    measures = effective(slot_measures(access, slot))
    left = deficit_left(slot, lines, measures)
    if left and not departs:
        missing.append(
            f"Möt hela underskottet med åtgärder, eller skriv att ramen inte kan hållas: {_tkr(left)} återstår"
        )
    return missing + [
        f"Skriv ansvarig och konsekvens för åtgärden {row.title}"
        for row in measures
        if not (row.responsible.strip() and row.consequence.strip())
    ]


def deficit_left(slot: Slot, lines: SlotLines, measures: Sequence[Measure]) -> Decimal:
    """What of a deficit that obliges to measures they do not meet, in kronor; 0 when they do or none is demanded."""
    if not wants_measures(slot, lines) or lines.variance is None:
        return ZERO
    return max(-(lines.variance + remaining_effect_of(measures)), ZERO)


def _tkr(kronor: Decimal) -> str:
    return amount(kronor, Unit.TKR, named=True)


def wants_measures(slot: Slot, lines: SlotLines) -> bool:
    """Does the rule ask for measures at this forecast, and is the deficit above the model's limit?"""
    if lines.variance is None or not MEASURES_WHEN & set(slot.occasion.rule.measures_when):
        return False
    return lines.variance < 0 and lines.measures_limit.is_passed(lines.variance, ZERO)
