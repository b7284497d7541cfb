"""When a goal can have been decided: not before what the decision is about."""

from __future__ import annotations

from datetime import date

from ui.rules.swedish import DateForm, capitalised, number_word, sv_date

# A term of office and the year in which it is prepared: an older decision was about something else than the model's
# goals, and the year is a slip of the pen.
YEARS_BEFORE = 5


def decision_problem(day: date, *, first_year: int, before: date | None = None) -> str:
    """Say in Swedish why a decision of that day cannot be about the goal; empty when it can.

    `first_year`: the first of the goal and its steering model. `before`: when the goal was decided that the decision
    changes, replaces or ends."""
    if before is not None and day < before:
        earlier = f"{_full(day)} är före {_full(before)}, då målet beslutades."
        return capitalised(f"{earlier} Skriv den dagen eller en senare.")
    if day.year < first_year - YEARS_BEFORE:
        earlier = f"{_full(day)} är mer än {number_word(YEARS_BEFORE)} år före {first_year}, det första året."
        return capitalised(f"{earlier} Kontrollera beslutets år.")
    return ""


def _full(day: date) -> str:
    return f"den {sv_date(day, DateForm.FULL)}"
