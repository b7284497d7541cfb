"""The log: who did, saw, changed, came in and was refused what, and when."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import QuerySet

from styrmodell.access import Access
from styrmodell.models import AuditEvent
from styrmodell.pages.log_rows import LogRow, log_rows
from styrmodell.pages.log_words import CHANGES, DECISIONS, DEEDS, REFUSALS, OwnWords, Subject, types_of
from styrmodell.selectors.log import (
    EventCount,
    LogPlace,
    LogQuery,
    count_to,
    count_types,
    day_begins,
    events_asked_for,
    events_at,
    events_in,
)
from ui import clock
from ui.rules.money import number
from ui.rules.swedish import WEEKDAYS, capitalised, day_in, number_word, plural, uncapitalised

ROWS_A_PAGE = 50
MOST_COUNTED = 10_000  # events are counted so far: counting a million takes longer than to read the page
MOST_IN_DAY = 1_000
DAYS_BACK = 31  # so long a time back from today is said as days
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class LogDay:
    """The events of a day in Swedish time."""

    heading: str
    note: str
    rows: Sequence[LogRow]


@dataclass(frozen=True, slots=True)
class Sum:
    """A number over the table."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of events. The addresses are empty where there is nothing."""

    lead: str
    sums: Sequence[Sum]
    days: Sequence[LogDay]
    shown: str
    is_narrow: bool
    parameters: str  # what is asked for, as an address has it
    older: str
    newer: str
    newest: str


def read_place(given: Mapping[str, str]) -> LogPlace | None:
    """Where the page begins: after the event of `fore`, or before the one of `efter`; None for the newest."""
    for name in ("efter", "fore"):
        if match := _PLACE.fullmatch(given.get(name, "")):
            return LogPlace(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]), name == "efter")
    return None


def log_page(
    access: Access, words: OwnWords, query: LogQuery, parameters: Mapping[str, str], place: LogPlace | None
) -> LogPage:
    """A page of what is asked for, with what stands over it. Its queries are as many whatever there is: at most
    seven, one for each table that the events are about, one more when somebody is asked for by name, and one when
    something is by its words."""
    asked = events_asked_for(access, query)
    among = events_in(access, query) if query.is_narrow else None
    found = events_at(asked, among, place, ROWS_A_PAGE + 1)
    if place is not None and place.is_newer and len(found) <= ROWS_A_PAGE:
        place = None  # nothing is newer than these: a whole page of them
        found = events_at(asked, among, place, ROWS_A_PAGE + 1)
    is_newer = place is not None and place.is_newer
    events = found[-ROWS_A_PAGE:] if is_newer else found[:ROWS_A_PAGE]
    has_older = is_newer or len(found) > ROWS_A_PAGE
    counted = count_types(access, query, MOST_COUNTED + 1)
    return LogPage(
        lead=_lead(query, counted),
        sums=_sums(words, counted),
        days=_days(asked, log_rows(access, words, events), has_newer=place is not None, has_older=has_older),
        shown=_shown(len(events), _total(counted)),
        is_narrow=query.is_narrow,
        parameters=urlencode(parameters),
        older=_address(parameters, fore=events[-1]) if has_older else "",
        newer=_address(parameters, efter=events[0]) if place is not None and events else "",
        newest=_address(parameters) if place is not None else "",
    )


def described(access: Access, words: OwnWords, query: LogQuery) -> str:
    """What is asked for, in words."""
    kinds = sorted(words(DEEDS[type_].words) for type_ in query.types or ())
    chosen = {
        "vem": query.who,
        "sak": query.what,
        "organisation": access.ever.organisations[query.organisation_id].name if query.organisation_id else "",
        "händelser": ", ".join(kinds) if query.types is not None else "",
    }
    return "; ".join([capitalised(_period(query)), *(f"{name}: {word}" for name, word in chosen.items() if word)])


def _address(parameters: Mapping[str, str], **places: AuditEvent) -> str:
    marks = {name: f"{(event.at - EPOCH) // timedelta(microseconds=1)}-{event.pk}" for name, event in places.items()}
    return "?" + urlencode({**parameters, **marks})


def _total(counted: Mapping[AuditEvent.Type, EventCount]) -> int:
    return sum(row.events for row in counted.values())


