"""When a step of the reporting chain can have been taken: not before the one before it, not in the future."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ui.rules.swedish import DateForm, capitalised, sv_date


@dataclass(frozen=True, slots=True)
class Before:
    """The step that was taken before, and the day it was taken."""

    name: str
    day: date


def date_problem(day: date, *, cutoff: date, before: Before | None = None, today: date | None = None) -> str:
    """Say in Swedish which date the day of a step collides with; empty when it collides with none.

    `cutoff` is the day the report's figures stand. Without `today` the future is not asked about."""
    if today is not None and day > today:
        return capitalised(f"{_full(day)} har inte varit än. Anteckna steget när mötet är hållet.")
    if before is not None and day < before.day:
        earlier = f"{_full(day)} är före steget ”{before.name}”, som är antecknat {_full(before.day)}."
        return capitalised(f"{earlier} Skriv den dagen eller en senare.")
    if day < cutoff:
        earlier = f"{_full(day)} är före {_full(cutoff)}, den dag som rapportens siffror gäller."
        return capitalised(f"{earlier} Skriv den dagen eller en senare.")
    return ""


def _full(day: date) -> str:
    return f"den {sv_date(day, DateForm.FULL)}"
