"""What the templates of a document show: tables as rows of finished cells, charts as pictures, blocks by template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from pydantic import BaseModel

from followup.document.base import Status
from followup.document.blocks import Block, Box, ChainBlock, Margin, Pair
from followup.document.goals import GoalBlock
from followup.document.outline import NumberedBlock, NumberedChapter, NumberedChart, NumberedSection, Outline
from followup.document.table import Table
from followup.rendering import chart_parts, charts
from followup.rendering.table_views import Page, TableView, table_view
from followup.rendering.widths import HALF, LANDSCAPE, PORTRAIT
from ui.rules.marks import Tone

_GOALS_ON_A_PAGE = 2
_LONG_BLOCK, _LONG_PAIR, _LONG_MARGIN = 2800, 26, 400


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
    """A block and its template. `level` is the heading level inside it; `flows` lets it continue on the next page."""

    template: str
    block: Block
    anchor: str
    level: int
    flows: bool = False
    tables: dict[str, TableView] = field(default_factory=dict)
    charts: dict[str, ChartView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A numbered section with its blocks prepared."""

    css: str
    source: NumberedSection
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A numbered chapter with its blocks and sections prepared."""

    css: str
    source: NumberedChapter
    blocks: tuple[BlockView, ...]
    sections: tuple[SectionView, ...]


def chapter_view(chapter: NumberedChapter, page: Page) -> ChapterView:
    """Prepare a chapter and everything in it."""
    kinds = {block.block.kind for block in chapter.blocks}
    css = " d-one" if "summary" in kinds else " d-toc" if "contents" in kinds else ""
    return ChapterView(
        css=css,
        source=chapter,
        blocks=_blocks(chapter.blocks, page, 3),
        sections=tuple(_section(section, page) for section in chapter.sections),
    )


def _section(section: NumberedSection, page: Page) -> SectionView:
    source = section.section
    blocks = _blocks(section.blocks, page, 4, landscape=source.landscape)
    css = " d-land" if source.landscape else " d-new" if source.new_page else ""
    if source.is_area and len(blocks) <= _GOALS_ON_A_PAGE and not any(block.flows for block in blocks):
        css += " d-together"
    return SectionView(css, section, blocks)


def _blocks(
    blocks: Iterable[NumberedBlock], page: Page, level: int, *, landscape: bool = False
) -> tuple[BlockView, ...]:
    return tuple(_block(block, page, level, landscape=landscape) for block in blocks)


def _block(block: NumberedBlock, page: Page, level: int, *, landscape: bool) -> BlockView:
    width = charts.HALF if block.block.kind in {"pair", "goal", "balanskrav"} else charts.FULL
    drawn = {name: chart_view(chart, width) for name, chart in block.charts.items()}
    if isinstance(block.block, ChainBlock):
        picture = chart_parts.chain(block.block)
        drawn["self"] = ChartView(block.anchor, block.number, block.block.title, "", "", "", picture, wide=True)
    tables = {name: table_view(table, page, _room(block, name, landscape)) for name, table in block.tables.items()}
    template = f"followup/document/_{block.block.kind}.html"
    return BlockView(template, block.block, block.anchor, level, _flows(block.block), tables, drawn)


def _flows(block: Block) -> bool:
    """Tell whether a block that is usually kept whole is too long for that."""
    match block:
        case GoalBlock():
            words = sum(len(answer.text) for answer in block.texts) + 2 * len(block.reason)
            return words + 120 * len(block.indicators) > _LONG_BLOCK
        case Box():
            return sum(len(paragraph.text) for paragraph in block.paragraphs) > _LONG_BLOCK
        case Pair():
            return any(isinstance(side, Table) and len(side.rows) > _LONG_PAIR for side in (block.left, block.right))
        case Margin():
            return len(block.text) > _LONG_MARGIN
        case _:
            return False


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


def used_marks(outline: Outline) -> set[tuple[str, Tone]]:
    """Every shape and tone in the document, for the print sheet."""
    marks: set[tuple[str, Tone]] = set()
    waiting: list[object] = [outline.document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Status):
            marks.add((value.symbol, value.tone))
        elif isinstance(value, tuple):
            waiting += value
        elif isinstance(value, BaseModel):
            waiting += (part for _, part in value)
    return marks
