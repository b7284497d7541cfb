"""Ledger rows of the examples: COPY in, summed to outcomes by the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from budget.models import LedgerBatch
from demo.copying import copy_lines
from styrmodell.models import Municipality

COLUMNS = (
    "municipality_id",
    "batch_id",
    "organisation_id",
    "account_group_id",
    "year",
    "month",
    "account",
    "amount",
    "row_number",
)

# One sum per organisation, account group and month: what the pages read.
ROLL_UP = """
    INSERT INTO budget_outcome (municipality_id, organisation_id, account_group_id, year, month, amount, batch_id)
    SELECT municipality_id, organisation_id, account_group_id, year, month, sum(amount), batch_id
    FROM budget_ledgerrow WHERE batch_id = %s
    GROUP BY municipality_id, organisation_id, account_group_id, year, month, batch_id
"""

TOTALS = "SELECT count(*), coalesce(sum(amount), 0) FROM budget_ledgerrow WHERE batch_id = %s"


@dataclass(frozen=True, slots=True)
class Posting:
    """One posted amount: `text` is kronor with two decimals, income +, cost −."""

    organisation_id: int
    group_id: int
    month: int
    account: int
    text: str


def post(batch: LedgerBatch, municipality: Municipality, postings: Iterable[Posting]) -> int:
    """Write the batch's rows and their roll-up; returns the number of rows. The batch gets its control totals."""
    head = f"{municipality.pk}\t{batch.pk}\t"
    year = batch.year
    lines = (
        f"{head}{row.organisation_id}\t{row.group_id}\t{year}\t{row.month}\t{row.account}\t{row.text}\t{number}"
        for number, row in enumerate(postings, start=2)
    )
    copy_lines("budget_ledgerrow", COLUMNS, lines)
    with connection.cursor() as cursor:
        cursor.execute(ROLL_UP, [batch.pk])
        cursor.execute(TOTALS, [batch.pk])
        batch.row_count, batch.total = cursor.fetchone()
    batch.save(update_fields=["row_count", "total"])
    return batch.row_count
