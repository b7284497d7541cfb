"""Resultaträkningen: twelve rows in the order and with the sums of the law (lag 2018:597, 5 kap.).

Budget and outcome are entered row by row. A forecast is not: the nämnder forecast their net cost, so verksamhetens
nettokostnader is what they say plus the central items, and only the rest is entered, at each occasion.
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


_COSTS = frozenset({IncomeRow.OPERATING_EXPENSES, IncomeRow.DEPRECIATION, IncomeRow.FINANCIAL_EXPENSES})
_INCOMES = frozenset({IncomeRow.OPERATING_INCOME, IncomeRow.TAX_REVENUE, IncomeRow.FINANCIAL_INCOME})


def income_sign_problem(row: str, amount: Decimal) -> str:
    """What is wrong with the sign of an amount in the row, in Swedish; empty when nothing is. Central items, grants with
    equalisation and extraordinary items have either sign."""
    if row in _COSTS and amount > 0:
        return "Kostnader skrivs med minus."
    if row in _INCOMES and amount < 0:
        return "Intäkter skrivs utan minus."
    return ""


CENTRAL_ITEMS = "centrala_poster"  # entered in a forecast only: the net cost that no nämnd forecasts
_OPERATING = frozenset(SUMS[IncomeRow.NET_OPERATING_COSTS])
NOT_OPERATING = tuple(row for row in ENTERED if row not in _OPERATING)
SPLIT = (IncomeRow.OPERATING_INCOME, IncomeRow.DEPRECIATION)  # parts the net cost in a forecast, changes no sum
FORECAST_ENTERED = (CENTRAL_ITEMS, *(row.value for row in SPLIT), *(row.value for row in NOT_OPERATING))


def label_of(row: str) -> str:
    """What a row of the income statement is headed where it is entered."""
    return "Centrala poster" if row == CENTRAL_ITEMS else IncomeRow(row).label


def forecast_amounts(units: Decimal, entered: Mapping[str, Decimal]) -> dict[IncomeRow, Decimal]:
    """Count the rows of a forecast: `units` is the net cost of all nämnder (cost −), `entered` has `FORECAST_ENTERED`.

    Costs are what is left of the net cost when income and depreciation are taken out. Without those two the net cost
    cannot be parted, and its three rows are left out. Raises ValueError for a row that is not entered in a forecast."""
    for key in entered:
        if key not in FORECAST_ENTERED:
            raise ValueError(f"{key!r} is not a row that can be entered in a forecast")
    net = units + entered.get(CENTRAL_ITEMS, Decimal(0))
    rows = {row.value: entered.get(row, Decimal(0)) for row in (*NOT_OPERATING, *SPLIT)}
    costs = net - sum((rows[row] for row in SPLIT), Decimal(0))
    amounts = income_amounts({**rows, IncomeRow.OPERATING_EXPENSES.value: costs})
    is_parted = all(row in entered for row in SPLIT)
    return {row: amount for row, amount in amounts.items() if is_parted or row not in _OPERATING}


def standing_amounts(
    budget: Mapping[str, Decimal], units_budget: Decimal, *, deviations: Mapping[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """What an entered row of a forecast counts as until somebody enters it: the budget, with the `deviations` that are
    forecast on the row's own accounts (a finansförvaltning that hands in). Empty without a budgeted statement."""
    if not budget:
        return {}
    known = deviations or {}
    counted = income_amounts(budget)
    rows = {row.value: counted[row] for row in SPLIT}
    rows |= {row.value: counted[row] + known.get(row, Decimal(0)) for row in NOT_OPERATING}
    return {CENTRAL_ITEMS: counted[IncomeRow.NET_OPERATING_COSTS] - units_budget, **rows}
