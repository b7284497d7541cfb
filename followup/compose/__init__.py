"""Composing a report: goals, money and texts of a slot become one document."""

from __future__ import annotations

from followup.compose.report import compose

__all__ = ["compose"]