def _of(counted: Mapping[AuditEvent.Type, EventCount], types: Collection[AuditEvent.Type]) -> int:
    return sum(row.events for type_, row in counted.items() if type_ in types)


def _lead(query: LogQuery, counted: Mapping[AuditEvent.Type, EventCount]) -> str:
    """How much happened in the days, and how much of it was refused."""
    refused = _of(counted, REFUSALS)
    tries = capitalised(plural(refused, "försök", "försök", in_words=True, neuter=True))
    sentences = [
        f"{_counted(_total(counted), MOST_COUNTED)} {_period(query)}.",
        f"{tries} nekades." if refused else "",
        "Inget i loggen går att ändra eller ta bort.",
    ]
    return " ".join(filter(None, sentences))


def _counted(count: int, most: int) -> str:
    """How many events, when they were counted no further than past `most`."""
    return f"Mer än {plural(most, 'händelse', 'händelser')}" if count > most else plural(count, "händelse", "händelser")


def _period(query: LogQuery) -> str:
    """The days asked for, in words."""
    start, end, today = query.start, query.end, clock.today()
    if start and end == today and (days := (today - start).days + 1) <= DAYS_BACK:
        return "i dag" if days == 1 else f"de senaste {number_word(days)} dagarna"
    first = f"från och med {day_in(start, today.year)}" if start else ""
    last = f"till och med {day_in(end, today.year)}" if end else ""
    return " ".join(filter(None, [first, last])) or "från början till i dag"


def _sums(words: OwnWords, counted: Mapping[AuditEvent.Type, EventCount]) -> list[Sum]:
    """What kinds of event there are in the days."""
    about = [(Subject.GOALS, "om {goals}"), (Subject.REPORTS, "i rapporter"), (Subject.MONEY, "i ekonomin")]
    parts = [
        f"{count} {words.inside(word)}"
        for subject, word in about
        if (count := _of(counted, types_of(subject) & CHANGES))
    ]
    came = counted.get(AuditEvent.Type.SIGNED_IN, EventCount(0, 0))
    failed = _of(counted, {AuditEvent.Type.SIGN_IN_FAILED})
    refused = f"varav {number(failed)} med fel lösenord" if failed else "av sidor och ändringar"
    newest = f"bland de {number(MOST_COUNTED)} senaste" if _total(counted) > MOST_COUNTED else ""
    return [
        Sum("Ändringar", number(_of(counted, CHANGES)), newest or ", ".join(parts) or "Inget är ändrat"),
        Sum("Beslut", number(_of(counted, DECISIONS)), newest or words("om {goals} och rapporter")),
        Sum("Inloggningar", number(came.events), newest or plural(came.people, "person", "personer")),
        Sum("Nekade försök", number(_of(counted, REFUSALS)), newest or refused),
    ]


def _shown(shown: int, total: int) -> str:
    """How much of what happened in the days stands on the page."""
    return f"{shown} av {f'mer än {number(MOST_COUNTED)}' if total > MOST_COUNTED else number(total)} visas"


def _days(asked: QuerySet[AuditEvent], rows: Sequence[LogRow], *, has_newer: bool, has_older: bool) -> list[LogDay]:
    """The rows by day. The first and the last day may go on on the next page: there the day's own events are counted (no
    more than two queries)."""
    by_day = [(day, list(own)) for day, own in groupby(rows, key=lambda row: row.at.date())]
    cut = (
        {day for day, is_cut in [(by_day[0][0], has_newer), (by_day[-1][0], has_older)] if is_cut} if by_day else set()
    )
    return [
        LogDay(_heading(day), _note(_events_on(asked, day) if day in cut else len(own), len(own)), own)
        for day, own in by_day
    ]


def _events_on(asked: QuerySet[AuditEvent], day: date) -> int:
    own = asked.filter(at__gte=day_begins(day), at__lt=day_begins(day + timedelta(days=1)))
    return count_to(own, MOST_IN_DAY)


def _note(count: int, shown: int) -> str:
    said = uncapitalised(_counted(count, MOST_IN_DAY))
    return f"{said}, {shown} visas" if count > shown else said


def _heading(day: date) -> str:
    today = clock.today()
    written = f"{WEEKDAYS[day.weekday()]} {day_in(day, today.year)}"
    near = {0: "I dag, ", 1: "I går, "}.get((today - day).days, "")
    return near + written if near else capitalised(written)
