"""Resultaträkning and balanskrav in the whole municipality's report: tables, the way from budget to result, figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.rules.balance_requirement import BalanceRow
from budget.rules.result_share import result_share, share_words
from budget.rules.statements import IncomeRow
from budget.selectors.economy import EconomyTable
from budget.selectors.statement import Column, Statement, StatementTable, statement_table
from followup.compose.meta import example_note, status_of
from followup.document.base import RESULT_WORDS, Status
from followup.document.blocks import BalanceRequirementBlock, Block, KeyFigure
from followup.document.figures import Bar, Chart, Columns, Waterfall, WaterfallStep
from followup.document.model import DocumentSection
from followup.document.table import Col, MoneyUnit, Row, Table, VerdictCell, number_cell, verdict
from styrmodell.access import Access
from styrmodell.models import Slot
from ui.rules.marks import MARKS
from ui.rules.money import Unit, amount

NEWEST_FIRST = (Column.FORECAST, Column.OUTCOME, Column.BUDGET)  # which column of the year the report speaks about
RESULTS_SHOWN = 3

# What the way from budget to result goes through: short words, and the rows that each step adds.
OPERATING_STEPS = (
    ("Intäkter", (IncomeRow.OPERATING_INCOME,)),
    ("Kostnader", (IncomeRow.OPERATING_EXPENSES,)),
    ("Avskriv\u00adningar", (IncomeRow.DEPRECIATION,)),
)
OTHER_STEPS = (
    ("Skatte\u00adintäkter", (IncomeRow.TAX_REVENUE,)),
    ("Generella bidrag", (IncomeRow.GENERAL_GRANTS,)),
    ("Finans\u00adnetto", (IncomeRow.FINANCIAL_INCOME, IncomeRow.FINANCIAL_EXPENSES)),
    ("Extra\u00adordinärt", (IncomeRow.EXTRAORDINARY,)),
)
ADJUSTMENTS = (
    BalanceRow.CAPITAL_GAINS,
    BalanceRow.CAPITAL_GAINS_EXEMPT,
    BalanceRow.CAPITAL_LOSSES_EXEMPT,
    BalanceRow.UNREALISED,
    BalanceRow.UNREALISED_REVERSED,
)
Amounts = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a year as the report tells them; kronor, income +, cost −."""

    table: StatementTable
    unit: MoneyUnit

    def column(self, statement: Statement, column: str) -> Amounts:
        """The rows of one of the year's columns; nothing when the statement has no such column."""
        return statement.column(self.table.year, column)

    def newest(self, statement: Statement) -> tuple[str, Amounts]:
        """The year's forecast, else its outcome, else its budget: the one that the income statement has. A balance
        requirement without that column says nothing, rather than something of another."""
        told = (column for column in NEWEST_FIRST if self.column(self.table.income, column))
        column = next(told, "")
        return column, self.column(statement, column)


def read(access: Access, slot: Slot, economy: EconomyTable, unit: MoneyUnit) -> Statements | None:
    """The statements of the report's year with the occasion's forecast, else of the latest year before it (three or four
    queries). `economy` is the occasion's, read with its lines."""
    if not slot.is_whole:
        return None
    table = statement_table(access, slot.occasion.year, economy)
    if not table.income:
        earlier = [year for year in table.years if year < slot.occasion.year]
        if not earlier:
            return None
        table = statement_table(access, earlier[0])
    return Statements(table, unit)


def example(statements: Statements) -> str:
    """The note where some of the figures are made up for the examples."""
    return example_note([statements.table.income.is_example, statements.table.balance.is_example])


def sections(statements: Statements | None) -> list[DocumentSection]:
    """Resultaträkning with the way from budget to forecast or outcome, and balanskrav."""
    if statements is None:
        return []
    chapters: list[DocumentSection] = []
    year, income, balance = statements.table.year, statements.table.income, statements.table.balance
    if income:
        table = statement_block("Resultaträkning", income, statements.unit, statements.table.all_notes)
        blocks: tuple[Block, ...] = (table, *_budget_to_result(statements))
        chapters.append(DocumentSection(heading=f"Resultaträkning {year}", blocks=blocks))
    if balance:
        chapters.append(DocumentSection(heading=f"Balanskrav {year}", blocks=(_balance_block(statements),)))
    return chapters


