"""Counts chapters, sections, tables and charts, and gives everything its anchor.

Renderers walk the numbered tree instead of the document, so that "Tabell 7" is the same on the page, in the PDF
and on the sheet of the workbook, also when only one chapter is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from followup.document.blocks import BalanceRequirementBlock, Block, ChainBlock, HeadingBlock, Pair
from followup.document.figures import Chart
from followup.document.goals import GoalBlock, GoalOverview
from followup.document.model import Chapter, Document, DocumentSection
from followup.document.table import Table

_SHEET_NAME_LENGTH = 31


@dataclass(frozen=True, slots=True)
class NumberedTable:
    """A table with its number, anchor and sheet name."""

    table: Table
    number: int
    anchor: str

    @property
    def sheet(self) -> str:
        """The name of its sheet: at most 31 characters, none that spreadsheets refuse or
        count as two."""
        name = f"T{self.number:02d} {self.table.title}".replace("\u00ad", "")
        return re.sub(r"[\[\]:*?/\\'\x00-\x1f]|[^\x00-\uffff]", " ", name)[:_SHEET_NAME_LENGTH].strip()


@dataclass(frozen=True, slots=True)
class NumberedChart:
    """A chart with its number (0 for one that stands inside another block) and anchor."""

    chart: Chart
    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class NumberedBlock:
    """A block with the tables and charts inside it, by the name of the field that holds them.

    `number` is the chart number of a block that is drawn itself (the chain).
    """

    block: Block
    anchor: str = ""
    number: int = 0
    tables: dict[str, NumberedTable] = field(default_factory=dict)
    charts: dict[str, NumberedChart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberedSection:
    """A section with its number ("3.1", or empty)."""

    section: DocumentSection
    number: str
    anchor: str
    blocks: tuple[NumberedBlock, ...]


@dataclass(frozen=True, slots=True)
class NumberedChapter:
    """A chapter with its number ("3", or empty)."""

    chapter: Chapter
    number: str
    anchor: str
    blocks: tuple[NumberedBlock, ...]
    sections: tuple[NumberedSection, ...]


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents."""

    level: int
    number: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The numbered document."""

    document: Document
    chapters: tuple[NumberedChapter, ...]
    titles: dict[str, str]

    def blocks(self) -> Iterator[NumberedBlock]:
        """Every block in reading order."""
        for chapter in self.chapters:
            yield from chapter.blocks
            for section in chapter.sections:
                yield from section.blocks

    def tables(self) -> tuple[NumberedTable, ...]:
        """Every table in order of its number."""
        return tuple(table for block in self.blocks() for table in block.tables.values())

    def entries(self) -> tuple[ContentsLine, ...]:
        """The lines of the contents: chapters and sections, but not the contents itself."""
        lines: list[ContentsLine] = []
        for chapter in self.chapters:
            if any(block.block.kind == "contents" for block in chapter.blocks):
                continue
            lines.append(ContentsLine(1, chapter.number, chapter.chapter.heading, chapter.anchor))
            lines += [ContentsLine(2, part.number, part.section.heading, part.anchor) for part in chapter.sections]
        return tuple(lines)


class _Numbering:
    """Hands out numbers and anchors in reading order."""

    def __init__(self) -> None:
        self.tables = 0
        self.charts = 0
        self.titles: dict[str, str] = {}

    def anchor(self, wanted: str, text: str, title: str) -> str:
        name = base = wanted or slug(text)[:60].strip("-") or "del"
        count = 1
        while name in self.titles:
            count += 1
            name = f"{base}-{count}"
        self.titles[name] = title
        return name

    def table(self, table: Table) -> NumberedTable:
        self.tables += 1
        return NumberedTable(table, self.tables, self.anchor(table.id, f"tabell-{self.tables}", table.title))

    def chart(self, chart: Chart, *, numbered: bool = True) -> NumberedChart:
        self.charts += numbered
        name = f"diagram-{self.charts}" if numbered else "figur"
        return NumberedChart(chart, self.charts if numbered else 0, self.anchor(chart.id, name, chart.title))

    def block(self, block: Any) -> NumberedBlock:
        tables: dict[str, NumberedTable] = {}
        charts: dict[str, NumberedChart] = {}
        anchor = ""
        if isinstance(block, GoalBlock):
            anchor = self.anchor(
                block.id, f"mal-{block.number or block.title}", f"{block.number} {block.title}".strip()
            )
            self._add(tables, charts, {"table": block.indicator_table(), "chart": block.chart}, numbered=False)
        elif isinstance(block, GoalOverview):
            self._add(tables, charts, {"table": block.table()})
        elif isinstance(block, BalanceRequirementBlock):
            parts = {"table": block.table, "chart": block.chart, "reserve": block.reserve}
            self._add(tables, charts, parts, numbered=False)
        elif isinstance(block, Pair):
            self._add(tables, charts, {"left": block.left, "right": block.right}, numbered=False)
        elif isinstance(block, Table | Chart):
            self._add(tables, charts, {"self": block})
        elif isinstance(block, ChainBlock):
            self.charts += 1
            anchor = self.anchor(block.id, f"diagram-{self.charts}", block.title)
            return NumberedBlock(block, anchor, number=self.charts)
        elif isinstance(block, HeadingBlock):
            anchor = self.anchor(block.id, block.text, block.text)
        return NumberedBlock(block, anchor, tables=tables, charts=charts)

    def _add(
        self,
        tables: dict[str, NumberedTable],
        charts: dict[str, NumberedChart],
        parts: dict[str, Table | Chart | None],
        *,
        numbered: bool = True,
    ) -> None:
        for name, part in parts.items():
            if isinstance(part, Table):
                tables[name] = self.table(part)
            elif isinstance(part, Chart):
                charts[name] = self.chart(part, numbered=numbered)


def slug(text: str) -> str:
    """Turn words into an anchor or a part of a file name: a–z, 0–9 and single hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "").lower().replace("ø", "o").replace("æ", "ae"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return name if not name[:1].isdigit() else f"a{name}"


def outline(document: Document) -> Outline:
    """Number the document. Chapters and sections count from 1; tables and charts run through the whole document."""
    numbering = _Numbering()
    chapters: list[NumberedChapter] = []
    count = 0
    for chapter in document.chapters:
        count += chapter.numbered
        number = str(count) if chapter.numbered else ""
        anchor = numbering.anchor(chapter.id, chapter.heading, chapter.heading)
        blocks = tuple(numbering.block(block) for block in chapter.blocks)
        sections = tuple(
            _section(numbering, section, f"{number}.{place}" if number else "")
            for place, section in enumerate(chapter.sections, 1)
        )
        chapters.append(NumberedChapter(chapter, number, anchor, blocks, sections))
    return Outline(document, tuple(chapters), numbering.titles)


def _section(numbering: _Numbering, section: DocumentSection, number: str) -> NumberedSection:
    anchor = numbering.anchor(section.id, section.heading, section.heading)
    return NumberedSection(section, number, anchor, tuple(numbering.block(block) for block in section.blocks))
