"""Events of the log, as they are written and in heaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from styrmodell.models import AuditEvent, Municipality

Type = AuditEvent.Type

HEAP = """
    INSERT INTO styrmodell_auditevent
        (municipality_id, type, at, user_id, request_id, target_type, target_id, summary, data, organisation_id)
    SELECT %(town)s,
           (%(types)s::text[])[1 + n %% cardinality(%(types)s::text[])],
           %(until)s - n * %(apart)s * interval '1 second',
           (%(users)s::bigint[])[1 + n %% cardinality(%(users)s::bigint[])],
           'r' || n, %(table)s,
           (%(rows)s::bigint[])[1 + n %% cardinality(%(rows)s::bigint[])],
           'Händelse ' || n || ' om sak' || n %% 5000, '{}',
           (%(organisations)s::bigint[])[1 + n %% cardinality(%(organisations)s::bigint[])]
      FROM generate_series(%(first)s, %(last)s) n
"""
AT_A_TIME = 100_000  # no statement takes longer than the database lets it


def event(town: Municipality, at: datetime, type_: AuditEvent.Type = Type.GOAL_SAVED, **values: object) -> AuditEvent:
    """An event as it stands in the log."""
    return AuditEvent.objects.create(municipality=town, at=at, type=type_, **values)


def heap(
    town: Municipality,
    count: int,
    until: datetime,
    *,
    apart: float = 60,
    types: Sequence[AuditEvent.Type] = (Type.GOAL_SAVED, Type.SIGNED_IN, Type.REFUSED),
    users: Sequence[int | None] = (None,),
    organisations: Sequence[int | None] = (None,),
    table: str = "",
    rows: Sequence[int | None] = (None,),
) -> None:
    """So many events, the newest at a moment and the others before it, so many seconds apart: of the types, by the users,
    about the table's rows, each in turn."""
    values = {
        "town": town.pk,
        "types": [type_.value for type_ in types],
        "until": until,
        "apart": apart,
    }
    values |= {"users": list(users), "organisations": list(organisations), "table": table, "rows": list(rows)}
    with connection.cursor() as cursor:
        for first in range(0, count, AT_A_TIME):
            cursor.execute(HEAP, {**values, "first": first, "last": min(first + AT_A_TIME, count) - 1})
        cursor.execute("ANALYZE styrmodell_auditevent")
