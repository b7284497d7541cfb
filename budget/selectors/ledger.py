"""The posted rows behind a figure: fifty at a time, each with the file it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from budget.models import Outcome
from styrmodell.access import Access
from styrmodell.models import Organisation
from styrmodell.permissions import Permission
from styrmodell.rules import money
from styrmodell.rules.swedish import MONTHS, MONTHS_SHORT

from .amounts import ZERO

ROWS_A_PAGE = 50
_YEARS = range(1990, 2100)

# One short index scan per organisation, in the tree's order, from where the last page ended: the time depends on the
# rows shown, not on the rows there are.
_SQL = """SELECT posted.id, posted.organisation_id, posted.month, posted.account, posted.account_group_id, posted.amount,
           posted.row_number, batch.filename, batch.applied_at, coalesce(writer.name, '')
    FROM unnest(%(units)s::bigint[]) WITH ORDINALITY AS unit (id, place)
    CROSS JOIN LATERAL (
        SELECT * FROM budget_ledgerrow line
        WHERE line.municipality_id = %(municipality)s AND line.organisation_id = unit.id AND line.year = %(year)s
          AND (%(month)s::int IS NULL OR line.month = %(month)s)
          AND (%(group)s::bigint IS NULL OR line.account_group_id = %(group)s)
          AND (unit.place > 1 OR (line.month, line.id) > (%(after_month)s, %(after_id)s))
        ORDER BY line.month, line.id LIMIT %(limit)s
    ) posted
    JOIN budget_ledgerbatch batch ON batch.id = posted.batch_id
    LEFT JOIN accounts_user writer ON writer.id = batch.created_by_id
    ORDER BY unit.place, posted.month, posted.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """What is asked for: year, month, account group, and after which row (organisation, month, row)."""

    year: int
    month: int | None = None
    group: int | None = None
    after: tuple[int, int, int] | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> LedgerQuery:
        """Read an address; what cannot be understood is left out."""
        year, month, group = (_number(given.get(name)) for name in ("ar", "manad", "konto"))
        match = re.fullmatch(r"([0-9]{1,18})\.([0-9]{1,2})\.([0-9]{1,18})", str(given.get("efter", "")))
        return cls(
            year if year and year in _YEARS else timezone.localdate().year,
            month if month in range(1, 13) else None,
            group,
            (int(match[1]), int(match[2]), int(match[3])) if match else None,
        )

    def address(self, **changed: object) -> str:
        """The query string with something changed."""
        values = {"ar": self.year, "manad": self.month, "konto": self.group, **changed}
        return "?" + urlencode({name: value for name, value in values.items() if value is not None})


def _number(text: object) -> int | None:
    return int(str(text)) if re.fullmatch(r"[0-9]{1,18}", str(text or "")) else None


@dataclass(frozen=True, slots=True)
class PostedRow:
    """A posted row as it is written: kronor, income +, cost −."""

    unit: str
    month: str
    account: int
    group: str
    amount: str
    filename: str
    row_number: int
    read_at: datetime | None
    read_by: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of rows, what they add up to in all, and how to narrow them."""

    organisation: Organisation
    query: LedgerQuery
    rows: tuple[PostedRow, ...]
    total: str
    months: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    next_address: str
    first_address: str


def ledger_page(access: Access, organisation: Organisation, query: LedgerQuery) -> LedgerPage:
    """The rows of the organisation and everything below it (two queries)."""
    below = access.tree.descendants(organisation.pk, include_self=True)
    units = [pk for pk in below if access.has(Permission.VIEW, pk)]
    sums = _sums(access, units, query.year)
    names = {group: name for (_, group), (name, _) in sums.items()}
    rows = _rows(access, units, query)
    shown = rows[:ROWS_A_PAGE]
    last = shown[-1] if len(rows) > ROWS_A_PAGE else None
    return LedgerPage(
        organisation,
        query,
        tuple(_posted(access, row, names) for row in shown),
        money.with_unit(money.number(_total(sums, query), 2), "kr"),
        tuple(Choice(month, MONTHS[month - 1], month == query.month) for month in sorted({key[0] for key in sums})),
        tuple(Choice(group, name, group == query.group) for group, name in names.items()),
        query.address(efter=f"{last[1]}.{last[2]}.{last[0]}") if last else "",
        query.address() if query.after else "",
    )


def _sums(access: Access, units: list[int], year: int) -> dict[tuple[int, int], tuple[str, Decimal]]:
    """Name of the account group and kronor per month and account group (one query)."""
    rows = (
        Outcome.objects.filter(municipality=access.municipality, year=year, organisation_id__any_of=units)
        .values_list("month", "account_group_id", "account_group__name", "account_group__position")
        .annotate(total=Sum("amount"))
        .order_by("account_group__position", "account_group_id", "month")
    )
    return {(month, group): (name, total) for month, group, name, _, total in rows}


def _total(sums: Mapping[tuple[int, int], tuple[str, Decimal]], query: LedgerQuery) -> Decimal:
    wanted = (
        amount
        for (month, group), (_, amount) in sums.items()
        if query.month in {None, month} and query.group in {None, group}
    )
    return sum(wanted, ZERO)


def _rows(access: Access, units: list[int], query: LedgerQuery) -> list[tuple[Any, ...]]:
    """One row more than the page holds, so that it is known whether there is a next (one query)."""
    after = query.after if query.after and query.after[0] in units else None
    values: dict[str, Any] = {
        "municipality": access.municipality.pk,
        "units": units[units.index(after[0]) :] if after else units,
        "year": query.year,
        "month": query.month,
        "group": query.group,
        "after_month": after[1] if after else 0,
        "after_id": after[2] if after else 0,
        "limit": ROWS_A_PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _posted(access: Access, row: tuple[Any, ...], names: Mapping[int, str]) -> PostedRow:
    _, unit, month, account, group, amount, number, filename, at, by = row
    organisation = access.organisations[unit]
    return PostedRow(
        organisation.name,
        MONTHS_SHORT[month - 1],
        account,
        names.get(group, ""),
        money.number(amount, 2),
        filename,
        number,
        at,
        by,
    )
