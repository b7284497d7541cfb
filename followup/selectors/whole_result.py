"""Årets resultat for the whole municipality, beside the units' forecasts on Läget: does the money hold in all?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budget.models import StatementFigure
from budget.rules.balance_requirement import BalanceRow
from budget.rules.statements import IncomeRow
from budget.selectors.statement import statement_table
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
    forecast = table.income.column(year, FORECAST)
    if not forecast:
        return None
    return WholeResult(
        forecast[IncomeRow.RESULT_FOR_THE_YEAR],
        table.income.column(year, BUDGET).get(IncomeRow.RESULT_FOR_THE_YEAR),
        forecast[IncomeRow.TAX_REVENUE] + forecast[IncomeRow.GENERAL_GRANTS],
        table.balance.column(year, FORECAST).get(BalanceRow.BALANCE_RESULT),
    )
