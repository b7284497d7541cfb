"""From which day through which a goal is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Life:
    """The first and last day. The first lies after the last when the goal never comes into force."""

    first: date
    last: date

    @classmethod
    def of(cls, year_from: int, year_to: int, *, ended: date | None = None, after: date | None = None) -> Life:
        """The goal's whole years, cut by its ending's last day and by the last day of the one that it follows."""
        first, last = date(year_from, 1, 1), date(year_to, 12, 31)
        return cls(max(first, after + DAY) if after else first, min(last, ended) if ended else last)

    def covers(self, day: date) -> bool:
        """Is the goal in force on the day?"""
        return self.first <= day <= self.last

    def days_to_check(self) -> list[date]:
        """Its first day in each of its years: how many goals there are is counted then."""
        years = range(self.first.year, self.last.year + 1)
        return [max(self.first, date(year, 1, 1)) for year in years]
