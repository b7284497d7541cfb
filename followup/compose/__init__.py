"""Composing a report: goals, money and texts of a slot become one document."""

from __future__ import annotations

from followup.compose.report import compose, document_of

__all__ = ["compose", "document_of"]
