"""The posted rows behind a figure: fifty at a time, each with the file it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from budget.models import LedgerBatch, Outcome
from budget.selectors.amounts import ZERO
from styrmodell.access import Access
from styrmodell.models import Organisation
from styrmodell.permissions import Permission
from styrmodell.rules.periods import Period, month_list
from ui.rules import money
from ui.rules.swedish import MONTHS, MONTHS_SHORT

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
class Posted:
    """Which posted rows a figure is the sum of: an organisation's with everything below it, or `is_own` its own only;
    of all account groups or of one. Without a code the figure cannot be followed."""

    code: str = ""
    is_own: bool = False
    group: int | None = None

    @property
    def query(self) -> str:
        """What follows year and months in the address of the rows."""
        return ("&bara=1" if self.is_own else "") + (f"&konto={self.group}" if self.group else "")


UNTRACED = Posted()


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

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> LedgerQuery:
        """Read an address; what cannot be understood is left out."""
        names = ("ar", "manad", "konto", "tom", "fil")
        year, month, group, through, file = (_number(given.get(name)) for name in names)
        match = re.fullmatch(r"([0-9]{1,18})\.([0-9]{1,2})\.([0-9]{1,18})", str(given.get("efter", "")))
        return cls(
            year if year and year in _YEARS else timezone.localdate().year,
            month if month in range(1, 13) else None,
            group,
            (int(match[1]), int(match[2]), int(match[3])) if match else None,
            through if through in range(1, 13) and not month else None,
            file,
            given.get("bara") == "1",
        )

    def address(self, **changed: object) -> str:
        """The query string with something changed."""
        values = {
            "ar": self.year,
            "manad": self.month,
            "tom": self.through,
            "konto": self.group,
            "fil": self.file,
            "bara": 1 if self.is_own else None,
            **changed,
        }
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
class SourceFile:
    """A file that the chosen rows came from: what of it is chosen, and how it is known again."""

    pk: int
    name: str
    months: str
    amount: str
    rows: int
    read_at: datetime | None
    read_by: str
    sha256: str
    address: str  # its rows only


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of rows, what they add up to in all, the files they came from, and how to narrow them."""

    organisation: Organisation
    query: LedgerQuery
    rows: tuple[PostedRow, ...]
    total: str
    months: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    files: tuple[SourceFile, ...]
    period: str
    next_address: str
    first_address: str
    all_address: str  # without the narrowing to one file or to the organisation's own rows


def ledger_page(access: Access, organisation: Organisation, query: LedgerQuery) -> LedgerPage:
    """The rows of the organisation and, unless only its own are asked for, of everything below it (three queries)."""
    below = [organisation.pk] if query.is_own else access.tree.descendants(organisation.pk, include_self=True)
    units = [pk for pk in below if access.has(Permission.VIEW, pk)]
    sums = _sums(access, units, query.year)
    names = {one.group: one.name for one in sums}
    chosen = [one for one in sums if one.is_in(query)]
    rows = _rows(access, units, query)
    shown = rows[:ROWS_A_PAGE]
    last = shown[-1] if len(rows) > ROWS_A_PAGE else None
    return LedgerPage(
        organisation,
        query,
        tuple(_posted(access, row, names) for row in shown),
        money.with_unit(money.number(sum((one.amount for one in chosen), ZERO), 2), "kr"),
        tuple(Choice(month, MONTHS[month - 1], month == query.month) for month in sorted({one.month for one in sums})),
        tuple(Choice(group, name, group == query.group) for group, name in names.items()),
        _files(access, chosen, query),
        Period(query.year, 1, query.through).label if query.through else "",
        query.address(efter=f"{last[1]}.{last[2]}.{last[0]}") if last else "",
        query.address() if query.after else "",
        query.address(fil=None, bara=None) if query.file or query.is_own else "",
    )


@dataclass(frozen=True, slots=True)
class OutcomeFile:
    """A file that is read in, as a whole: what it holds, who read it in, and how it is known again. Kronor."""

    name: str
    months: str
    rows: int
    total: Decimal
    read_at: datetime | None
    read_by: str
    sha256: str


def outcome_files(access: Access, year: int, through: int) -> list[OutcomeFile]:
    """The files behind the municipality's outcome of January to month `through`, by their first month (one query)."""
    applied = LedgerBatch.objects.filter(
        municipality=access.municipality, year=year, state=LedgerBatch.State.APPLIED
    ).select_related("created_by")
    wanted = sorted((row for row in applied if row.months and min(row.months) <= through), key=lambda row: row.months)
    return [
        OutcomeFile(
            row.filename,
            month_list(row.months),
            row.row_count,
            row.total,
            row.applied_at,
            row.created_by.name if row.created_by else "",
            row.sha256,
        )
        for row in wanted
    ]


@dataclass(frozen=True, slots=True)
class _Sum:
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


def _sums(access: Access, units: list[int], year: int) -> list[_Sum]:
    """Kronor per month, account group and file, in the groups' order (one query)."""
    rows = (
        Outcome.objects.filter(municipality=access.municipality, year=year, organisation_id__any_of=units)
        .values_list("month", "account_group_id", "account_group__name", "batch_id", "account_group__position")
        .annotate(total=Sum("amount"))
        .order_by("account_group__position", "account_group_id", "month")
    )
    return [_Sum(month, group, name, batch, total) for month, group, name, batch, _, total in rows]


def _files(access: Access, chosen: Sequence[_Sum], query: LedgerQuery) -> tuple[SourceFile, ...]:
    """The files behind the chosen sums, by their first month (one query)."""
    months: dict[int, set[int]] = {}
    amounts: dict[int, Decimal] = {}
    for one in chosen:
        if one.batch is not None:
            months.setdefault(one.batch, set()).add(one.month)
            amounts[one.batch] = amounts.get(one.batch, ZERO) + one.amount
    found = LedgerBatch.objects.filter(municipality=access.municipality, pk__in=months).select_related("created_by")
    return tuple(
        SourceFile(
            row.pk,
            row.filename,
            month_list(months[row.pk]),
            money.number(amounts[row.pk], 2),
            row.row_count,
            row.applied_at,
            row.created_by.name if row.created_by else "",
            row.sha256,
            query.address(fil=row.pk),
        )
        for row in sorted(found, key=lambda row: (min(months[row.pk]), row.pk))
    )


def _rows(access: Access, units: list[int], query: LedgerQuery) -> list[tuple[Any, ...]]:
    """One row more than the page holds, so that it is known whether there is a next (one query)."""
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
