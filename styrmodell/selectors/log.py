"""What the log says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import QuerySet

from styrmodell.access import Access
from styrmodell.models import AuditEvent


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
