"""The posted rows behind a figure: fifty at a time, each with the file it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from budget.models import LedgerBatch
from budget.pages.unit import standing
from budget.selectors.amounts import ZERO
from budget.selectors.posted import LedgerQuery, PostedSum, posted_rows, posted_sums
from styrmodell.access import Access
from styrmodell.models import Organisation
from styrmodell.permissions import Permission
from styrmodell.rules.dates import day_of_month
from styrmodell.rules.periods import Period, month_list
from ui import clock
from ui.rules import money
from ui.rules.swedish import MONTHS, MONTHS_SHORT

ROWS_A_PAGE = 50
_YEARS = range(1990, 2100)


def read_query(given: Mapping[str, Any]) -> LedgerQuery:
    """Read an address; what cannot be understood is left out."""
    names = ("ar", "manad", "konto", "tom", "fil")
    year, month, group, through, file = (_number(given.get(name)) for name in names)
    match = re.fullmatch(r"([0-9]{1,18})\.([0-9]{1,2})\.([0-9]{1,18})", str(given.get("efter", "")))
    return LedgerQuery(
        year if year and year in _YEARS else clock.today().year,
        month if month in range(1, 13) else None,
        group,
        (int(match[1]), int(match[2]), int(match[3])) if match else None,
        through if through in range(1, 13) and not month else None,
        file,
        given.get("bara") == "1",
    )


def address(query: LedgerQuery, **changed: object) -> str:
    """The query string with something changed."""
    values = {
        "ar": query.year,
        "manad": query.month,
        "tom": query.through,
        "konto": query.group,
        "fil": query.file,
        "bara": 1 if query.is_own else None,
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
class FilterChoice:
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
    months: tuple[FilterChoice, ...]
    groups: tuple[FilterChoice, ...]
    files: tuple[SourceFile, ...]
    period: str
    next_address: str
    first_address: str
    all_address: str  # without the narrowing to one file or to the organisation's own rows


def ledger_page(access: Access, organisation: Organisation, query: LedgerQuery) -> LedgerPage:
    """The rows of the organisation and, unless only its own are asked for, of everything below it (three queries)."""
    access = standing(access, organisation, min(day_of_month(query.year, query.through or 12, 31), clock.today()))
    below = [organisation.pk] if query.is_own else access.tree.descendants(organisation.pk, include_self=True)
    units = [pk for pk in below if access.has(Permission.VIEW, pk)]
    sums = posted_sums(access, units, query.year)
    names = {one.group: one.name for one in sums}
    chosen = [one for one in sums if one.is_in(query)]
    rows = posted_rows(access, units, query, ROWS_A_PAGE + 1)
    shown = rows[:ROWS_A_PAGE]
    last = shown[-1] if len(rows) > ROWS_A_PAGE else None
    return LedgerPage(
        organisation,
        query,
        tuple(_posted(access, row, names) for row in shown),
        money.with_unit(money.number(sum((one.amount for one in chosen), ZERO), 2), "kr"),
        tuple(
            FilterChoice(month, MONTHS[month - 1], month == query.month)
            for month in sorted({one.month for one in sums})
        ),
        tuple(FilterChoice(group, name, group == query.group) for group, name in names.items()),
        _files(access, chosen, query),
        Period(query.year, 1, query.through).label if query.through else "",
        address(query, efter=f"{last[1]}.{last[2]}.{last[0]}") if last else "",
        address(query) if query.after else "",
        address(query, fil=None, bara=None) if query.file or query.is_own else "",
    )


def _files(access: Access, chosen: Sequence[PostedSum], query: LedgerQuery) -> tuple[SourceFile, ...]:
    """The files behind the chosen sums, by their first month (one query)."""
    months: dict[int, set[int]] = {}
    amounts: dict[int, Decimal] = {}
    for one in chosen:
        if one.batch is not None:
            months.setdefault(one.batch, set()).add(one.month)
            amounts[one.batch] = amounts.get(one.batch, ZERO) + one.amount
    batches = LedgerBatch.objects.of(access).filter(pk__in=months).select_related("created_by")
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
            address(query, fil=row.pk),
        )
        for row in sorted(batches, key=lambda row: (min(months[row.pk]), row.pk))
    )


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
