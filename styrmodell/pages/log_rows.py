"""Events of the log in words: who, what they did, with what and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from styrmodell.access import BY_COMMAND, Access
from styrmodell.models import AuditEvent
from styrmodell.pages.log_things import Key, Thing, find_things, key_of
from styrmodell.pages.log_words import DEEDS, FAILURES, Deed, OwnWords
from ui.rules.marks import Mark
from ui.rules.swedish import clock

MUNICIPALITY = "styrmodell.municipality"
TELLS_OF = {"slot": "styrmodell.slot", "measure": "styrmodell.measure"}  # what an event tells of beside its thing
SERVER, BY_ITSELF = "Kommando på servern", "Tjänsten själv"
NOTHING = Thing("")


@dataclass(frozen=True, slots=True)
class LogRow:
    """An event. `asked` is what was refused or fetched, `before` and `after` what was changed, `said` the rest."""

    event: AuditEvent
    at: datetime  # in Swedish time
    who: str
    mark: Mark
    asked: str
    thing: Thing
    before: str
    after: str
    said: str
    is_failure: bool

    @property
    def time(self) -> str:
        """The time of day. In the hour that comes twice, on the night when the clock is put back, also which of them."""
        twice = self.at.replace(fold=0).utcoffset() != self.at.replace(fold=1).utcoffset()
        season = " sommartid" if self.at.dst() else " normaltid"
        return clock(self.at) + (season if twice else "")

    @property
    def tells_more(self) -> bool:
        """Does the event tell more than who did what?"""
        return bool(self.after or self.said)


def log_rows(access: Access, words: OwnWords, events: Sequence[AuditEvent]) -> list[LogRow]:
    """The events in words (one query for each table that they are about)."""
    keys, beside = {event.pk: _key(event) for event in events}, {event.pk: _beside(event) for event in events}
    things = find_things(access, {key for key in chain(keys.values(), *beside.values()) if key})
    closed = {key for key, thing in things.items() if thing.is_closed}
    return [
        _row(
            words,
            event,
            _thing(access, event, things.get(keys[event.pk] or ("", 0))),
            is_closed=not closed.isdisjoint([keys[event.pk], *beside[event.pk]]),
        )
        for event in events
    ]


def _key(event: AuditEvent) -> Key | None:
    return key_of(event.target_type, event.target_id, event.data.get("ids", {}))


def _beside(event: AuditEvent) -> list[Key]:
    """What the event tells of beside its thing: the report that a goal was judged in, a measure for a goal."""
    ids = {table: event.data.get(name) for name, table in TELLS_OF.items()}
    return [(table, row_id) for table, row_id in ids.items() if isinstance(row_id, int)]


def _thing(access: Access, event: AuditEvent, found: Thing | None) -> Thing:
    """What the event is about: as it is now, else as it was called then."""
    deed = DEEDS[AuditEvent.Type(event.type)]
    if event.target_type == MUNICIPALITY:
        address = reverse(deed.leads_to, args=[access.slug]) if deed.leads_to else ""
        return Thing(access.municipality.name, address)
    if event.target_id is None:
        return found or NOTHING
    return Thing(event.summary) if found is None else found._replace(name=found.name or event.summary)


def _row(words: OwnWords, event: AuditEvent, thing: Thing, *, is_closed: bool) -> LogRow:
    """The event in words; of what is closed to the reader, that it happened."""
    deed = DEEDS[AuditEvent.Type(event.type)]
    before, after = ("", "") if is_closed else _change(event)
    return LogRow(
        event=event,
        at=timezone.localtime(event.at),
        who=_who(event),
        mark=_mark(deed, words),
        asked=words.asked(event.data),
        thing=thing,
        before=before,
        after=after,
        said="" if after or is_closed or thing.name.startswith(event.summary) else event.summary,
        is_failure=event.type in FAILURES,
    )


def _mark(deed: Deed, words: OwnWords) -> Mark:
    return Mark(deed.icon, deed.tone, words(deed.words))


def _who(event: AuditEvent) -> str:
    if event.user:
        return event.user.name
    return SERVER if event.request_id == BY_COMMAND else BY_ITSELF


def _change(event: AuditEvent) -> tuple[str, str]:
    """What stood there and what stands there since; nothing when the event tells no change of words."""
    data: Mapping[str, object] = event.data
    before, after = data.get("before") or "", data.get("after") or event.summary
    return (str(before), str(after)) if before and before != after else ("", "")
