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


def date_problem(day: date, *, cutoff: date, today: date, before: Before | None = None) -> str:
    """Say in Swedish which date the day of a step collides with; empty when it collides with none.

    `cutoff` is the day the report's figures stand."""
    if day > today:
        return capitalised(f"{_full(day)} har inte varit än. Anteckna steget när mötet är hållet.")
    if before is not None and day < before.day:
        earlier = f"{_full(day)} är före steget ”{before.name}”, som är antecknat {_full(before.day)}."
        return capitalised(f"{earlier} Skriv den dagen eller en senare.")
    if day < cutoff:
        earlier = f"{_full(day)} är före {_full(cutoff)}, den dag som rapportens siffror gäller."
        return capitalised(f"{earlier} Skriv den dagen eller en senare.")
    return ""


def early_question(day: date, handed_in: date) -> str:
    """Ask about a day before the hand-in: the papers may have come late, or the day may be wrong."""
    asked = f"{_full(day)} är före {_full(handed_in)}, då rapporten lämnades in här."
    return capitalised(f"{asked} Rätta datumet, eller kryssa i att det stämmer och skriv hur det gick till.")


def _full(day: date) -> str:
    return f"den {sv_date(day, DateForm.FULL)}"
