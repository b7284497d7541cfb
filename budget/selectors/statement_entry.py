"""A column of the statements as it is entered: a year's budget or outcome, or the central items of an occasion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404

from budget.models import StatementFigure
from budget.models.ledger import lock_ledger
from budget.rules.balance_requirement import ENTERED as BALANCE_ENTERED
from budget.rules.statements import ENTERED, FORECAST_ENTERED, label_of
from styrmodell.access import Access
from styrmodell.models import Occasion, Slot, Step
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.slots import locked_occasion

Column, Kind = StatementFigure.Column, StatementFigure.Statement
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """Which column, and `slot`, the whole municipality's report that locks it. In an address it is its `key`."""

    column: str
    year: int
    occasion: Occasion | None = None
    slot: Slot | None = None

    @property
    def key(self) -> str:
        """«budget-2026», «utfall-2025», or «prognos-» and the occasion's id."""
        return f"{self.column}-{self.occasion.pk if self.occasion else self.year}"

    @property
    def is_forecast(self) -> bool:
        """Is it an occasion's?"""
        return self.occasion is not None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row that is entered, with what is stored: kronor (income +, cost −), None when nothing is."""

    key: str
    statement: str
    label: str
    amount: Decimal | None = None
    version: int = 0
    updated_by: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """The rows of a column in order, and the source they share."""

    column: StatementColumn
    rows: tuple[EntryRow, ...]
    source: str


def statement_column_or_404(access: Access, key: str, *, lock: bool = False) -> StatementColumn:
    """The column of an address (two queries at most), else 404. With `lock`, the municipality's row and the report that
    tells the column are held until the transaction ends."""
    match = re.fullmatch(r"(budget|utfall|prognos)-([0-9]{1,18})", key)
    if match is None:
        raise Http404
    column, number = match[1], int(match[2])
    if lock:
        lock_ledger(access)
    if column == Column.FORECAST:
        return _of_occasion(access, number, lock=lock)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404
    slot = _year_end(access, number, lock=lock) if column == Column.OUTCOME else None
    return StatementColumn(column, number, None, slot)


def _of_occasion(access: Access, pk: int, *, lock: bool) -> StatementColumn:
    occasion = locked_occasion(access, pk) if lock else Occasion.objects.of(access).filter(pk=pk).first()
    if occasion is None or not occasion.asks_for_forecast:
        raise Http404
    slot = _whole(access, lock=lock).filter(occasion=occasion).first()
    return StatementColumn(Column.FORECAST.value, occasion.year, occasion, slot)


def _year_end(access: Access, year: int, *, lock: bool) -> Slot | None:
    """The whole municipality's year-end report, which tells the year's outcome (see `Occasion.is_year_end`)."""
    slots = _whole(access, lock=lock).filter(
        occasion__cutoff=date(year, 12, 31), occasion__contents__contains=[Content.ECONOMY]
    )
    reports = list(slots.exclude(occasion__contents__contains=[Content.FORECAST]).order_by("pk"))
    return next((slot for slot in reports if not slot.is_open), next(iter(reports), None))


def _whole(access: Access, *, lock: bool) -> QuerySet[Slot]:
    slots = Slot.objects.of(access).of_reports().filter(scope=Step.Scope.WHOLE)
    return slots.locked() if lock else slots


def statement_entry(access: Access, column: StatementColumn) -> StatementEntry:
    """What is stored in the column, with every row that can be entered (one query)."""
    stored = stored_figures(access, column).select_related("updated_by").order_by("pk")
    figures = {figure.row: figure for figure in stored}
    rows = tuple(_row(row, figures.get(row.key)) for row in blank_rows(column))
    source = next((figure.source for figure in figures.values() if figure.source), "")
    return StatementEntry(column, rows, source)


def stored_figures(access: Access, column: StatementColumn) -> QuerySet[StatementFigure]:
    """What is stored in the column."""
    return StatementFigure.objects.of(access).filter(year=column.year, column=column.column, occasion=column.occasion)


def blank_rows(column: StatementColumn) -> Sequence[EntryRow]:
    """The rows of a column in order, with nothing entered."""
    income = FORECAST_ENTERED if column.is_forecast else tuple(row.value for row in ENTERED)
    return (
        *(EntryRow(key, Kind.INCOME.value, label_of(key)) for key in income),
        *(EntryRow(row.value, Kind.BALANCE_REQUIREMENT.value, row.label) for row in BALANCE_ENTERED),
    )


def _row(row: EntryRow, figure: StatementFigure | None) -> EntryRow:
    if figure is None:
        return row
    by = figure.updated_by.name if figure.updated_by else ""
    return EntryRow(row.key, row.statement, row.label, figure.amount, figure.version, by, figure.updated_at)
