"""What the templates of a document show: tables as rows of finished cells, charts as pictures, blocks by template."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from pydantic import BaseModel

from followup.document.base import Status, Tone
from followup.document.blocks import Block, Chain, Pair
from followup.document.outline import (
    NumberedBlock,
    NumberedChapter,
    NumberedChart,
    NumberedSection,
    NumberedTable,
    Outline,
)
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
from followup.rendering import chart_lines, chart_parts, charts, marks
from followup.rendering.widths import HALF, LANDSCAPE, PORTRAIT, column_widths
from styrmodell.rules.money import DASH, number, round_half_up

Page = Literal["web", "print"]
_GOALS_ON_A_PAGE = 2


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
    begins_body: bool


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
    def columns(self) -> int:
        """Cells after the row heading."""
        return len(self.heads)


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart ready for its template. `number` is 0 for one inside another block."""

    anchor: str
    number: int
    title: str
    unit: str
    note: str
    example: str
    picture: SafeString
    wide: bool = False


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block and its template. `level` is the heading level inside it."""

    template: str
    block: Block
    anchor: str
    level: int
    tables: dict[str, TableView] = field(default_factory=dict)
    charts: dict[str, ChartView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section."""

    anchor: str
    number: str
    css: str
    source: NumberedSection
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter."""

    anchor: str
    number: str
    css: str
    source: NumberedChapter
    blocks: tuple[BlockView, ...]
    sections: tuple[SectionView, ...]


def chapter_view(chapter: NumberedChapter, page: Page) -> ChapterView:
    """Prepare a chapter and everything in it."""
    kinds = {block.block.kind for block in chapter.blocks}
    css = " d-one" if "summary" in kinds else " d-toc" if "contents" in kinds else ""
    return ChapterView(
        anchor=chapter.anchor,
        number=chapter.number,
        css=css,
        source=chapter,
        blocks=_blocks(chapter.blocks, page, 3),
        sections=tuple(_section(section, page) for section in chapter.sections),
    )


def _section(section: NumberedSection, page: Page) -> SectionView:
    css = " d-land" if section.section.landscape else ""
    css += " d-new" if section.section.new_page else ""
    css += " d-together" if section.section.is_area and len(section.blocks) <= _GOALS_ON_A_PAGE else ""
    blocks = _blocks(section.blocks, page, 4, landscape=section.section.landscape)
    return SectionView(section.anchor, section.number, css, section, blocks)


def _blocks(
    blocks: Iterable[NumberedBlock], page: Page, level: int, *, landscape: bool = False
) -> tuple[BlockView, ...]:
    return tuple(_block(block, page, level, landscape=landscape) for block in blocks)


def _block(block: NumberedBlock, page: Page, level: int, *, landscape: bool) -> BlockView:
    width = charts.HALF if block.block.kind in {"pair", "goal", "balanskrav"} else charts.FULL
    drawn = {name: chart_view(chart, width) for name, chart in block.charts.items()}
    if isinstance(block.block, Chain):
        picture = chart_parts.chain(block.block)
        drawn["self"] = ChartView(block.anchor, block.number, block.block.title, "", "", "", picture, wide=True)
    tables = {name: table_view(table, page, _room(block, name, landscape)) for name, table in block.tables.items()}
    return BlockView(f"followup/document/_{block.block.kind}.html", block.block, block.anchor, level, tables, drawn)


def _room(block: NumberedBlock, name: str, landscape: bool) -> int:
    """Millimetres a table has on paper."""
    if isinstance(block.block, Pair):
        wide = 50 if name == "right" else 108
        return wide if block.block.wide_left else HALF
    if name == "reserve" and "chart" in block.charts:
        return HALF
    return LANDSCAPE if landscape else PORTRAIT


def chart_view(numbered: NumberedChart, width: int) -> ChartView:
    """Prepare a chart, at most `width` points wide."""
    chart = numbered.chart
    picture = charts.draw(chart, width=width)
    return ChartView(
        numbered.anchor, numbered.number, chart.title, chart.unit, chart.note, chart.example, picture,
        wide=width > charts.HALF,
    )  # fmt: skip


def table_view(numbered: NumberedTable, page: Page, room: int = PORTRAIT) -> TableView:
    """Prepare a table at most `room` millimetres wide. Every number is written here, as the table says."""
    table = numbered.table
    kinds = [_css(col) for col in table.cols]
    heads = tuple(CellView(css, col.label) for css, col in zip(kinds, table.cols, strict=True))
    rows = tuple(
        _row(table, row, kinds, page, begins_body=row.kind == "group" and place > 0)
        for place, row in enumerate(table.rows)
    )
    split = table.splits or len(table.rows) > (16 if room > PORTRAIT else 30)
    return TableView(
        anchor=numbered.anchor, number=numbered.number, table=table, groups=_groups(table), heads=heads, rows=rows,
        widths=tuple(f"d-w{width}" for width in column_widths(table, room)) if page == "print" else (),
        notes=_notes(table), css=" d-split" if split else "",
    )  # fmt: skip


def _css(col: Col) -> str:
    kind = {"amount": "num", "number": "num"}.get(col.kind, col.kind)
    return f"d-{kind} d-cur" if col.current else f"d-{kind}"


def _groups(table: Table) -> tuple[tuple[str, int], ...]:
    """Headings over neighbouring columns: label and how many columns it covers. Empty when no column has a group."""
    found: list[tuple[str, int]] = []
    for col in table.cols:
        if found and found[-1][0] == col.group:
            found[-1] = (col.group, found[-1][1] + 1)
        else:
            found.append((col.group, 1))
    return tuple(found) if any(label for label, _ in found) else ()


def _row(table: Table, row: Row, kinds: list[str], page: Page, *, begins_body: bool) -> RowView:
    cells = tuple(
        CellView(css, cell_content(table, row, col, cell, page))
        for css, col, cell in zip(kinds, table.cols, row.cells, strict=False)
    )
    css = f"d-r-{row.kind} d-l{row.level}"
    return RowView(css, row.label, cells, row.kind == "group", begins_body)


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
            known = [value for value in cell.values if value is not None]
            return chart_lines.sparkline(cell) if len(known) > 1 else DASH


def _number(table: Table, row: Row, col: Col, cell: NumberCell) -> str:
    written = number_text(table, row, col, cell)
    if not col.signed:
        return written
    side = deviation_side(table, row, col, cell)
    return format_html('<span class="d-neg">{}</span>', written) if side == "worse" else written


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


def used_marks(outline: Outline) -> set[tuple[str, Tone]]:
    """Every shape and tone in the document, for the print sheet."""
    found: set[tuple[str, Tone]] = set()
    waiting: list[object] = [outline.document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Status):
            found.add((value.symbol, value.tone))
        elif isinstance(value, tuple):
            waiting += value
        elif isinstance(value, BaseModel):
            waiting += (part for _, part in value)
    return found
