"""Resultaträkning and balanskravsutredning from figures that do not come from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budget.models import StatementFigure
from budget.rules.balance_requirement import SUMS as BALANCE_SUMS
from budget.rules.balance_requirement import BalanceRow, balance_amounts
from budget.rules.statements import ENTERED, IncomeRow, income_amounts
from styrmodell.access import Access

Column = StatementFigure.Column
Key = tuple[int, str]  # year and column, as (2026, "prognos")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row with its kronor per column; None where the column has no figures at all."""

    key: str
    label: str
    is_sum: bool
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is shown. `columns` are (year, column) in order; `sources` say where the figures are from."""

    columns: tuple[Key, ...]
    rows: tuple[StatementRow, ...]
    sources: tuple[str, ...]
    is_example: bool

    def __bool__(self) -> bool:
        """Is there anything to show?"""
        return bool(self.columns)

    def column(self, year: int, column: str) -> dict[str, Decimal]:
        """The rows of one column by key, kronor; empty when the statement has no such column."""
        if (year, column) not in self.columns:
            return {}
        place = self.columns.index((year, column))
        return {row.key: amount for row in self.rows if (amount := row.amounts[place]) is not None}


@dataclass(frozen=True, slots=True)
class StatementTable:
    """Both statements of a year beside the year before. `years` have a statement; `results` are årets resultat."""

    year: int
    income: Statement
    balance: Statement
    years: tuple[int, ...]  # the newest first
    results: tuple[tuple[int, Decimal], ...]  # kronor per year, the oldest first


def statement_table(access: Access, year: int) -> StatementTable:
    """The year's statements with last year's outcome (one query). Sums are counted, never read.

    The published results of years without a statement stand in `results`."""
    figures = list(StatementFigure.objects.of(access).order_by("pk"))
    order = [(year - 1, Column.OUTCOME.value), *((year, column.value) for column in _ORDER)]
    shown = [row for row in figures if (row.year, row.column) in order]
    income = [row for row in shown if row.statement == StatementFigure.Statement.INCOME]
    balance = [row for row in shown if row.statement == StatementFigure.Statement.BALANCE_REQUIREMENT]
    years = {row.year for row in figures if not _is_result(row)}
    results = {row.year: row.amount for row in figures if _is_result(row) and row.column == Column.OUTCOME}
    return StatementTable(
        year,
        _income(income, order),
        _balance(balance, order),
        tuple(sorted(years, reverse=True)),
        tuple(sorted(results.items())),
    )


def _is_result(figure: StatementFigure) -> bool:
    """Årets resultat as it was published: a sum that no statement reads."""
    return figure.statement == StatementFigure.Statement.INCOME and figure.row == IncomeRow.RESULT_FOR_THE_YEAR


_ORDER = (Column.OUTCOME, Column.BUDGET, Column.FORECAST)


def _by_column(figures: list[StatementFigure], allowed: set[str]) -> dict[Key, dict[str, Decimal]]:
    by_column: dict[Key, dict[str, Decimal]] = {}
    for figure in figures:
        if figure.row in allowed:
            by_column.setdefault((figure.year, figure.column), {})[figure.row] = figure.amount
    return by_column


def _income(figures: list[StatementFigure], order: list[Key]) -> Statement:
    entered = _by_column(figures, {row.value for row in ENTERED})
    counted: dict[Key, Mapping[str, Decimal]] = {
        key: {row.value: amount for row, amount in income_amounts(values).items()} for key, values in entered.items()
    }
    rows = [(row.value, row.label, row.is_sum) for row in IncomeRow]
    return _statement(figures, order, counted, rows)


def _balance(figures: list[StatementFigure], order: list[Key]) -> Statement:
    entered = _by_column(figures, {row.value for row in BalanceRow if row not in BALANCE_SUMS})
    counted: dict[Key, Mapping[str, Decimal]] = {
        key: {row.value: amount for row, amount in balance_amounts(values).items()} for key, values in entered.items()
    }
    rows = [(row.value, row.label, row.is_sum) for row in BalanceRow]
    return _statement(figures, order, counted, rows)


def _statement(
    figures: list[StatementFigure],
    order: list[Key],
    counted: Mapping[Key, Mapping[str, Decimal]],
    rows: list[tuple[str, str, bool]],
) -> Statement:
    columns = tuple(key for key in order if key in counted)
    return Statement(
        columns,
        tuple(
            StatementRow(key, label, is_sum, tuple(counted[column].get(key) for column in columns))
            for key, label, is_sum in rows
        )
        if columns
        else (),
        tuple(dict.fromkeys(figure.source for figure in figures)),
        any(figure.is_example for figure in figures),
    )
