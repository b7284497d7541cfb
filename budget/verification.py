"""Does the ledger hold together: posted rows, their sums, their files?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connection

from budget.importers.apply import folder
from budget.models import LedgerBatch
from styrmodell.access import Access
from styrmodell.verification import DataCheck, listed
from ui.rules.swedish import plural

# Every sum beside the rows it was made of: what stands on one side only, or differs.
SUMS = """
    SELECT year, month, count(*) FROM (
        SELECT batch_id, organisation_id, account_group_id, year, month, sum(amount) AS amount
        FROM budget_ledgerrow WHERE municipality_id = %(of)s GROUP BY 1, 2, 3, 4, 5
    ) AS posted FULL JOIN (
        SELECT batch_id, organisation_id, account_group_id, year, month, amount
        FROM budget_outcome WHERE municipality_id = %(of)s
    ) AS shown USING (batch_id, organisation_id, account_group_id, year, month)
    WHERE posted.amount IS DISTINCT FROM shown.amount
    GROUP BY year, month ORDER BY year, month
"""
# A file counts with all of its rows or, when it is replaced, thrown away or refused, with none.
TOTALS = """
    SELECT b.filename, b.id FROM budget_ledgerbatch b
    LEFT JOIN (
        SELECT batch_id, count(*) AS rows, sum(amount) AS total
        FROM budget_ledgerrow WHERE municipality_id = %(of)s GROUP BY 1
    ) AS posted ON posted.batch_id = b.id
    WHERE b.municipality_id = %(of)s
      AND (coalesce(posted.rows, 0), coalesce(posted.total, 0))
          <> CASE WHEN b.state = 'inlast' THEN (b.row_count::bigint, b.total) ELSE (0::bigint, 0::numeric) END
    ORDER BY b.id
"""


def _sums_that_differ(access: Access) -> list[str]:
    rows = _asked(SUMS, access)
    return listed(
        f"{year}-{month:02d}: {plural(count, 'summa', 'summor')} skiljer sig från raderna"
        for year, month, count in rows
    )


def _totals_that_differ(access: Access) -> list[str]:
    return listed(f"{name} (import {pk}) stämmer inte med sina rader" for name, pk in _asked(TOTALS, access))


def _asked(question: str, access: Access) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"of": access.municipality.pk})
        return list(cursor.fetchall())


def _uploads_that_differ(access: Access) -> list[str]:
    return listed(_differing_uploads(access))


def _differing_uploads(access: Access) -> Iterator[str]:
    """An uploaded file that is there must be the one that was read; one that waits to be used must be there."""
    for batch in LedgerBatch.objects.of(access).exclude(staged_path="").exclude(sha256=""):
        path = folder() / batch.staged_path
        if not path.exists():
            if batch.state == LedgerBatch.State.STAGED:
                yield f"{batch.filename} (import {batch.pk}) väntar på att läsas in, men filen saknas"
            continue
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != batch.sha256:
                yield f"{batch.filename} (import {batch.pk}) är inte den fil som lästes"


CHECKS = (
    DataCheck("Utfallet är summan av de bokförda raderna", _sums_that_differ),
    DataCheck("Varje import stämmer med sina rader", _totals_that_differ),
    DataCheck("Uppladdade filer är de som lästes", _uploads_that_differ),
)
