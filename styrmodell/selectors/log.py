"""What the log says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from styrmodell.access import Access
from styrmodell.models import AuditEvent
from styrmodell.models.audit import WORDS


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
    """The events that are asked for, the newest first (one query more when somebody is asked for by name)."""
    events = events_in(access, query)
    if query.types is not None:
        events = events.filter(type__in=sorted(query.types))
    if query.organisation_id is not None:
        below = access.ever.tree.descendants(query.organisation_id, include_self=True)
        events = events.filter(organisation_id__any_of=below)
    if query.who:
        events = events.filter(user_id__any_of=_people(access, query.who))
    if words := query.what.split():
        asked = SearchQuery(_beginnings(words), config="simple", search_type="raw")
        events = events.alias(words=WORDS).filter(words=asked)
    return events.order_by("-at", "-pk")


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


def events_at(events: QuerySet[AuditEvent], place: LogPlace | None, most: int) -> list[AuditEvent]:
    """So many of the events from a place, the newest first, with who did it (one query)."""
    events = events.select_related("user", "organisation")
    if place is None:
        return list(events[:most])
    same = Q(at=place.at)
    if place.is_newer:
        newer = events.filter(Q(at__gt=place.at) | same & Q(pk__gt=place.pk), at__gte=place.at)
        return list(newer.order_by("at", "pk")[:most])[::-1]
    return list(events.filter(Q(at__lt=place.at) | same & Q(pk__lt=place.pk), at__lte=place.at)[:most])


def count_to(events: QuerySet[AuditEvent], most: int) -> int:
    """How many, counted no further than one past `most` (one query)."""
    return events.order_by()[: most + 1].count()


def tally(access: Access, query: LogQuery, most: int) -> dict[AuditEvent.Type, EventCount]:
    """How many of each type there are in the days, among the newest `most` (one query)."""
    newest = events_in(access, query).order_by("-at", "-pk")[:most]
    counted = (
        AuditEvent.objects.of(access)
        .filter(pk__in=newest.values("pk"))
        .order_by()
        .values("type")
        .annotate(events=Count("pk"), people=Count("user", distinct=True))
    )
    return {AuditEvent.Type(row["type"]): EventCount(row["events"], row["people"]) for row in counted}
