"""Composing a report: goals, money and texts of a slot become one document."""

from .report import compose

__all__ = ["compose"]
