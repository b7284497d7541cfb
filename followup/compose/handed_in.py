"""The figures that a report told when it was handed in, and which of them have moved since.

A report that is handed in stands still, but the ledger does not: a file that is read in, a month that is corrected or a
supplementary budget moves what the report will say when it is decided. Whoever hands in or decides is told. What is
kept is also what later reports show as the previous forecast (`budget.selectors.told`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budget.models import HandedInFigures
from budget.selectors.economy import EconomyRow, economy_table, line_rows
from budget.selectors.slot_lines import lines_of
from budget.selectors.statement_told import Kept, kept_figures
from budget.selectors.told import Told, ToldLine, told_lines
from followup.compose.economy import is_included
from styrmodell.access import Access, system_access
from styrmodell.models import Slot
from styrmodell.rules.vocabulary import Content

TOLD = {"budget": "Budget", "outcome": "Utfall", "forecast": "Prognos"}
Figures = Mapping[str, Told]  # of each row of the report by name


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure as it was handed in, and as it is now. Whole kronor of net cost; None for what was or is missing."""

    row: str
    what: str
    before: Decimal | None
    now: Decimal | None


def keep_figures(slot: Slot, *, at_decision: bool = False) -> None:
    """Write down what the report tells of money as it is handed in or, before the slot is closed, decided. In the
    transaction that does so."""
    HandedInFigures.objects.create(
        municipality=slot.municipality,
        slot=slot,
        round=slot.version,
        at_decision=at_decision,
        figures=[line.as_json() for line in _lines(slot)],
        statement=_statement(slot),
    )


def moved_since(access: Access, slot: Slot) -> list[MovedFigure]:
    """The figures that are others than when the report was handed in this time, by row; none when nothing was kept."""
    kept = HandedInFigures.objects.of(access).filter(slot=slot, round=slot.version, at_decision=False).first()
    if kept is None:
        return []
    before, now = _figures(slot, told_lines(kept.figures)), _figures(slot, _lines(slot))
    return [
        MovedFigure(row, word, _cost(before, row, name), _cost(now, row, name))
        for row in dict.fromkeys([*before, *now])
        for name, word in TOLD.items()
        if _cost(before, row, name) != _cost(now, row, name)
    ]


def seal_of(moved: Iterable[MovedFigure]) -> str:
    """What a form carries to say which moved figures its page told."""
    told = repr([(figure.row, figure.what, figure.before, figure.now) for figure in moved])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _figures(slot: Slot, lines: Iterable[ToldLine]) -> Figures:
    """The report's rows: those of the whole municipality are its units, a unit's are its lines."""
    rows: dict[str, list[Told]] = {}
    for line in lines:
        rows.setdefault(line.row_name if slot.is_whole else line.name, []).append(line.told)
    return {name: Told.together(parts) for name, parts in rows.items()}


def _lines(slot: Slot) -> list[ToldLine]:
    """What the report tells of money, read with every right: whoever looks, the same is compared."""
    if not is_included(slot):
        return []
    access = system_access(slot.municipality)
    if slot.is_whole:
        return [line for row in economy_table(access, slot.occasion, children=True).rows for line in _of_row(row)]
    content = Content.FORECAST if slot.occasion.asks_for_forecast else Content.ECONOMY
    unit = slot.organisation
    return [_told(unit.pk, unit.name, row) for row in line_rows(access, lines_of(access, slot, content))]


def _statement(slot: Slot) -> Kept | None:
    """The figures of the statements behind the whole municipality's report; None for others."""
    if not (slot.is_whole and is_included(slot)):
        return None
    return kept_figures(system_access(slot.municipality), slot.occasion)


def _of_row(row: EconomyRow) -> list[ToldLine]:
    """The lines of a row of the whole municipality's report, or the row as one. A unit that has no forecast yet counts as
    it did before, whatever has become of its lines' budgets."""
    if row.forecast is None and row.previous is not None:
        return [_told(row.organisation_id, row.name, line, line.before) for line in row.children or (row,)]
    return [_told(row.organisation_id, row.name, line) for line in row.children or (row,)]


def _told(row: int | None, row_name: str, line: EconomyRow, counted: Decimal | None = None) -> ToldLine:
    told = Told(
        line.budget,
        line.period_budget,
        line.to_date,
        line.forecast,
        line.counted if counted is None else counted,
        line.amounts.not_operating,
    )
    return ToldLine(row, row_name, line.key, line.name, told)


def _cost(figures: Figures, row: str, name: str) -> Decimal | None:
    amount: Decimal | None = getattr(figures[row], name) if row in figures else None
    return None if amount is None else round(-amount, 0)
