"""The figures that a report told when it was handed in, and which of them have moved since.

A report that is handed in stands still, but the ledger does not: a file that is read in, or a month that is corrected,
moves what the report will say when it is decided. Whoever hands in or decides is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budget.selectors.economy import EconomyRow, economy_table, line_rows
from budget.selectors.slot_lines import lines_of
from followup.compose.economy import is_included
from followup.models import HandedInFigures
from styrmodell.access import Access, system_access
from styrmodell.models import Slot
from styrmodell.rules.vocabulary import Content

TOLD = {"budget": "Budget", "outcome": "Utfall", "forecast": "Prognos"}
Figures = Mapping[str, Mapping[str, str | None]]  # of each row by name: whole kronor as text, None for what is missing


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure as it was handed in, and as it is now. Whole kronor of net cost; None for what was or is missing."""

    row: str
    what: str
    before: Decimal | None
    now: Decimal | None


def keep_figures(slot: Slot) -> None:
    """Write down what the report tells of money as it is handed in. In the transaction that hands in."""
    HandedInFigures.objects.create(
        municipality=slot.municipality, slot=slot, round=slot.version, figures=_figures(slot)
    )


def moved_since(access: Access, slot: Slot) -> list[MovedFigure]:
    """The figures that are others than when the report was handed in this time, by row; none when nothing was kept."""
    kept = HandedInFigures.objects.of(access).filter(slot=slot, round=slot.version).first()
    if kept is None:
        return []
    now: Figures = _figures(slot)
    rows = dict.fromkeys([*kept.figures, *now])
    return [
        MovedFigure(row, word, _amount(kept.figures, row, name), _amount(now, row, name))
        for row in rows
        for name, word in TOLD.items()
        if _amount(kept.figures, row, name) != _amount(now, row, name)
    ]


def seal_of(moved: Iterable[MovedFigure]) -> str:
    """What a form carries to say which moved figures its page told."""
    told = repr([(figure.row, figure.what, figure.before, figure.now) for figure in moved])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _figures(slot: Slot) -> dict[str, dict[str, str | None]]:
    """By row, read with every right: whoever looks, the same report is compared."""
    return {row.name: _told(row) for row in _rows(system_access(slot.municipality), slot)} if is_included(slot) else {}


def _rows(access: Access, slot: Slot) -> tuple[EconomyRow, ...]:
    if slot.is_whole:
        return economy_table(access, slot.occasion).rows
    content = Content.FORECAST if slot.occasion.asks_for_forecast else Content.ECONOMY
    return line_rows(access, lines_of(access, slot, content))


def _told(row: EconomyRow) -> dict[str, str | None]:
    amounts = {"budget": row.budget, "outcome": row.to_date, "forecast": row.forecast}
    return {name: None if value is None else str(round(-value)) for name, value in amounts.items()}


def _amount(figures: Figures, row: str, name: str) -> Decimal | None:
    text = figures.get(row, {}).get(name)
    return None if text is None else Decimal(text)
