"""Resultaträkning and balanskravsutredning as the page writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.pages.statement_entry import title_of
from budget.pages.texts import Writer
from budget.rules.needs import budget_moved
from budget.rules.statements import IncomeRow
from budget.selectors.amounts import ZERO
from budget.selectors.economy import EconomyTable, economy_table
from budget.selectors.occasions import ForecastOccasion, current_of
from budget.selectors.statement import Column, Statement, StatementTable, statement_table
from budget.selectors.statement_entry import StatementColumn
from styrmodell.access import Access
from styrmodell.models import Occasion
from styrmodell.permissions import Permission
from ui.charts.series import ChartLine, ChartPoint
from ui.rules import money
from ui.rules.money import Unit
from ui.rules.swedish import DateForm, sv_date

MIN_RESULTS = 3  # fewer years are no development
NOT_SEEN = "Prognosen för hela kommunen visas för den som får läsa alla nämnders prognoser."


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A row of a statement, written."""

    label: str
    is_sum: bool
    cells: tuple[tuple[str, str], ...]  # the column's head and the amount


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement: column heads, rows, what is missing, and sources. `occasion` is the one whose forecast is shown."""

    columns: tuple[str, ...]
    rows: tuple[StatementLine, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    is_example: bool
    year: int
    years: tuple[int, ...]
    occasion: Occasion | None
    occasions: tuple[Occasion, ...]  # of the year, the newest first
    entries: tuple[tuple[str, str], ...]  # the columns that can be entered: key and name
    net_cost: tuple[tuple[str, str], ...] = ()  # what the forecast of the net cost is made of
    results: ChartLine | None = None  # årets resultat year by year


def shown_statement(
    access: Access, newest: Sequence[ForecastOccasion], wanted: int | None, view: str, year: int
) -> ShownStatement:
    """One of the statements of a year with its own signs, income + and cost −; the forecast is that of the
    occasion `wanted` when it is of the year, else of the year's latest. Nobody is shown a sum of forecasts that they may not read."""
    write = Writer.of(access)
    of_year = [row for row in newest if row.occasion.year == year]
    at = current_of(of_year, wanted)
    sees_all = len(access.organisation_ids(Permission.VIEW)) == len(access.organisations)
    economy = economy_table(access, at.occasion, children=True, occasions=newest) if at and sees_all else None
    table = statement_table(access, year, economy)
    statement = table.income if view == "resultat" else table.balance
    heads = _heads(statement, at.occasion if at else None)
    return ShownStatement(
        heads,
        tuple(
            StatementLine(row.label, row.is_sum, tuple(zip(heads, map(write.amount, row.amounts), strict=True)))
            for row in statement.rows
        ),
        (*_notes(table, view, sees_all=sees_all or not at), *_budget_since(write, economy)),
        statement.sources,
        statement.is_example,
        year,
        tuple(sorted({year, *table.years}, reverse=True)),
        at.occasion if at else None,
        tuple(row.occasion for row in of_year),
        _entries(year, at.occasion if at else None),
        _net_cost(write, table),
        results_line(table.results) if view == "resultat" else None,
    )


def _notes(table: StatementTable, view: str, *, sees_all: bool) -> tuple[str, ...]:
    """What is missing in the forecast, or why it is not shown; and beside the budget of the result what its goal is."""
    budget = (table.budget_note,) if table.budget_note and view == "resultat" else ()
    return (*budget, *(table.notes if sees_all else (NOT_SEEN,)))


def _budget_since(write: Writer, economy: EconomyTable | None) -> Iterator[str]:
    """How the nämnder's budget has changed since the decision."""
    since = economy.budget_since if economy else ZERO
    if moved := budget_moved(since, write.amount(abs(since), named=True), since="beslutet"):
        yield moved


def _heads(statement: Statement, occasion: Occasion | None) -> tuple[str, ...]:
    """The columns' heads. A forecast says its day: there are several in a year."""
    day = f" {sv_date(occasion.cutoff, DateForm.SHORT)}" if occasion else ""
    return tuple(
        f"{Column(column).label}{day if column == Column.FORECAST else ''} {year}" for year, column in statement.columns
    )


def _entries(year: int, occasion: Occasion | None) -> tuple[tuple[str, str], ...]:
    """The columns of the page that ekonomikontoret enters."""
    columns = [StatementColumn(Column.BUDGET.value, year), StatementColumn(Column.OUTCOME.value, year)]
    if occasion:
        columns.insert(0, StatementColumn(Column.FORECAST.value, year, occasion))
    return tuple((column.key, title_of(column)) for column in columns)


def _net_cost(write: Writer, table: StatementTable) -> tuple[tuple[str, str], ...]:
    """How the forecast of verksamhetens nettokostnader is made up; nothing without a forecast."""
    if table.forecast is None or not table.forecast.income:
        return ()
    units, central = table.forecast.units.counted, table.forecast.central
    return (
        ("Nämndernas prognoser", write.amount(units)),
        ("Centrala poster", write.amount(central)),
        (IncomeRow.NET_OPERATING_COSTS.label, write.amount(units + central)),
    )


def results_line(results: Sequence[tuple[int, Decimal]]) -> ChartLine | None:
    """Årets resultat as a line in mnkr, with gaps for years that are not known; None when too few are."""
    if len(results) < MIN_RESULTS:
        return None
    by_year = dict(results)
    years = range(results[0][0], results[-1][0] + 1)
    points = [ChartPoint(year, money.in_unit(by_year[year], Unit.MNKR) if year in by_year else None) for year in years]
    return ChartLine("arets-resultat", "Årets resultat", "Kommunen", points, Unit.MNKR.word, decimals=1)
