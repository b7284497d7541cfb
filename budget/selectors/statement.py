"""Resultaträkning and balanskravsutredning: what is entered, and everything that is counted from it.

Årets resultat and balanskravet are never stored. A forecast is an occasion's: what the nämnder forecast there, with the
central items that ekonomikontoret has entered for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.models import StatementFigure
from budget.rules.balance_requirement import BalanceRow
from budget.rules.needs import statement_moved
from budget.rules.result_share import below_target, result_share
from budget.rules.statements import IncomeRow
from budget.selectors.economy import EconomyTable
from budget.selectors.result_target import result_target
from budget.selectors.statement_columns import Counted, Kind, amounts_of, balance_of, income_of
from budget.selectors.statement_forecast import StatementForecast, statement_forecast
from budget.selectors.statement_told import figures_of, figures_then
from styrmodell.access import Access

Column = StatementFigure.Column
Key = tuple[int, str]  # year and column, as (2026, "prognos")
NO_BALANCE = "Ekonomikontoret har inte lagt in balanskravsutredningens rader för årets utfall."
NO_OUTCOME = "Ekonomikontoret har inte lagt in årets utfall i resultaträkningen."


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row with its kronor per column; None where the column has no figure."""

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
    """Both statements of a year beside the year before. `years` have a statement; `results` are årets resultat.

    `forecast` is what the occasion's forecast is made of, whether or not there is one yet; `notes` say what is missing, by name,
    and `budget_note` that the budget is below the municipality's own goal."""

    year: int
    income: Statement
    balance: Statement
    years: tuple[int, ...]  # the newest first
    results: tuple[tuple[int, Decimal], ...]  # kronor per year, the oldest first
    forecast: StatementForecast | None = None
    notes: tuple[str, ...] = ()
    budget_note: str = ""

    @property
    def all_notes(self) -> tuple[str, ...]:
        """What is said of the budget, and what is missing."""
        return (*filter(None, [self.budget_note]), *self.notes)


def statement_table(access: Access, year: int, economy: EconomyTable | None = None) -> StatementTable:
    """The year's statements with last year's outcome (two queries; two more with `economy`).

    With `economy`, an occasion's table of the year read with its lines (`children`), the forecast of that occasion
    stands there too; what is decided counts with the budget of then. Outcomes of years without a statement, as they were
    published, stand in `results`."""
    figures, moved = _figures(access, year, economy)
    yearly = [figure for figure in figures if figure.occasion is None and not _is_result(figure)]
    columns = _Columns.read(yearly, year)
    forecast = None
    if economy is not None and economy.occasion.asks_for_forecast:
        forecast = statement_forecast(access, economy, figures)
        columns.add((year, Column.FORECAST.value), forecast.income, forecast.balance, forecast.figures)
        columns.is_example = bool(forecast.income) and forecast.units.is_example
    is_year_end = economy is not None and economy.occasion.is_year_end
    missing = forecast.notes if forecast else columns.missing_outcome(year) if is_year_end else ()
    budget = columns.income.get((year, Column.BUDGET.value), {})
    return StatementTable(
        year,
        columns.statement([(row.value, row.label, row.is_sum) for row in IncomeRow], columns.income),
        columns.statement([(row.value, row.label, row.is_sum) for row in BalanceRow], columns.balance),
        tuple(sorted({figure.year for figure in figures if not _is_result(figure)}, reverse=True)),
        _results(figures, yearly),
        forecast,
        (*missing, *filter(None, [moved])),
        below_target(result_share(budget), result_target(access, year), year),
    )


def _figures(access: Access, year: int, economy: EconomyTable | None) -> tuple[list[StatementFigure], str]:
    """What is entered, as it was when the occasion was decided; and whether it has been edited since, in words."""
    today = then = figures_of(access, year)
    if economy is not None and economy.statement_then is not None:
        then = figures_then(today, economy.occasion, economy.statement_then)
    pairs = zip(today, then, strict=True)
    moved = statement_moved({figure.column for figure, told in pairs if figure.amount != told.amount})
    return [figure for figure in then if figure.amount is not None], moved