def statement_block(title: str, statement: Statement, unit: MoneyUnit, notes: Sequence[str] = ()) -> Table:
    """A statement as a table, with its sources and what is missing in it."""
    cols = tuple(Col(label=f"{Column(column).label} {year}", width=26) for year, column in statement.columns)
    rows = tuple(
        Row(
            label=row.label,
            cells=tuple(map(number_cell, row.amounts)),
            kind="sum" if row.is_sum else "item",
            key=row.key,
        )
        for row in statement.rows
    )
    return Table(
        title=title,
        corner="Post",
        unit=unit,
        cols=cols,
        rows=rows,
        notes=tuple(notes),
        source="; ".join(statement.sources),
        example=example_note([statement.is_example]),
    )


def _budget_to_result(statements: Statements) -> tuple[Chart, ...]:
    """The steps from the budgeted result to the forecast one, or to the outcome; nothing when either is missing."""
    income, year = statements.table.income, statements.table.year
    column, newest = statements.newest(income)
    budget = statements.column(income, Column.BUDGET)
    if not budget or column == Column.BUDGET:
        return ()
    result = IncomeRow.RESULT_FOR_THE_YEAR.value
    changes = (*_operating_changes(statements, column, budget, newest), *_changes(OTHER_STEPS, budget, newest))
    steps = [WaterfallStep(label=word, value=change) for word, change in changes if change]
    ends = (
        WaterfallStep(label="Budget", value=budget[result], total=True),
        WaterfallStep(label=Column(column).label, value=newest[result], total=True),
    )
    return (
        Chart(
            title=f"Från budget till {Column(column).label.lower()}, årets resultat {year}",
            unit=statements.unit,
            figure=Waterfall(steps=(ends[0], *steps, ends[1])),
            example=example_note([income.is_example]),
        ),
    )


def _operating_changes(
    statements: Statements, column: str, budget: Amounts, newest: Amounts
) -> Iterable[tuple[str, Decimal]]:
    """The net cost's part of the way. A forecast goes through the nämnder's own sum, that of driftredovisningen."""
    forecast = statements.table.forecast
    if column != Column.FORECAST or forecast is None or forecast.central_budget is None:
        return _changes(OPERATING_STEPS, budget, newest)
    central = forecast.central - forecast.central_budget
    return (("Nämn\u00adderna", forecast.units.variance), ("Centrala poster", central))


def _changes(
    steps: Iterable[tuple[str, Iterable[IncomeRow]]], budget: Amounts, newest: Amounts
) -> Iterable[tuple[str, Decimal]]:
    for word, rows in steps:
        yield word, sum((newest[row.value] - budget[row.value] for row in rows), Decimal(0))


def _balance_block(statements: Statements) -> BalanceRequirementBlock:
    _, amounts = statements.newest(statements.table.balance)
    table = statement_block("Balanskravsutredning", statements.table.balance, statements.unit)
    return BalanceRequirementBlock(
        table=table, status=_balance_status(amounts), chart=_result_to_balance(statements, amounts)
    )


def _balance_status(amounts: Amounts) -> Status | None:
    """Kommunallagen 11 kap. 12 §: what is left to restore has to be made good within three years."""
    if not amounts:
        return None
    mark = MARKS["nasinte" if amounts[BalanceRow.TO_RESTORE] < 0 else "nas"]
    word = "Balanskravet uppfylls inte" if amounts[BalanceRow.TO_RESTORE] < 0 else "Balanskravet uppfylls"
    return status_of(word, mark.tone, mark.symbol)


