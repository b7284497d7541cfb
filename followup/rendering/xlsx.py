"""The tables of a document as one workbook: what is attached to the PDF, and what is downloaded.

Numbers are exact in the unit the table shows, with a Swedish number format; words are always typed as text, so a
text that begins with = is never a formula.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from followup.document.model import Document, Meta
from followup.document.outline import NumberedTable, outline
from followup.document.shown import cell_decimals, exact_in_table, sum_notes, value_text
from followup.document.table import (
    AnyCell,
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
from ui.rules.cells import cell_text
from ui.rules.money import percent

_BASE = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_MISSING = "–"
_MARK_LIMIT = 30  # it stands three times in a number format, which has at most 255 characters


class _Book:
    """A workbook and its formats, each made once."""

    def __init__(self, meta: Meta, buffer: io.BytesIO) -> None:
        self.book = xlsxwriter.Workbook(
            buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        created = meta.frozen_at.replace(tzinfo=None)
        names = {"title": meta.title, "author": meta.municipality.name, "comments": meta.example_note}
        self.book.set_properties({**names, "created": created})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **wanted: Any) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**_BASE, **wanted})
        return self._formats[key]


def render_xlsx(document: Document) -> bytes:
    """Render every table as a sheet, after a first sheet with the contents. The same document gives the same bytes."""
    buffer = io.BytesIO()
    book = _Book(document.meta, buffer)
    tables = outline(document).tables()
    names = _sheet_names(tables)
    _contents(book, document.meta, tables, names)
    for numbered, name in zip(tables, names, strict=True):
        _sheet(book, numbered, name, document.meta)
    book.book.close()
    return buffer.getvalue()


def _sheet_names(tables: tuple[NumberedTable, ...]) -> list[str]:
    """The number stands first in every name, so none can be used twice."""
    return [table.sheet for table in tables]


def _contents(book: _Book, meta: Meta, tables: tuple[NumberedTable, ...], names: list[str]) -> None:
    sheet = book.book.add_worksheet("Innehåll")
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 74)
    sheet.write_string(0, 0, cell_text(meta.title), book.style(bold=True, font_size=14))
    about = [meta.municipality.name, meta.period, "Utkast" if meta.is_draft else "Beslutad", meta.example_note]
    sheet.write_string(1, 0, cell_text(" · ".join(part for part in about if part)), book.style(italic=True))
    sheet.write_string(
        2, 0, "Belopp har full noggrannhet i den enhet som står på bladet. Plus är bättre än budget.", book.style()
    )
    for line, (numbered, name) in enumerate(zip(tables, names, strict=True), 4):
        sheet.write_string(line, 0, f"Tabell {numbered.number}", book.style())
        sheet.write_url(
            line, 1, f"internal:'{name}'!A1", book.style(font_color="#15548A"), cell_text(numbered.table.title)
        )


def _sheet(book: _Book, numbered: NumberedTable, name: str, meta: Meta) -> None:
    table = numbered.table
    sheet = book.book.add_worksheet(name)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    title = f"Tabell {numbered.number}. {table.title}"
    sheet.write_string(0, 0, cell_text(title), book.style(bold=True, font_size=14))
    about = [table.unit, table.example, "Utkast" if meta.is_draft else ""]
    sheet.write_string(
        1, 0, cell_text(" · ".join(part for part in about if part)), book.style(italic=True, font_color="#5A6874")
    )
    head = book.style(bold=True, text_wrap=True, bottom=1)
    sheet.write_string(3, 0, cell_text(table.corner or "Post"), head)
    sheet.set_column(0, 0, 46)
    for place, col in enumerate(table.cols, 1):
        sheet.write_string(3, place, cell_text(f"{col.group}: {col.label}" if col.group else col.label), head)
        sheet.set_column(place, place, 34 if col.kind == "text" else 17)
    for line, row in enumerate(table.rows, 4):
        _row(book, sheet, table, row, line)
    sheet.freeze_panes(4, 1)
    _notes(book, sheet, table, 5 + len(table.rows))


def _row(book: _Book, sheet: Any, table: Table, row: Row, line: int) -> None:
    bold = row.kind in {"sub", "sum", "total", "group"}
    sheet.write_string(line, 0, cell_text(row.label), book.style(bold=bold, text_wrap=True, indent=row.level))
    for place, (col, cell) in enumerate(zip(table.cols, row.cells, strict=False), 1):
        if isinstance(cell, NumberCell):
            number = exact_in_table(table, col, cell)
            style = book.style(bold=bold, num_format=number_format(table, row, col, cell))
            sheet.write_number(line, place, number, style)  # a Decimal: written with 16 significant digits
        elif isinstance(cell, ProgressCell):
            sheet.write_number(line, place, cell.percent, book.style(bold=bold, num_format="#,##0" + _literal("%")))
        elif (words := cell_words(cell)) != "":
            sheet.write_string(line, place, cell_text(words), book.style(bold=bold, text_wrap=True))


def number_format(table: Table, row: Row, col: Col, cell: NumberCell) -> str:
    """Number format of a cell: the decimals shown, thousands parted, real minus, + on deviations."""
    decimals = cell_decimals(table, row, col, cell)
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    mark = _literal(cell.mark)
    plus = "+" if col.signed else ""
    return f"{plus}{digits}{mark};\u2212{digits}{mark};{digits}{mark}"


def _literal(words: str) -> str:
    """Words after the digits of a number format, after a space.

    Between quotes everything means itself, but for the quote, which has no escape there. Programs that read formats
    less carefully also part at a semicolon or stop at a line break, and then take the words for a date's."""
    words = " ".join(cell_text(words).replace('"', "\u201d").replace(";", ",").split())[:_MARK_LIMIT]
    return f'" {words}"' if words else ""


def cell_words(cell: AnyCell | None) -> str:
    """What a cell that is not a number says in the workbook."""
    match cell:
        case None:
            return _MISSING
        case TextCell():
            return cell.text
        case StatusCell():
            return cell.status.label
        case VerdictCell():
            return cell.label
        case ProgressCell():
            return percent(cell.percent)
        case SparkCell():
            values = [
                (label, value) for label, value in zip(cell.labels, cell.values, strict=True) if value is not None
            ]
            return "; ".join(f"{label}: {value_text(value, decimals=cell.decimals)}" for label, value in values)
        case NumberCell():
            return value_text(cell.value)


def _notes(book: _Book, sheet: Any, table: Table, line: int) -> None:
    notes = [*table.notes, *sum_notes(table), *([f"Källa: {table.source}"] if table.source else [])]
    for place, note in enumerate(notes):
        sheet.write_string(line + place, 0, cell_text(note), book.style(italic=True, font_color="#5A6874"))
