"""What the log says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import connection, models
from django.db.models import ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot
from styrmodell.models.audit import WORDS
from styrmodell.selectors.slots import readable_slots

NEAR = 10_000  # events that are read through before they are looked for otherwise
COUNT = "SELECT type, count(*), count(DISTINCT user_id) FROM ({newest}) newest GROUP BY type"
UNREAD = ("user__password", "user__last_login", "user__date_joined")


class LastSave(NamedTuple):
    """Who saved something last, and when; empty and None when the log does not say."""

    who: str = ""
    at: datetime | None = None


def events_of(access: Access, table: type[models.Model], ids: Collection[int]) -> QuerySet[AuditEvent]:
    """The events of some rows of a table, the newest first, with who did it."""
    events = AuditEvent.objects.of(access).filter(target_type=table._meta.label_lower, target_id__any_of=ids)
    return events.select_related("user")


def latest(access: Access, type_: AuditEvent.Type) -> AuditEvent | None:
    """The newest event of a type in the municipality (one query)."""
    return AuditEvent.objects.of(access).filter(type=type_).first()


def last_saved(access: Access, row: models.Model) -> LastSave:
    """Who saved the row last (one query)."""
    event = events_of(access, type(row), [row.pk]).first()
    return LastSave(event.user.name if event.user else "", event.at) if event else LastSave()


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which events are asked for. Days are in Swedish time, both counted; `types` is None for every kind."""

    start: date | None = None
    end: date | None = None
    who: str = ""
    what: str = ""
    types: frozenset[AuditEvent.Type] | None = None
    organisation_id: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Is anything but the days chosen?"""
        return bool(self.who or self.what or self.organisation_id) or self.types is not None


class LogPlace(NamedTuple):
    """Where in the log a page begins: after (older) or before (newer) an event."""

    at: datetime
    pk: int
    is_newer: bool = False


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many events of a type, and how many people."""

    events: int
    people: int


def events_in(access: Access, query: LogQuery) -> QuerySet[AuditEvent]:
    """The municipality's events of the days asked for, whatever they are."""
    events = AuditEvent.objects.of(access)
    if query.start:
        events = events.filter(at__gte=day_begins(query.start))
    if query.end:
        events = events.filter(at__lt=day_begins(query.end + timedelta(days=1)))
    return events


def events_asked_for(access: Access, query: LogQuery) -> QuerySet[AuditEvent]:
    """The events that are asked for, the newest first (one query more when somebody is asked for by name, and two when
    something is by its words: an event about a person does not name them)."""
    events = events_in(access, query)
    if query.types is not None:
        events = events.filter(type__in=sorted(query.types))
    if query.organisation_id is not None:
        below = access.ever.tree.descendants(query.organisation_id, include_self=True)
        events = (
            events.filter(organisation_id__in=below)
            if len(below) == 1
            else events.filter(organisation_id__any_of=below)
        )
    if query.who:
        events = events.filter(user_id__in=_people(access, query.who))
    if words := query.what.split():
        asked = SearchQuery(_beginnings(words), config="simple", search_type="raw")
        about = Q(target_type=User._meta.label_lower, target_id__in=_people(access, query.what))
        events = events.alias(words=WORDS).filter(Q(words=asked) | about).exclude(_of_closed_reports(access))
    return events.order_by("-at", "-pk")


def _of_closed_reports(access: Access) -> Q:
    """Events of reports that the reader may not read: what they say is not shown, and so is not found by its words."""
    closed = Slot.objects.of(access).exclude(pk__in=readable_slots(access).values("pk")).values_list("pk", flat=True)
    judged = Q(type=AuditEvent.Type.GOAL_JUDGED, data__slot__in=list(closed))
    return judged | Q(target_type=Slot._meta.label_lower, target_id__in=closed)


def day_begins(day: date) -> datetime:
    """The first moment of a day in Swedish time, also on the days that are an hour longer or shorter."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _people(access: Access, who: str) -> list[int]:
    """Those who hold or have held a role here, and are called so (one query)."""
    named = Q(name__icontains=who) | Q(email__icontains=who)
    people = User.objects.filter(named, role_assignments__municipality=access.municipality)
    return list(people.values_list("pk", flat=True).distinct())


def _beginnings(words: Iterable[str]) -> str:
    """Words that each begin with one of these, as PostgreSQL asks for them."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in words)
    return " & ".join(f"'{word}':*" for word in quoted)


def events_at(
    asked: QuerySet[AuditEvent], among: QuerySet[AuditEvent] | None, place: LogPlace | None, most: int
) -> list[AuditEvent]:
    """So many of the events that are asked for, from a place, the newest first, with who did it (one to three queries).
    `among` are all of the days, when only some of them are asked for.

    They are looked for among the next ten thousand, which is quick when they are many. When they are few, the database
    must not read the whole log in the order of time until it has found enough: then it looks by what is chosen, and
    sorts what it finds."""
    is_newer = place is not None and place.is_newer
    asked = _from(asked, place).select_related("user").defer(*UNREAD)
    far = _moment_far_from(among, place) if among is not None else None
    if far is None:
        found = list(asked[:most])
    else:
        found = list(asked.filter(at__lte=far)[:most] if is_newer else asked.filter(at__gte=far)[:most])
        if len(found) < most:
            found = list(_sorted_last(asked, is_newer=is_newer)[:most])
    return found[::-1] if is_newer else found


def _moment_far_from(events: QuerySet[AuditEvent], place: LogPlace | None) -> datetime | None:
    """When the ten thousandth event from a place happened; None when there are not so many."""
    moments = _from(events, place).values_list("at", flat=True)[NEAR : NEAR + 1]
    return next(iter(moments), None)


def _from(events: QuerySet[AuditEvent], place: LogPlace | None) -> QuerySet[AuditEvent]:
    """The events from a place on, the nearest first."""
    if place is None:
        return events.order_by("-at", "-pk")
    same = Q(at=place.at)
    if place.is_newer:
        return events.filter(Q(at__gt=place.at) | same & Q(pk__gt=place.pk), at__gte=place.at).order_by("at", "pk")
    older = Q(at__lt=place.at) | same & Q(pk__lt=place.pk)
    return events.filter(older, at__lte=place.at).order_by("-at", "-pk")


def _sorted_last(events: QuerySet[AuditEvent], *, is_newer: bool) -> QuerySet[AuditEvent]:
    """In the same order, said so that no index has it."""
    moment = ExpressionWrapper(F("at") + timedelta(), output_field=models.DateTimeField())
    return events.order_by(moment.asc(), "pk") if is_newer else events.order_by(moment.desc(), "-pk")


def count_to(events: QuerySet[AuditEvent], most: int) -> int:
    """How many, counted no further than one past `most` (one query)."""
    return events.order_by()[: most + 1].count()


def count_types(access: Access, query: LogQuery, most: int) -> dict[AuditEvent.Type, EventCount]:
    """How many of each type there are in the days, among the newest `most` (one query, of an index alone)."""
    newest = events_in(access, query).order_by("-at", "-pk").values("type", "user_id")[:most]
    sql, values = newest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(newest=sql), values)
        return {AuditEvent.Type(type_): EventCount(events, people) for type_, events, people in cursor.fetchall()}
