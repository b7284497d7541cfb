"""The workbook: exact figures, words that stay words, the same bytes every time."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.styles.numbers import is_date_format
from openpyxl.worksheet.worksheet import Worksheet

from followup.document.model import Chapter, Document
from followup.document.outline import outline
from followup.document.shown import exact_in_table
from followup.document.table import Col, NumberCell, ProgressCell, Row, SparkCell, Table
from followup.rendering.xlsx import number_format, render_xlsx
from tests.golden.hallsberg import hallsberg, meta
from tests.unit.followup.strategies import tables


def sheet_of(table: Table) -> Worksheet:
    document = Document(meta=meta(), chapters=(Chapter(heading="K", blocks=(table,)),))
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(document))).worksheets[1]


def one(*cells: object, **options: object) -> Table:
    cols = tuple(
        Col(label=str(place), kind="text" if isinstance(cell, str) else "amount") for place, cell in enumerate(cells)
    )
    values: dict[str, object] = {"title": "T", "unit": "mnkr", "cols": cols, "rows": (Row(label="r", cells=cells),)}
    return Table(**{**values, **options})


def test_one_sheet_per_table_after_the_contents(report: Document, xlsx: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    found = outline(report).tables()

    assert book.sheetnames == ["Innehåll", *(table.sheet for table in found)]
    listed = [(row[0].value, row[1].value, row[1].hyperlink.location) for row in book["Innehåll"].iter_rows(min_row=5)]
    assert listed == [
        (f"Tabell {table.number}", table.table.title.replace("\u00ad", ""), f"'{table.sheet}'!A1") for table in found
    ]


def test_every_number_of_the_report_is_exact(report: Document, xlsx: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    compared = 0
    for numbered in outline(report).tables():
        sheet = book[numbered.sheet]
        for line, row in enumerate(numbered.table.rows, 5):
            assert sheet.cell(line, 1).value == row.label
            for place, (col, cell) in enumerate(zip(numbered.table.cols, row.cells, strict=False), 2):
                if isinstance(cell, NumberCell):
                    stored = sheet.cell(line, place).value
                    assert Decimal(repr(stored)) == exact_in_table(numbered.table, col, cell)
                    compared += 1
    assert compared > 350


@given(st.integers(-(10**14), 10**14).map(lambda ore: Decimal(ore) / 100))
@settings(max_examples=60)
def test_kronor_with_ore_survive(amount: Decimal) -> None:
    stored = sheet_of(one(amount, unit="kr")).cell(5, 2).value

    assert Decimal(str(stored)).quantize(Decimal("0.01")) == amount


@given(tables())
@example(one(NumberCell(value=Decimal(1), mark='d"')))
@settings(max_examples=40)
def test_any_table_can_be_read_back(table: Table) -> None:
    sheet = sheet_of(table)

    for line, row in enumerate(table.rows, 5):
        for place, cell in enumerate(row.cells, 2):
            if isinstance(cell, NumberCell | ProgressCell):
                assert sheet.cell(line, place).data_type == "n"
            elif cell is not None and not isinstance(cell, SparkCell):
                assert sheet.cell(line, place).data_type in {"s", "n"}  # an empty text leaves an empty cell


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+46 70", "-3", "@SUM(A1)", '=HYPERLINK("https://example.org")', "https://example.org", "12", "\t=1"],
)
def test_words_are_never_formulas_links_or_numbers(words: str) -> None:
    sheet = sheet_of(one(words, title=words, notes=(words,), source=words))

    assert sheet.cell(5, 2).data_type == "s"
    assert sheet.cell(5, 2).value == words
    assert sheet.cell(5, 2).hyperlink is None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_missing_value_is_a_dash_and_zero_is_zero() -> None:
    sheet = sheet_of(one(None, Decimal(0)))

    assert sheet.cell(5, 2).value == "–"
    assert sheet.cell(5, 3).value == 0


def test_number_formats_are_swedish_and_signed() -> None:
    table = one(Decimal(1_500_000))
    row, cell = table.rows[0], NumberCell(value=1, mark="p")

    assert number_format(table, row, Col(label="A"), NumberCell(value=1)) == "#,##0.0;\u2212#,##0.0;#,##0.0"
    assert (
        number_format(table, row, Col(label="A", signed=True, decimals=0), NumberCell(value=1))
        == "+#,##0;\u2212#,##0;#,##0"
    )
    assert number_format(table, row, Col(label="A", decimals=0), cell) == '#,##0" p";\u2212#,##0" p";#,##0" p"'


@given(st.text())
@example('d"')  # found by drawing: the quote closed the literal, and the amount was read as a date
@example('"];[Red]@')
@example("kr/m\u00b2;s")
@example("åååå\nmm")
@example("\U0001f4b0" * 90)
def test_a_mark_is_only_words_in_the_number_format(mark: str) -> None:
    table = one(Decimal(1))
    row, col = table.rows[0], Col(label="A", decimals=0)
    marked = number_format(table, row, col, NumberCell(value=1, mark=mark))

    assert re.sub(r'"[^"\n]*"', "", marked) == number_format(table, row, col, NumberCell(value=1))
    assert marked.count(";") == 2
    assert not is_date_format(marked)
    assert len(marked.encode("utf-16-le")) / 2 <= 255


def test_a_mark_is_written_as_it_is_said() -> None:
    table = one(NumberCell(value=5, mark="kr/inv"))

    assert sheet_of(table).cell(5, 2).number_format == '#,##0.0" kr/inv";\u2212#,##0.0" kr/inv";#,##0.0" kr/inv"'


def test_two_workbooks_are_the_same_bytes(xlsx: bytes) -> None:
    assert render_xlsx(hallsberg()) == xlsx


def test_text_that_xml_cannot_hold_is_left_out() -> None:
    sheet = sheet_of(one("a\ufffe\x0bb" + "x" * 40_000))

    value = str(sheet.cell(5, 2).value)
    assert value.startswith("ab")
    assert len(value) <= 32_767
    assert not re.search(r"[\x00-\x08]", value)
