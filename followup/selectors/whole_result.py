"""Årets resultat for the whole municipality, beside the units' forecasts on Läget: does the money hold in all?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budget.models import StatementFigure
from budget.rules.balance_requirement import BalanceRow
from budget.rules.statements import IncomeRow
from budget.selectors.statement import Statement, statement_table
from styrmodell.access import Access

FORECAST = StatementFigure.Column.FORECAST.value
BUDGET = StatementFigure.Column.BUDGET.value


@dataclass(frozen=True, slots=True)
class WholeResult:
    """The year's result as it is expected, kronor; plus is a surplus."""

    forecast: Decimal
    budget: Decimal | None
    income: Decimal  # taxes and general grants, the base of the share
    balance: Decimal | None  # balanskravsresultat

    @property
    def share(self) -> Decimal | None:
        """The result in per cent of taxes and general grants; None without them."""
        return 100 * self.forecast / self.income if self.income else None


def whole_result(access: Access, year: int) -> WholeResult | None:
    """The year's expected result with central items; None until a forecast of the statement exists (one query)."""
    table = statement_table(access, year)
    forecast = _amount(table.income, IncomeRow.RESULT_FOR_THE_YEAR, (year, FORECAST))
    if forecast is None:
        return None
    bases = [_amount(table.income, row, (year, FORECAST)) for row in (IncomeRow.TAX_REVENUE, IncomeRow.GENERAL_GRANTS)]
    return WholeResult(
        forecast,
        _amount(table.income, IncomeRow.RESULT_FOR_THE_YEAR, (year, BUDGET)),
        sum((base for base in bases if base is not None), Decimal(0)),
        _amount(table.balance, BalanceRow.BALANCE_RESULT, (year, FORECAST)),
    )


def _amount(statement: Statement, row: str, column: tuple[int, str]) -> Decimal | None:
    """One cell of a statement; None where the column is missing."""
    if column not in statement.columns:
        return None
    place = statement.columns.index(column)
    return next((found.amounts[place] for found in statement.rows if found.key == row), None)
