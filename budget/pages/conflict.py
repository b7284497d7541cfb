"""Somebody else saved meanwhile: what was typed beside what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from budget.pages.texts import Writer
from budget.selectors.amounts import LineKey
from budget.selectors.slot_lines import Line
from ui import clock
from ui.rules.swedish import log_time


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """What was changed by two: what was typed, and what is stored."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who saved meanwhile, when, and what."""

    who: str
    when: str
    rows: tuple[ConflictRow, ...]


def forecast_conflict(write: Writer, lines: Sequence[Line], typed: Mapping[LineKey, str]) -> Conflict:
    """Both values of the lines that were saved meanwhile."""
    rows = (ConflictRow(line.name, typed.get(line.key, ""), write.cost(line.forecast)) for line in lines)
    return _conflict(lines, tuple(rows))


def words_conflict(line: Line, typed: Mapping[str, str]) -> Conflict:
    """Both texts of a line."""
    names = {"comment": "Kommentar", "cause": "Orsak", "consequence": "Konsekvens"}
    rows = (
        ConflictRow(label, typed[name], str(getattr(line.saved, name)) or "inget skrivet")
        for name, label in names.items()
        if name in typed and typed[name] != getattr(line.saved, name)
    )
    return _conflict([line], tuple(rows))


def _conflict(lines: Sequence[Line], rows: tuple[ConflictRow, ...]) -> Conflict:
    newest = max(lines, key=lambda line: line.saved.updated_at or datetime.min.replace(tzinfo=UTC)).saved
    when = log_time(timezone.localtime(newest.updated_at), clock.local_now()) if newest.updated_at else "nyss"
    return Conflict(newest.updated_by or "Någon annan", when, rows)
