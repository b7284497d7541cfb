"""Swedish working days, and dates given relative to other dates.

Free days are Saturdays, Sundays, public holidays (lag 1989:253) and midsommarafton, julafton and
nyårsafton, which lag 1930:173 puts on a level with them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from holidays import DE_FACTO, PUBLIC, country_holidays

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Shift(StrEnum):
    """What to do with a date that is not a working day."""

    NONE = ""
    BEFORE = "fore"
    AFTER = "efter"


@lru_cache(maxsize=64)
def _free_days(year: int) -> frozenset[date]:
    return frozenset(country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO)))


def is_working_day(day: date) -> bool:
    """Tell whether people are at work: no weekend, no holiday, none of the three eves."""
    return day.weekday() < _SATURDAY and day not in _free_days(day.year)


def shifted(day: date, shift: Shift) -> date:
    """Move a free day to the working day before or after; a working day stays."""
    if shift is Shift.NONE:
        return day
    step = -_ONE_DAY if shift is Shift.BEFORE else _ONE_DAY
    while not is_working_day(day):
        day += step
    return day


def add_working_days(day: date, count: int) -> date:
    """Go `count` working days forward (back when negative). With 0 the day stays, free or not."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))


def last_day(year: int, month: int) -> date:
    """The month's last day."""
    return date(year, month, monthrange(year, month)[1])


def day_of_month(year: int, month: int, day: int) -> date:
    """The day in the month, or its last day when the month is shorter: 31 in April is the 30th."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(day: date, count: int) -> date:
    """Go `count` months forward or back; the last day of a month stays the last day of a month."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    wanted = 31 if day == last_day(day.year, day.month) else day.day
    return day_of_month(years, month + 1, wanted)


@dataclass(frozen=True, slots=True)
class After:
    """A date relative to the date named `base`: first months, then days, then working days, then the shift."""

    base: str
    months: int = 0
    days: int = 0
    working_days: int = 0
    shift: Shift = Shift.NONE

    def counted_from(self, day: date) -> date:
        """The date when the base falls on `day`."""
        moved = add_months(day, self.months) if self.months else day
        return shifted(add_working_days(moved + timedelta(days=self.days), self.working_days), self.shift)


class DateRuleError(ValueError):
    """The dates cannot be worked out; the message says so in Swedish."""


def resolve(fixed: Mapping[str, date], relative: Mapping[str, After]) -> dict[str, date]:
    """Work out every relative date, whatever their order. A fixed date with the same name wins.

    Raises DateRuleError when a base is unknown or the dates hang on each other in a circle.
    """
    known = dict(fixed)
    for name in relative:
        chain: list[str] = []
        while name not in known:
            if name in chain:
                raise DateRuleError(f"Datumen {' → '.join([*chain, name])} hänger på varandra. Ge ett av dem en dag.")
            if name not in relative:
                raise DateRuleError(f"Datumet {chain[-1]} räknas från {name}, som inte finns.")
            chain.append(name)
            name = relative[name].base
        for link in reversed(chain):
            known[link] = relative[link].counted_from(known[relative[link].base])
    return known
