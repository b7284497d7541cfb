"""Events of the log, as they are written and in heaps."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from accounts.models import User
from styrmodell.models import AuditEvent, Municipality

Type = AuditEvent.Type

HEAP = """
    INSERT INTO styrmodell_auditevent
        (municipality_id, type, at, user_id, request_id, target_type, target_id, summary, data, organisation_id)
    SELECT %(town)s, (%(types)s::text[])[1 + n %% cardinality(%(types)s::text[])],
           %(until)s - n * %(apart)s * interval '1 second',
           %(user)s, 'r' || n, '', NULL, 'Händelse ' || n, '{}', %(organisation)s
      FROM generate_series(0, %(count)s - 1) n
"""


def event(town: Municipality, at: datetime, type_: AuditEvent.Type = Type.GOAL_SAVED, **values: object) -> AuditEvent:
    """An event as it stands in the log."""
    return AuditEvent.objects.create(municipality=town, at=at, type=type_, **values)


def heap(
    town: Municipality,
    count: int,
    until: datetime,
    *,
    apart: float = 60,
    types: tuple[AuditEvent.Type, ...] = (Type.GOAL_SAVED, Type.SIGNED_IN, Type.REFUSED),
    user: User | None = None,
    organisation_id: int | None = None,
) -> None:
    """So many events, the newest at a moment and the others before it, so many seconds apart."""
    values = {
        "town": town.pk,
        "types": [type_.value for type_ in types],
        "until": until,
        "apart": apart,
        "count": count,
    }
    values |= {"user": user.pk if user else None, "organisation": organisation_id}
    with connection.cursor() as cursor:
        cursor.execute(HEAP, values)
        cursor.execute("ANALYZE styrmodell_auditevent")
