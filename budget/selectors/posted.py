"""The posted rows behind a figure, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Sum

from budget.models import Outcome
from styrmodell.access import Access

# One short index scan per organisation, in the tree's order, from where the last page ended: the time depends on the
# rows shown, not on the rows there are.
_SQL = """SELECT posted.id, posted.organisation_id, posted.month, posted.account, posted.account_group_id, posted.amount,
           posted.row_number, batch.filename, batch.applied_at, coalesce(writer.name, '')
    FROM unnest(%(units)s::bigint[]) WITH ORDINALITY AS unit (id, place)
    CROSS JOIN LATERAL (
        SELECT * FROM budget_ledgerrow line
        WHERE line.municipality_id = %(municipality)s AND line.organisation_id = unit.id AND line.year = %(year)s
          AND (%(month)s::int IS NULL OR line.month = %(month)s)
          AND (%(through)s::int IS NULL OR line.month <= %(through)s)
          AND (%(group)s::bigint IS NULL OR line.account_group_id = %(group)s)
          AND (%(file)s::bigint IS NULL OR line.batch_id = %(file)s)
          AND (unit.place > 1 OR (line.month, line.id) > (%(after_month)s, %(after_id)s))
        ORDER BY line.month, line.id LIMIT %(limit)s
    ) posted
    JOIN budget_ledgerbatch batch ON batch.id = posted.batch_id
    LEFT JOIN accounts_user writer ON writer.id = batch.created_by_id
    ORDER BY unit.place, posted.month, posted.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class PostedScope:
    """Which posted rows a figure is the sum of: an organisation's with everything below it, or `is_own` its own only;
    of all account groups or of one. Without a code the figure cannot be followed."""

    code: str = ""
    is_own: bool = False
    group: int | None = None

    @property
    def query(self) -> str:
        """What follows year and months in the address of the rows."""
        return ("&bara=1" if self.is_own else "") + (f"&konto={self.group}" if self.group else "")


UNTRACED = PostedScope()


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """What is asked for: year, month or months up to one, account group, file, the organisation's own rows only, and
    after which row (organisation, month, row)."""

    year: int
    month: int | None = None
    group: int | None = None
    after: tuple[int, int, int] | None = None
    through: int | None = None
    file: int | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PostedSum:
    """Kronor of a month, account group and file."""

    month: int
    group: int
    name: str
    batch: int | None
    amount: Decimal

    def is_in(self, query: LedgerQuery) -> bool:
        """Is it part of what is asked for?"""
        in_months = query.month in {None, self.month} and self.month <= (query.through or 12)
        return in_months and query.group in {None, self.group} and query.file in {None, self.batch}


def posted_sums(access: Access, units: list[int], year: int) -> list[PostedSum]:
    """Kronor per month, account group and file, in the groups' order (one query)."""
    rows = (
        Outcome.objects.of(access)
        .filter(year=year, organisation_id__any_of=units)
        .values_list("month", "account_group_id", "account_group__name", "batch_id", "account_group__position")
        .annotate(total=Sum("amount"))
        .order_by("account_group__position", "account_group_id", "month")
    )
    return [PostedSum(month, group, name, batch, total) for month, group, name, batch, _, total in rows]


def posted_rows(access: Access, units: list[int], query: LedgerQuery, most: int) -> list[tuple[Any, ...]]:
    """The rows that are asked for, in the order of `units`, at most so many (one query)."""
    after = query.after if query.after and query.after[0] in units else None
    values: dict[str, Any] = {
        "municipality": access.municipality.pk,
        "units": units[units.index(after[0]) :] if after else units,
        "year": query.year,
        "month": query.month,
        "through": query.through,
        "group": query.group,
        "file": query.file,
        "after_month": after[1] if after else 0,
        "after_id": after[2] if after else 0,
        "limit": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