def _result_to_balance(statements: Statements, amounts: Amounts) -> Chart | None:
    """From the year's result to balanskravsresultat; None when nothing lies between them."""
    between = [
        ("Juste\u00adringar", sum((amounts.get(row, Decimal(0)) for row in ADJUSTMENTS), Decimal(0))),
        ("Till reserv", amounts.get(BalanceRow.TO_RESERVE, Decimal(0))),
        ("Från reserv", amounts.get(BalanceRow.FROM_RESERVE, Decimal(0))),
    ]
    steps = [WaterfallStep(label=word, value=value) for word, value in between if value]
    if not steps:
        return None
    ends = (
        WaterfallStep(label="Resultat", value=amounts[BalanceRow.RESULT], total=True),
        WaterfallStep(label="Balanskrav", value=amounts[BalanceRow.BALANCE_RESULT], total=True),
    )
    figure = Waterfall(steps=(ends[0], *steps, ends[1]))
    return Chart(title="Från resultat till balanskravsresultat", unit=statements.unit, figure=figure)


def result_figure(statements: Statements) -> KeyFigure | None:
    """Årets resultat as forecast (or outcome), against budget and beside earlier years; None without a statement."""
    column, amounts = statements.newest(statements.table.income)
    if not amounts:
        return None
    row = IncomeRow.RESULT_FOR_THE_YEAR.value
    budget = statements.column(statements.table.income, "budget").get(row)
    against = None if budget is None or column == "budget" else amounts[row] - budget
    unit = Unit.of(statements.unit)
    return KeyFigure(
        label=f"Årets resultat, {Column(column).label.lower()}",
        value=amounts[row],
        unit=statements.unit,
        verdict=_against(against, unit),
        comparison="" if against is None or budget is None else f"än budget {amount(budget, unit)}",
        chart=_results(statements, column, amounts[row], budget),
    )


def _against(against: Decimal | None, unit: Unit) -> VerdictCell | None:
    """«6 100 tkr sämre»: how far from the budget, in words."""
    side = verdict(against, RESULT_WORDS)
    if side is None or not against:
        return None
    return side.model_copy(update={"label": f"{amount(abs(against), unit, named=True)} {side.label.lower()}"})


def _results(statements: Statements, column: str, newest: Decimal, budget: Decimal | None) -> Chart:
    """The years before, this year's budget, and what is expected. A year that is not known has its place all the same."""
    year, known = statements.table.year, dict(statements.table.results)
    first = min((row for row in known if year - RESULTS_SHOWN <= row < year), default=year)
    bars = [Bar(label=str(row), value=known.get(row)) for row in range(first, year)]
    if budget is not None and column != Column.BUDGET:
        bars.append(Bar(label="Budget", value=budget, role="budget"))
    role = {Column.FORECAST.value: "forecast", Column.BUDGET.value: "budget"}.get(column, "outcome")
    bars.append(Bar.model_validate({"label": Column(column).label, "value": newest, "role": role}))
    return Chart(title="Årets resultat", unit=statements.unit, figure=Columns(bars=tuple(bars)))


def balance_figure(statements: Statements) -> KeyFigure | None:
    """Balanskravsresultat and whether the law's requirement is met; None without a statement."""
    column, amounts = statements.newest(statements.table.balance)
    if not amounts:
        return None
    return KeyFigure(
        label=f"Balanskravsresultat, {Column(column).label.lower()}",
        value=amounts[BalanceRow.BALANCE_RESULT],
        unit=statements.unit,
        status=_balance_status(amounts),
        chart=_result_to_balance(statements, amounts),
    )


def share_note(statements: Statements | None, year: int) -> str:
    """The `year`'s result as a share of taxes and general grants, as the report expects it or as it became: what stands
    beside the financial goal of it. Empty where there is neither."""
    if statements is None or statements.table.year != year:
        return ""
    column, amounts = statements.newest(statements.table.income)
    share = result_share(amounts)
    if column not in {Column.FORECAST, Column.OUTCOME} or share is None:
        return ""
    return share_words(share, is_outcome=column == Column.OUTCOME)