class _Columns:
    """The columns of both statements while they are counted."""

    def __init__(self, order: Sequence[Key]) -> None:
        self.order = order
        self.income: dict[Key, Counted] = {}
        self.balance: dict[Key, Counted] = {}
        self.figures: list[StatementFigure] = []
        self.is_example = False  # something that is counted but not entered is an example

    @classmethod
    def read(cls, yearly: Sequence[StatementFigure], year: int) -> _Columns:
        """Last year's outcome, and the year's outcome and budget."""
        last, *own = (year - 1, Column.OUTCOME), (year, Column.OUTCOME), (year, Column.BUDGET)
        order = [(at, column.value) for at, column in (last, *own)]
        columns = cls([*order, (year, Column.FORECAST.value)])
        for key in order:
            figures = [figure for figure in yearly if (figure.year, figure.column) == key]
            income = amounts_of(figures, Kind.INCOME)
            adjustments = amounts_of(figures, Kind.BALANCE_REQUIREMENT)
            counted = income_of(income)
            # A result without a word of adjustments is no balance requirement once the year is over: there may be some.
            is_asked = bool(adjustments) or key[1] == Column.BUDGET
            columns.add(key, counted, balance_of(counted, adjustments) if is_asked else {}, figures)
        return columns

    def add(self, key: Key, income: Counted, balance: Counted, figures: Iterable[StatementFigure]) -> None:
        """A column; nothing when there is no result in it."""
        if not income:
            return
        self.income[key] = income
        if balance:
            self.balance[key] = balance
        self.figures += figures

    def missing_outcome(self, year: int) -> tuple[str, ...]:
        """What of the year's outcome is not there, when it should be."""
        key = (year, Column.OUTCOME.value)
        if key not in self.income:
            return (NO_OUTCOME,)
        return () if key in self.balance else (NO_BALANCE,)

    def statement(self, rows: Sequence[tuple[str, str, bool]], counted: Mapping[Key, Counted]) -> Statement:
        """One of the statements, with the columns that it has."""
        columns = tuple(key for key in self.order if key in counted)
        if not columns:
            return Statement((), (), (), is_example=False)
        return Statement(
            columns,
            tuple(
                StatementRow(key, label, is_sum, tuple(counted[column].get(key) for column in columns))
                for key, label, is_sum in rows
            ),
            tuple(dict.fromkeys(figure.source for figure in self.figures if figure.source)),
            self.is_example or any(figure.is_example for figure in self.figures),
        )


def _is_result(figure: StatementFigure) -> bool:
    """Årets resultat as it was published, of a year whose statement is not entered."""
    return figure.statement == Kind.INCOME and figure.row == IncomeRow.RESULT_FOR_THE_YEAR


def _results(figures: Sequence[StatementFigure], yearly: Sequence[StatementFigure]) -> tuple[tuple[int, Decimal], ...]:
    """Årets resultat per year: counted from the statement where there is one, else as it was published."""
    outcomes = [figure for figure in yearly if figure.column == Column.OUTCOME]
    counted = {year: income_of(amounts_of(own, Kind.INCOME)) for year, own in _by_year(outcomes).items()}
    results = {
        figure.year: figure.amount
        for figure in figures
        if _is_result(figure) and figure.column == Column.OUTCOME and figure.amount is not None
    }
    results |= {year: rows[IncomeRow.RESULT_FOR_THE_YEAR] for year, rows in counted.items() if rows}
    return tuple(sorted(results.items()))


def _by_year(figures: Iterable[StatementFigure]) -> dict[int, list[StatementFigure]]:
    by_year: dict[int, list[StatementFigure]] = {}
    for figure in figures:
        by_year.setdefault(figure.year, []).append(figure)
    return by_year
