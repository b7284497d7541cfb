"""Resultaträkningen: twelve rows in the order and with the sums of the law (lag 2018:597, 5 kap.).

Amounts are kronor, income + and cost −, so every sum is a plain sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from styrmodell.rules.vocabulary import AccountRow, LabelledEnum


class IncomeRow(LabelledEnum):
    """The rows; the values are stored with account groups and statement figures."""

    OPERATING_INCOME = AccountRow.OPERATING_INCOME, "Verksamhetens intäkter"
    OPERATING_EXPENSES = AccountRow.OPERATING_EXPENSES, "Verksamhetens kostnader"
    DEPRECIATION = AccountRow.DEPRECIATION, "Avskrivningar"
    NET_OPERATING_COSTS = "verksamhetens_nettokostnader", "Verksamhetens nettokostnader"
    TAX_REVENUE = AccountRow.TAX_REVENUE, "Skatteintäkter"
    GENERAL_GRANTS = AccountRow.GENERAL_GRANTS, "Generella statsbidrag och utjämning"
    OPERATING_RESULT = "verksamhetens_resultat", "Verksamhetens resultat"
    FINANCIAL_INCOME = AccountRow.FINANCIAL_INCOME, "Finansiella intäkter"
    FINANCIAL_EXPENSES = AccountRow.FINANCIAL_EXPENSES, "Finansiella kostnader"
    RESULT_AFTER_FINANCIAL_ITEMS = "resultat_efter_finansiella_poster", "Resultat efter finansiella poster"
    EXTRAORDINARY = AccountRow.EXTRAORDINARY, "Extraordinära poster"
    RESULT_FOR_THE_YEAR = "arets_resultat", "Årets resultat"

    @property
    def is_sum(self) -> bool:
        """Tell whether the row is counted from rows above it."""
        return self in SUMS


SUMS: Mapping[IncomeRow, tuple[IncomeRow, ...]] = {
    IncomeRow.NET_OPERATING_COSTS: (
        IncomeRow.OPERATING_INCOME,
        IncomeRow.OPERATING_EXPENSES,
        IncomeRow.DEPRECIATION,
    ),
    IncomeRow.OPERATING_RESULT: (
        IncomeRow.NET_OPERATING_COSTS,
        IncomeRow.TAX_REVENUE,
        IncomeRow.GENERAL_GRANTS,
    ),
    IncomeRow.RESULT_AFTER_FINANCIAL_ITEMS: (
        IncomeRow.OPERATING_RESULT,
        IncomeRow.FINANCIAL_INCOME,
        IncomeRow.FINANCIAL_EXPENSES,
    ),
    IncomeRow.RESULT_FOR_THE_YEAR: (
        IncomeRow.RESULT_AFTER_FINANCIAL_ITEMS,
        IncomeRow.EXTRAORDINARY,
    ),
}
ENTERED = tuple(row for row in IncomeRow if row not in SUMS)


def income_amounts(entered: Mapping[str, Decimal]) -> dict[IncomeRow, Decimal]:
    """Count all twelve rows from the eight that are entered; a row that is left out is 0.

    Raises ValueError for an unknown row or for a sum among the entered: sums are counted, never stored.
    """
    for key in entered:
        if key not in set(ENTERED):
            raise ValueError(f"{key!r} is not a row that can be entered")
    amounts: dict[IncomeRow, Decimal] = {}
    for row in IncomeRow:
        parts = SUMS.get(row)
        amounts[row] = entered.get(row, Decimal(0)) if parts is None else sum((amounts[p] for p in parts), Decimal(0))
    return amounts
