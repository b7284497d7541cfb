"""Frames, ledger, forecasts and statements."""

from .forecast import ForecastLine
from .frame import BudgetLine
from .ledger import ClosedMonth, LedgerBatch, LedgerRow, Outcome
from .statement import StatementFigure

__all__ = ["BudgetLine", "ClosedMonth", "ForecastLine", "LedgerBatch", "LedgerRow", "Outcome", "StatementFigure"]
