"""Who holds what, and through which day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from styrmodell.rules.vocabulary import LabelledEnum

ENDS_SOON = timedelta(days=60)
LONG_AWAY = timedelta(days=365)
A_DAY = timedelta(days=1)


class PersonState(LabelledEnum):
    """How somebody stands to the municipality today. The values are the address's own words."""

    ACTIVE = "aktiv", "Aktiv"
    ENDING = "gar-ut", "Går ut snart"
    INVITED = "inbjuden", "Inbjuden"
    AWAY = "borta", "Inte inloggad på ett år"
    COMING = "kommer", "Börjar senare"
    ENDED = "avslutad", "Avslutad"


@dataclass(frozen=True, slots=True)
class Tenure:
    """From a day through a day, both counted; without a last day until something else is said."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Is the day in it?"""
        return self.first <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Has it ended before the day?"""
        return self.last is not None and self.last < day

    def meets(self, other: Tenure) -> bool:
        """Do they share a day?"""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)


def state_of(periods: Sequence[Tenure], today: date, *, seen: date | None, can_sign_in: bool) -> PersonState:
    """How somebody with roles of these days stands. `seen` is the last day they came in; `can_sign_in` whether they have
    chosen a password, or need none."""
    held = [period for period in periods if period.holds(today)]
    if not held and not any(period.first > today for period in periods):
        return PersonState.ENDED
    if seen is None and not can_sign_in:
        return PersonState.INVITED
    if not held:
        return PersonState.COMING
    if ends_on(periods, today) is not None:
        return PersonState.ENDING
    return PersonState.AWAY if seen is not None and today - seen > LONG_AWAY else PersonState.ACTIVE


def ends_on(periods: Iterable[Tenure], today: date) -> date | None:
    """The first day, within sixty, on which a role held today ends."""
    ends = [period.last for period in periods if period.holds(today) and period.last is not None]
    return min((last for last in ends if last - today <= ENDS_SOON), default=None)


def covered_until(periods: Iterable[Tenure], today: date) -> date:
    """Through which day, without a gap from today, somebody holds the role: yesterday when nobody does, the last day there
    is when somebody holds it until something else is said."""
    last = today - A_DAY
    for period in sorted(periods, key=lambda period: period.first):
        if period.first > last + A_DAY:
            break
        if period.last is None:
            return date.max
        last = max(last, period.last)
    return last
