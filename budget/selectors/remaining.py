"""What a forecast still wants before it can be handed in, and the measures that belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from budget.selectors.amounts import ZERO
from budget.selectors.measures import effective, so_far
from budget.selectors.slot_lines import Line, Need, SlotLines, slot_lines
from budget.selectors.written import Writer
from styrmodell.access import Access
from styrmodell.models import Measure, Occasion, Slot
from styrmodell.permissions import Permission

_MEASURES_WHEN = {"prognosunderskott", "budgetavvikelse"}  # SH-9, SV-8


def unexplained(access: Access, slot: Slot) -> list[str]:
    """What the forecast still wants before the slot can be handed in, in Swedish (at most five queries).

    A line without a forecast, a deficit or a zero forecast without a word why, and, where the rule asks for
    measures at a deficit (SH-9, SV-8), a deficit without any measure that still stands."""
    lines = slot_lines(access, slot)
    found = [need_text(line) for line in lines.lines if line.need != Need.NOTHING]
    if wants_measures(slot, lines) and not effective(slot_measures(access, slot)):
        found.append("Lägg till en åtgärd mot underskottet")
    return found


@dataclass(frozen=True, slots=True)
class OddAmount:
    """A forecast that looks like a slip of the pen: the line's name and key, and what is asked about it."""

    name: str
    key: str
    question: str


def odd_amounts(access: Access, slot: Slot) -> list[OddAmount]:
    """Forecasts to look at once more before the slot is handed in (at most three queries). They stop nothing."""
    lines, write = slot_lines(access, slot), Writer.of(access)
    found = ((line, lines.odd(line)) for line in lines.lines)
    return [OddAmount(line.name, str(line.key), odd.title(write.typed)) for line, odd in found if odd]


def need_text(line: Line) -> str:
    """What a line wants, as an instruction."""
    match line.need:
        case Need.FORECAST:
            return f"Skriv en prognos för {line.name}"
        case Need.ANALYSIS:
            return f"Förklara underskottet: {line.name}"
        case Need.ZERO_FORECAST:
            return f"Ändra eller förklara nollprognosen: {line.name}"
        case Need.NOTHING:
            return ""


def wants_measures(slot: Slot, lines: SlotLines) -> bool:
    """Does the rule ask for measures at this forecast, and is the deficit above the model's limit?"""
    if lines.forecast is None or not _MEASURES_WHEN & set(slot.occasion.rule.measures_when):
        return False
    variance = lines.forecast - lines.amounts.budget
    return variance < 0 and lines.measures_limit.is_passed(variance, ZERO)


def slot_measures(access: Access, slot: Slot) -> list[Measure]:
    """Measures on the unit's lines at the slot's occasion or earlier in the year, by start (one query): a measure
    stands until it is done, whichever forecast it was added to."""
    return _seen(access, so_far(slot.occasion, slot.organisation_id))


def measures_of(access: Access, occasion: Occasion) -> list[Measure]:
    """Measures on any forecast line of the year up to the occasion that the user may read, by start (one query)."""
    return _seen(access, so_far(occasion))


def _seen(access: Access, measures: QuerySet[Measure]) -> list[Measure]:
    rows = measures.filter(municipality=access.municipality).select_related("organisation", "decision")
    return [row for row in rows.order_by("start", "pk").distinct() if access.has(Permission.VIEW, row.organisation_id)]
