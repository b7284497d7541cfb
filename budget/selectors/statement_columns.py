"""One column of a statement: from what is entered to every row, by key. No queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from budget.models import StatementFigure
from budget.rules.balance_requirement import BalanceRow, balance_amounts
from budget.rules.statements import ENTERED, IncomeRow, income_amounts

Kind = StatementFigure.Statement
Counted = Mapping[str, Decimal]


def amounts_of(figures: Iterable[StatementFigure], statement: str) -> dict[str, Decimal]:
    """The kronor that are entered in one of the statements, by row."""
    rows = [figure for figure in figures if figure.statement == statement]
    return {figure.row: figure.amount for figure in rows if figure.amount is not None}


def income_of(entered: Counted) -> Counted:
    """All rows of an income statement by key; nothing when nothing is entered."""
    known = {row.value for row in ENTERED}
    own = {row: amount for row, amount in entered.items() if row in known}
    return {row.value: amount for row, amount in income_amounts(own).items()} if own else {}


def balance_of(income: Counted, adjustments: Counted) -> Counted:
    """All rows of a balance requirement by key, from the result of the income statement; nothing without one."""
    if not income:
        return {}
    result = {BalanceRow.RESULT.value: income[IncomeRow.RESULT_FOR_THE_YEAR]}
    return {row.value: amount for row, amount in balance_amounts({**adjustments, **result}).items()}
