"""Somebody else saved a forecast meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from budget.pages.texts import Writer
from budget.selectors.amounts import LineKey
from budget.selectors.line import SlotLine
from ui.conflict import Conflict


def forecast_conflict(write: Writer, lines: Sequence[SlotLine], typed: Mapping[LineKey, str]) -> Conflict:
    """What was typed beside what is stored, on the lines that were saved meanwhile."""
    mine = {line.name: typed.get(line.key, "") for line in lines}
    return Conflict.between(mine, {line.name: write.cost(line.forecast) for line in lines}, *saved_by(lines))


def saved_by(lines: Sequence[SlotLine]) -> tuple[str, datetime | None]:
    """Who saved last among the lines, and when."""
    newest = max(lines, key=lambda line: line.saved.updated_at or datetime.min.replace(tzinfo=UTC)).saved
    return newest.updated_by, newest.updated_at
