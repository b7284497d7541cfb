"""The year of a municipality: wheel, list and Översikt året (HA-12, SH-18)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, Subquery

from styrmodell.access import Access
from styrmodell.models import CalendarRule
from styrmodell.rules import calendar
from styrmodell.rules.calendar import YearEvent, YearRule
from styrmodell.rules.vocabulary import CalendarRow, CalendarYears
from styrmodell.selectors.words import steering_models
from ui import clock
from ui.charts.wheel import STANDARD_RINGS, Wheel, WheelEvent, WheelPeriod, WheelRing
from ui.rules.swedish import MONTHS, MONTHS_SHORT, WEEKDAYS_SHORT, capitalised, month_period, relative_day, sv_date

LONG_PERIOD_DAYS = 12  # what goes on for longer is work under way: an arc, not a dot


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the year with its rule."""

    rule: CalendarRule
    event: YearEvent
    is_past: bool
    phase: str = ""  # the municipality's own word for it

    @property
    def ring(self) -> WheelRing:
        """The body it belongs to, as the wheel draws it."""
        return next(ring for ring in STANDARD_RINGS if ring.key == self.event.ring)

    @property
    def when(self) -> str:
        """The day with its weekday, a span as «1–31 aug»; only the month when the source gives no day."""
        first, last = self.event.date_from, self.event.date_to
        if not self.event.is_exact:
            return month_period(first, self.event.last)
        if last is None or last == first:
            return f"{WEEKDAYS_SHORT[first.weekday()]} {first.day}"
        if last.month == first.month:
            return f"{first.day}–{last.day} {MONTHS_SHORT[first.month - 1]}"
        return f"{first.day}/{first.month}–{last.day}/{last.month}"


@dataclass(frozen=True, slots=True)
class Month:
    """A month's card in the list."""

    number: int
    name: str
    short: str
    is_now: bool
    happenings: Sequence[Happening]


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """A row of Översikt året: its name and twelve cells."""

    label: str
    cells: Sequence[Sequence[Happening]]


@dataclass(frozen=True, slots=True)
class YearPage:
    """Everything the page shows."""

    year: int
    count: int  # something that goes on for months stands in each of them, and counts once
    months: Sequence[Month]
    overview: Sequence[OverviewLine]
    wheel: Wheel
    has_examples: bool

    @property
    def now(self) -> int:
        """The number of the present month; 0 in other years."""
        return next((month.number for month in self.months if month.is_now), 0)


def year_page(access: Access, year: int, today: date | None = None) -> YearPage:
    """The year's events from the steering model's rules, with the dates decided for the year (one query)."""
    today = today or clock.today()
    happenings = read_happenings(access, year, today)
    events = [row.event for row in happenings]
    by_key = {row.event.key: row for row in happenings}
    rows = calendar.overview(events, list(CalendarRow))
    overview = [
        OverviewLine(CalendarRow(line.row).label, [[by_key[event.key] for event in cell] for cell in line.cells])
        for line in rows
    ]
    months = [_month(number, year, happenings, today) for number in range(1, 13)]
    examples = any(row.rule.is_example for row in happenings)
    return YearPage(year, len(happenings), months, overview, _wheel(access, year, happenings, today), examples)


def read_happenings(access: Access, year: int, today: date) -> list[Happening]:
    """The year's events in order of date (one query)."""
    rules = {rule.pk: rule for rule in _rules(access, year)}
    decided = {pk: (rule.decided_from, rule.decided_to) for pk, rule in rules.items() if rule.decided_from}
    events = calendar.expand([_year_rule(rule) for rule in rules.values()], year, decided)
    return [Happening(rules[event.key], event, event.last < today, _phase(rules[event.key])) for event in events]


def _phase(rule: CalendarRule) -> str:
    return rule.model.phase_names[rule.phase] if rule.phase else ""


def _rules(access: Access, year: int) -> Iterable[Any]:
    """The rules of the steering model in force, each with its own dates in the year where it has any."""
    own = Q(events__year=year, events__municipality=access.municipality)
    return (
        CalendarRule.objects.of(access)
        .select_related("model")
        .filter(model=Subquery(steering_models(access, year).values("pk")[:1]))
        .annotate(
            decided=FilteredRelation("events", condition=own),
            decided_from=F("decided__date_from"),
            decided_to=F("decided__date_to"),
        )
    )


def coming(access: Access, today: date, count: int) -> list[Happening]:
    """The next events that are not over, next year's too when this year has too few (one or two queries)."""
    ahead = [row for row in read_happenings(access, today.year, today) if not row.is_past]
    if len(ahead) < count:
        ahead += read_happenings(access, today.year + 1, today)
    return ahead[:count]


def _year_rule(rule: CalendarRule) -> YearRule:
    return YearRule(
        key=rule.pk,
        month=rule.month,
        day=rule.day,
        is_last_day=rule.is_last_day,
        to_month=rule.to_month,
        to_day=rule.to_day,
        years=CalendarYears(rule.years),
        ring=rule.ring,
        row=rule.row,
    )


def _month(number: int, year: int, happenings: Sequence[Happening], today: date) -> Month:
    own = [row for row in happenings if number in row.event.months]
    is_now = (today.year, today.month) == (year, number)
    return Month(number, capitalised(MONTHS[number - 1]), MONTHS_SHORT[number - 1], is_now, own)


def _is_period(event: YearEvent) -> bool:
    if len(event.months) > 1 and not event.is_exact:
        return True
    return event.is_exact and event.date_to is not None and (event.last - event.date_from).days > LONG_PERIOD_DAYS


def _wheel(access: Access, year: int, happenings: Sequence[Happening], today: date) -> Wheel:
    following = next((row for row in happenings if not row.is_past and row.event.is_exact), None)
    return Wheel(
        chart_id="arshjul",
        year=year,
        events=[_event(row) for row in happenings if not _is_period(row.event)],
        periods=[
            WheelPeriod(row.event.date_from, row.event.last, row.event.ring, row.rule.title)
            for row in happenings
            if _is_period(row.event)
        ],
        today=today,
        next_event=f"{following.rule.get_ring_display()} {sv_date(following.event.date_from)}" if following else "",
        next_when=relative_day(following.event.date_from, today) if following else "",
        owner=access.municipality.short_name,
    )


def _event(row: Happening) -> WheelEvent:
    """A dot; without a known day it stands in the middle of its month, without a number."""
    if row.event.is_exact:
        return WheelEvent(row.event.date_from, row.event.ring, row.rule.title)
    return WheelEvent(row.event.date_from.replace(day=15), row.event.ring, row.rule.title, has_day=False)
