"""Årets resultat for the whole municipality, beside the units' forecasts on Läget: does the money hold in all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.rules.balance_requirement import BalanceRow
from budget.rules.result_share import result_share
from budget.rules.statements import IncomeRow
from budget.selectors.economy import EconomyTable
from budget.selectors.statement import Column, statement_table
from styrmodell.access import Access


@dataclass(frozen=True, slots=True)
class WholeResult:
    """The year's result, kronor; plus is a surplus. It is expected, or at the year-end what became of it (`column`).

    `notes` say what is missing in the forecast, by name."""

    column: str
    result: Decimal
    budget: Decimal | None
    share: Decimal | None  # of the result in taxes and general grants, per cent; None without them
    balance: Decimal | None  # balanskravsresultat
    notes: Sequence[str] = ()

    @property
    def label(self) -> str:
        """What the result is, as a word in running text: «prognos» or «utfall»."""
        return Column(self.column).label.lower()


def whole_result(access: Access, economy: EconomyTable) -> WholeResult | None:
    """The occasion's result with central items, from its economy read with lines (`children`); None when it cannot be
    counted (three queries)."""
    occasion = economy.occasion
    table = statement_table(access, occasion.year, economy)
    column = Column.OUTCOME.value if occasion.is_year_end else Column.FORECAST.value
    amounts = table.income.column(occasion.year, column)
    if not amounts:
        return None
    return WholeResult(
        column,
        amounts[IncomeRow.RESULT_FOR_THE_YEAR],
        table.income.column(occasion.year, Column.BUDGET).get(IncomeRow.RESULT_FOR_THE_YEAR),
        result_share(amounts),
        table.balance.column(occasion.year, column).get(BalanceRow.BALANCE_RESULT),
        table.all_notes,
    )
