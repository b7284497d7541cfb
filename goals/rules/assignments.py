"""Days of the register of assignments: when something is late, and the year within which fullmäktige ought to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goals.rules.vocabulary import AssignmentKind
from styrmodell.rules.dates import day_of_month
from ui.rules.swedish import day_in

MONTHS_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later; a shorter month's last day where it lacks the day (lag 1930:173, 1 §)."""
    month = day.month - 1 + months
    return day_of_month(day.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, day.day)


def year_is_out(raised: date) -> date:
    """The last day of the year within which fullmäktige ought to decide (KL 5 kap. 35 §)."""
    return months_after(raised, MONTHS_A_YEAR)


def months_waited(raised: date, today: date) -> int:
    """Whole months since it was raised."""
    months = (today.year - raised.year) * MONTHS_A_YEAR + today.month - raised.month
    return months if months_after(raised, months) <= today else months - 1


@dataclass(frozen=True, slots=True)
class RaisedRule:
    """What KL 5 kap. 35 § says of a motion or a proposal today."""

    words: str
    is_broken: bool = False  # the year is out, and fullmäktige has not been told
    is_near: bool = False  # the year is out within a month


def year_rule(kind: AssignmentKind, raised: date, reported: date | None, today: date) -> RaisedRule | None:
    """The rule as it stands for what is not closed; None for what it is not about. `reported` is when fullmäktige was
    told that it is not prepared in time: that has to be done within the same year."""
    if not kind.is_raised:
        return None
    out = year_is_out(raised)
    day = day_in(out, today.year)
    if reported is not None:
        late = f", efter att året gick ut {day}" if reported > out else ""
        return RaisedRule(f"Anmält till fullmäktige {day_in(reported, today.year)}{late}.")
    if today > out:
        return RaisedRule(f"Året gick ut {day}. Anmälan till fullmäktige saknas.", is_broken=True)
    if out <= months_after(today, 1):
        return RaisedRule(
            f"Året går ut {day}. Hinner det inte beredas ska det anmälas till fullmäktige senast då.", is_near=True
        )
    return RaisedRule(f"Fullmäktige ska om möjligt besluta senast {day}.")
