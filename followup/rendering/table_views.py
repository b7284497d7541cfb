"""A table as rows of finished cells: what the template only has to put in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from followup.document.outline import NumberedTable
from followup.document.shown import deviation_side, number_text, sum_notes
from followup.document.table import (
    Cell,
    Col,
    NumberCell,
    ProgressCell,
    Row,
    SparkCell,
    StatusCell,
    Table,
    TextCell,
    VerdictCell,
)
from followup.rendering import chart_lines, marks
from followup.rendering.widths import PORTRAIT, column_widths
from ui.rules.money import DASH, number, round_half_up

Page = Literal["web", "print"]
_LONG_TABLE, _LONG_ROW, _LINE = 42, 14, 34


@dataclass(frozen=True, slots=True)
class CellView:
    """A finished cell."""

    css: str
    content: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: its heading, and its cells (none for a group)."""

    css: str
    label: str
    cells: tuple[CellView, ...]
    is_group: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table ready for its template."""

    anchor: str
    number: int
    table: Table
    groups: tuple[tuple[str, int], ...]
    heads: tuple[CellView, ...]
    rows: tuple[RowView, ...]
    widths: tuple[str, ...]
    notes: str
    css: str

    @property
    def is_one_row(self) -> bool:
        """One row needs no row header: nothing to tell it from, and checkers take the many headers for shreds."""
        return len(self.rows) == 1

    @property
    def bodies(self) -> list[list[RowView]]:
        """The rows body by body: every group heading begins a new one."""
        bodies: list[list[RowView]] = [[]]
        for row in self.rows:
            if row.is_group and bodies[-1]:
                bodies.append([])
            bodies[-1].append(row)
        return bodies

    @property
    def columns(self) -> int:
        """Cells after the row heading."""
        return len(self.heads)


def table_view(numbered: NumberedTable, page: Page, room: int = PORTRAIT) -> TableView:
    """Prepare a table at most `room` millimetres wide. Every number is written here, as the table says."""
    table = numbered.table
    kinds = [_css(col) for col in table.cols]
    heads = tuple(CellView(css, col.label) for css, col in zip(kinds, table.cols, strict=True))
    rows = tuple(_row(table, row, kinds, page) for row in table.rows)
    split = table.splits or len(table.rows) > (16 if room > PORTRAIT else 30)
    split = split or sum(_lines(row) for row in table.rows) > _LONG_TABLE
    css = " d-split" if split else ""
    css += " d-flow" if any(_lines(row) > _LONG_ROW for row in table.rows) else ""
    return TableView(
        anchor=numbered.anchor, number=numbered.number, table=table, groups=_groups(table), heads=heads, rows=rows,
        widths=tuple(f"d-w{width}" for width in column_widths(table, room)) if page == "print" else (),
        notes=_notes(table), css=css,
    )  # fmt: skip


def _css(col: Col) -> str:
    kind = {"amount": "num", "number": "num"}.get(col.kind, col.kind)
    return f"d-{kind} d-cur" if col.current else f"d-{kind}"


def _lines(row: Row) -> int:
    """About how many lines a row takes: its longest text, at a column's usual width."""
    texts = [row.label, *(cell.text for cell in row.cells if isinstance(cell, TextCell))]
    return 1 + max(len(text) for text in texts) // _LINE


def _groups(table: Table) -> tuple[tuple[str, int], ...]:
    """Headings over neighbouring columns: label and how many columns it covers. Empty when no column has a group."""
    headings: list[tuple[str, int]] = []
    for col in table.cols:
        if headings and headings[-1][0] == col.group:
            headings[-1] = (col.group, headings[-1][1] + 1)
        else:
            headings.append((col.group, 1))
    return tuple(headings) if any(label for label, _ in headings) else ()


def _row(table: Table, row: Row, kinds: list[str], page: Page) -> RowView:
    cells = tuple(
        CellView(css, cell_content(table, row, col, cell, page))
        for css, col, cell in zip(kinds, table.cols, row.cells, strict=False)
    )
    css = f"d-r-{row.kind} d-l{row.level}"
    return RowView(css, row.label, cells, row.kind == "group")


def cell_content(table: Table, row: Row, col: Col, cell: Cell, page: Page) -> str:
    """Write one cell. A missing value is a dash; text is left for the template to escape."""
    web = page == "web"
    match cell:
        case None:
            return DASH
        case NumberCell():
            return _number(table, row, col, cell)
        case TextCell():
            return cell.text
        case StatusCell():
            return marks.status(cell.status, web=web)
        case VerdictCell():
            return marks.verdict(cell.side, cell.label, web=web)
        case ProgressCell():
            return _progress(cell)
        case SparkCell():
            values = [value for value in cell.values if value is not None]
            return chart_lines.sparkline(cell) if len(values) > 1 else DASH


def _number(table: Table, row: Row, col: Col, cell: NumberCell) -> str:
    text = number_text(table, row, col, cell)
    if not col.signed:
        return text
    side = deviation_side(table, row, col, cell)
    return format_html('<span class="d-neg">{}</span>', text) if side == "worse" else text


def _progress(cell: ProgressCell) -> SafeString:
    shown = min(100, max(0, int(round_half_up(cell.percent))))
    return format_html(
        '<span class="d-barbg"><span class="d-bar d-p{}"></span></span> {}\u00a0%', shown, number(cell.percent)
    )


def _notes(table: Table) -> str:
    notes = [*table.notes, *sum_notes(table)]
    if table.source:
        notes.append(f"Källa: {table.source if table.source.endswith('.') else table.source + '.'}")
    return " ".join(note.strip() for note in notes)
