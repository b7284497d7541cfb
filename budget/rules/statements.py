"""Resultaträkningen: twelve rows in the order and with the sums of the law (lag 2018:597, 5 kap.).

Amounts are kronor, income + and cost −, so every sum is a plain sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class IncomeRow(StrEnum):
    """The rows; the values are stored with account groups and statement figures."""

    OPERATING_INCOME = "verksamhetens_intakter"
    OPERATING_EXPENSES = "verksamhetens_kostnader"
    DEPRECIATION = "avskrivningar"
    NET_OPERATING_COSTS = "verksamhetens_nettokostnader"
    TAX_REVENUE = "skatteintakter"
    GENERAL_GRANTS = "generella_statsbidrag"
    OPERATING_RESULT = "verksamhetens_resultat"
    FINANCIAL_INCOME = "finansiella_intakter"
    FINANCIAL_EXPENSES = "finansiella_kostnader"
    RESULT_AFTER_FINANCIAL_ITEMS = "resultat_efter_finansiella_poster"
    EXTRAORDINARY = "extraordinara_poster"
    RESULT_FOR_THE_YEAR = "arets_resultat"

    @property
    def label(self) -> str:
        """The row's name in the statement."""
        return LABELS[self]

    @property
    def is_sum(self) -> bool:
        """Tell whether the row is counted from rows above it."""
        return self in SUMS


LABELS = {
    IncomeRow.OPERATING_INCOME: "Verksamhetens intäkter",
    IncomeRow.OPERATING_EXPENSES: "Verksamhetens kostnader",
    IncomeRow.DEPRECIATION: "Avskrivningar",
    IncomeRow.NET_OPERATING_COSTS: "Verksamhetens nettokostnader",
    IncomeRow.TAX_REVENUE: "Skatteintäkter",
    IncomeRow.GENERAL_GRANTS: "Generella statsbidrag och utjämning",
    IncomeRow.OPERATING_RESULT: "Verksamhetens resultat",
    IncomeRow.FINANCIAL_INCOME: "Finansiella intäkter",
    IncomeRow.FINANCIAL_EXPENSES: "Finansiella kostnader",
    IncomeRow.RESULT_AFTER_FINANCIAL_ITEMS: "Resultat efter finansiella poster",
    IncomeRow.EXTRAORDINARY: "Extraordinära poster",
    IncomeRow.RESULT_FOR_THE_YEAR: "Årets resultat",
}

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


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row as it is shown: number 1–12, key, name, kronor, and whether it is a sum."""

    number: int
    row: IncomeRow
    label: str
    amount: Decimal
    is_sum: bool


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


def income_statement(
    entered: Mapping[str, Decimal], labels: Mapping[IncomeRow, str] | None = None
) -> list[StatementRow]:
    """The statement's twelve rows in order. `labels` replaces names, as "Av- och nedskrivningar"."""
    amounts = income_amounts(entered)
    names = {**LABELS, **(labels or {})}
    return [
        StatementRow(number, row, names[row], amounts[row], row.is_sum) for number, row in enumerate(IncomeRow, start=1)
    ]
