"""Frames, ledger, forecasts and statements."""

from __future__ import annotations

from budget.models.forecast import ForecastLine
from budget.models.frame import BudgetLine
from budget.models.handed_in import HandedInFigures
from budget.models.ledger import ClosedMonth, LedgerBatch, LedgerRow, Outcome
from budget.models.statement import StatementFigure

__all__ = [
    "BudgetLine",
    "ClosedMonth",
    "ForecastLine",
    "HandedInFigures",
    "LedgerBatch",
    "LedgerRow",
    "Outcome",
    "StatementFigure",
]
