"""What the whole municipality's forecast is counted on where somebody has not forecast: said by name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.rules.swedish import join_words, plural


@dataclass(frozen=True, slots=True)
class UnitForecast:
    """How far a unit's forecast has come: has it one, is there one from before, how many lines are missing."""

    name: str
    is_given: bool
    has_previous: bool
    missing: int


def missing_notes(units: Iterable[UnitForecast]) -> list[str]:
    """Sentences about the units whose forecast is missing, or missing in part; none when all is there."""
    listed = list(units)
    absent = [unit for unit in listed if not unit.is_given]
    notes = [
        _absent([unit.name for unit in absent if not unit.has_previous], "budget används"),
        _absent([unit.name for unit in absent if unit.has_previous], "förra prognosen används"),
        *(_in_part(unit) for unit in listed if unit.is_given and unit.missing),
    ]
    return [note for note in notes if note]


def central_note(missing: Sequence[str], since: str) -> str:
    """A sentence about central rows that have not been entered at the occasion. `since` is the day of the earlier
    occasion that they are taken from; empty when they are the budget's."""
    if not missing:
        return ""
    source = f"prognosen {since} används" if since else "budget används"
    return f"Ekonomikontoret har inte lagt in {join_words(list(missing))}: {source}."


def _absent(names: Sequence[str], then: str) -> str:
    return f"{join_words(list(names))} har inte lämnat prognos: {then}." if names else ""


def _in_part(unit: UnitForecast) -> str:
    lines = plural(unit.missing, "rad", "rader")
    return f"{unit.name} saknar prognos på {lines}: förra prognosen eller budget används."
