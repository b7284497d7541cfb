"""The yearly wheel: rules such as "sista juni, vart år" become dated events of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from styrmodell.rules.dates import day_of_month, last_day
from styrmodell.rules.vocabulary import CalendarYears

_LAST = 31
ELECTION_PERIOD = 4
_AN_ELECTION = 2022


@dataclass(frozen=True, slots=True)
class YearRule:
    """Something that happens every year. Without a day only the month is known.

    `day` 31 or `is_last_day` is the month's last day. With `to_month` it goes on until then; when that
    month comes earlier in the year, it goes on into the next.
    """

    key: int
    month: int
    day: int | None = None
    is_last_day: bool = False
    to_month: int | None = None
    to_day: int | None = None
    years: CalendarYears = CalendarYears.EVERY
    ring: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class YearEvent:
    """A rule in a given year. `is_exact` is false when only the month is known: then it may be any day of it."""

    key: int
    date_from: date
    date_to: date | None
    is_exact: bool
    ring: str = ""
    row: str = ""

    @property
    def last(self) -> date:
        """The last day, which is the first for something of one day."""
        return self.date_to or self.date_from

    @property
    def months(self) -> range:
        """The month numbers it touches in the year it starts."""
        return range(self.date_from.month, (self.last.month if self.last.year == self.date_from.year else 12) + 1)


def is_election_year(year: int) -> bool:
    """Tell whether KF is elected that September: every fourth year, 2022, 2026 … (RF 3:3)."""
    return years_since_election(year) == 0


def years_since_election(year: int) -> int:
    """Whole years since KF was elected last, 0 in an election year."""
    return (year - _AN_ELECTION) % ELECTION_PERIOD


def applies(years: CalendarYears, year: int) -> bool:
    """Tell whether a rule for those years applies in `year`."""
    match years:
        case CalendarYears.ELECTION:
            return is_election_year(year)
        case CalendarYears.AFTER_ELECTION:
            return is_election_year(year - 1)
        case CalendarYears.EVERY:
            return True


def event_of(rule: YearRule, year: int) -> YearEvent:
    """Give the rule its dates in a year."""
    is_exact = rule.is_last_day or rule.day is not None
    start = date(year, rule.month, 1)
    if is_exact:
        day = _LAST if rule.is_last_day else rule.day or 1
        start = day_of_month(year, rule.month, day)
    return YearEvent(rule.key, start, _end(rule, year, is_exact=is_exact), is_exact, rule.ring, rule.row)


def _end(rule: YearRule, year: int, *, is_exact: bool) -> date | None:
    """The last day: what the rule says, the month's end when only the month is known, None for a single day."""
    if rule.to_month is None and rule.to_day is None:
        return None if is_exact else last_day(year, rule.month)
    month = rule.to_month or rule.month
    first = _LAST if rule.is_last_day else rule.day or 1
    ends_before = (month, rule.to_day or _LAST) < (rule.month, first)
    return day_of_month(year + ends_before, month, rule.to_day or _LAST)


def expand(
    rules: Iterable[YearRule], year: int, decided: Mapping[int, tuple[date, date | None]] | None = None
) -> list[YearEvent]:
    """The year's events in order of date. `decided` holds the dates already fixed for the year, per rule's key."""
    fixed = decided or {}
    events = [
        YearEvent(rule.key, *fixed[rule.key], True, rule.ring, rule.row) if rule.key in fixed else event_of(rule, year)
        for rule in rules
        if applies(rule.years, year)
    ]
    return sorted(events, key=sort_key)


def sort_key(event: YearEvent) -> tuple[date, bool, date, int]:
    """By first day; within a day exact dates first, then what ends first, then the rule's key."""
    return event.date_from, not event.is_exact, event.last, event.key


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A row of "Översikt året" (SH-18): twelve cells, January first, each with its events in order."""

    row: str
    cells: tuple[tuple[YearEvent, ...], ...]


def overview(events: Iterable[YearEvent], rows: Sequence[str]) -> list[OverviewRow]:
    """Lay the events out as month × row; what goes on for several months stands in each of them.

    Every wanted row comes, also when it is empty. Raises ValueError for an event of a row that is not wanted.
    """
    cells: dict[str, list[list[YearEvent]]] = {row: [[] for _ in range(12)] for row in rows}
    for event in sorted(events, key=sort_key):
        if event.row not in cells:
            raise ValueError(f"the event {event.key} has the unknown row {event.row!r}")
        for month in event.months:
            cells[event.row][month - 1].append(event)
    return [OverviewRow(row, tuple(map(tuple, months))) for row, months in cells.items()]
