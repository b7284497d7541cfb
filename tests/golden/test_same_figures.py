"""Page, PDF and Excel show the same figures, and they are the document's."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import openpyxl
import pytest

from followup.document.model import Document
from followup.document.outline import outline
from followup.document.shown import number_text
from followup.document.table import NumberCell
from followup.rendering.html import render_html
from tests.golden.hallsberg import hallsberg
from ui.rules.money import parse_amount, round_half_up


class Tables(HTMLParser):
    """The cells of every table, as text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[list[str]]] = {}
        self._name, self._open, self._svg = "", False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and "d-tbl" in (given.get("class") or "").split():
            self._name = given.get("id") or ""
            self.rows[self._name] = []
        elif tag == "tr":
            self.rows[self._name].append([])
        elif tag in {"td", "th"}:
            self.rows[self._name][-1].append("")
            self._open = True
        elif tag == "svg":
            self._svg += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open = False
        elif tag == "svg":
            self._svg -= 1

    def handle_data(self, data: str) -> None:
        if self._open and not self._svg:
            self.rows[self._name][-1][-1] += data


def read(html: str) -> dict[str, list[list[str]]]:
    parser = Tables()
    parser.feed(html)
    return parser.rows


def test_the_page_and_the_paper_have_the_same_cells(report: Document, web: str) -> None:
    assert {k: v for k, v in read(web).items() if k} == {
        k: v for k, v in read(render_html(report, page="print")).items() if k
    }


def test_the_page_shows_the_documents_figures(report: Document, web: str) -> None:
    shown = read(web)
    for numbered in outline(report).tables():
        body = shown[f"d-{numbered.anchor}"][-len(numbered.table.rows) :]
        for row, texts in zip(numbered.table.rows, body, strict=True):
            for col, cell, text in zip(numbered.table.cols, row.cells, texts[1:], strict=False):
                if isinstance(cell, NumberCell):
                    assert text == number_text(numbered.table, row, col, cell)


@pytest.mark.pdf
def test_the_paper_shows_the_same_figures(report: Document, pdf_text: str) -> None:
    """Each row of figures stands in the PDF's text, in order."""
    squeezed = re.sub(r"\s+", "", pdf_text)
    compared = 0
    for numbered in outline(report).tables():
        for row in numbered.table.rows:
            cells = list(zip(numbered.table.cols, row.cells, strict=False))
            for (col, cell), (next_col, next_cell) in pairwise(cells):
                if isinstance(cell, NumberCell) and isinstance(next_cell, NumberCell):
                    pair = number_text(numbered.table, row, col, cell) + number_text(
                        numbered.table, row, next_col, next_cell
                    )
                    assert re.sub(r"\s+", "", pair) in squeezed, (numbered.table.title, row.label, pair)
                    compared += 1
    assert compared > 200


def test_excel_rounds_to_what_the_page_shows(report: Document, xlsx: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    for numbered in outline(report).tables():
        for line, row in enumerate(numbered.table.rows, 5):
            for place, (col, cell) in enumerate(zip(numbered.table.cols, row.cells, strict=False), 2):
                if isinstance(cell, NumberCell):
                    text = number_text(numbered.table, row, col, cell).removesuffix("\u00a0p")
                    decimals = len(text.partition(",")[2])
                    stored = Decimal(repr(book[numbered.sheet].cell(line, place).value))
                    assert round_half_up(stored, decimals) == parse_amount(text)


def test_one_chapter_alone_has_the_numbers_of_the_whole(report: Document, web: str) -> None:
    alone = render_html(report, page="web", chapter="ekonomi")

    assert "<h1" not in alone
    assert "Läget på en sida" not in alone
    assert re.findall(r"Tabell (\d+)</span> ([^<]+)", alone) == [
        found
        for found in re.findall(r"Tabell (\d+)</span> ([^<]+)", web)
        if found in re.findall(r"Tabell (\d+)</span> ([^<]+)", alone)
    ]
    assert ">2 </span>Ekonomi" in alone
    with pytest.raises(KeyError):
        render_html(report, chapter="finns-inte")


def test_headings_never_jump_and_ids_are_unique(web: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", web)]
    ids = re.findall(r' id="([^"]+)"', web)

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(set(ids)) == len(ids)


def test_links_inside_the_report_lead_somewhere(web: str) -> None:
    ids = set(re.findall(r' id="([^"]+)"', web))

    assert set(re.findall(r'href="#([^"]+)"', web)) <= ids


def test_the_page_obeys_the_content_security_policy(web: str) -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|javascript:", web)


def test_tables_can_be_read_aloud(web: str) -> None:
    tables = re.findall(r"<table>(.*?)</table>", web, re.S)

    assert tables
    for table in tables:
        assert "<caption>" in table
        assert not re.search(r"<th(?![^>]*scope=)", table.replace("<thead>", ""))
        assert not re.search(r"<th[^>]*>\s*</th>", table)


def test_a_draft_says_so_on_the_page() -> None:
    assert "Utkast" in render_html(hallsberg(status="utkast"))
    assert "Utkast" not in render_html(hallsberg())
