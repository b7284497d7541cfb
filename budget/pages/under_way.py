"""What is under way beside what stands: how many have handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from budget.selectors.occasions import ForecastOccasion
from styrmodell.access import Access
from styrmodell.models import Occasion


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An occasion that is not decided, and how far it has come, as the end of a sentence."""

    occasion: Occasion
    words: str


def under_way(access: Access, rows: Iterable[ForecastOccasion | None]) -> list[UnderWay]:
    """The occasions under way, each once, the newest first (no query)."""
    once = {row.occasion.pk: row for row in rows if row is not None}
    newest = sorted(once.values(), key=lambda row: row.occasion.cutoff, reverse=True)
    return [UnderWay(row.occasion, _words(access, row)) for row in newest]


def _words(access: Access, row: ForecastOccasion) -> str:
    handed_in = sum(slot.is_handed_in for slot in row.slots)
    if len(row.slots) == 1:
        name = access.ever.organisations[row.slots[0].organisation_id].name
        return f"{name} har {'lämnat in' if handed_in else 'inte lämnat in än'}"
    if handed_in == len(row.slots):
        return f"alla {handed_in} har lämnat in" if handed_in else "ingen ska lämna in"
    return f"{handed_in} av {len(row.slots)} har lämnat in"
