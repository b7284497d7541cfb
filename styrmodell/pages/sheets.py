"""Lines of words as a file: csv, or a workbook with one sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import IO

import xlsxwriter

from ui.rules.cells import cell_text, csv_text

Lines = Iterable[Sequence[str]]


def write_csv(file: IO[bytes], name: str, widths: Sequence[int], lines: Lines) -> None:
    """Semicolons and a mark of UTF-8, as Swedish Excel expects. What only a workbook has, name and widths, is not there."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_text(cell) for cell in line] for line in lines)
    text.detach()


def write_xlsx(file: IO[bytes], name: str, widths: Sequence[int], lines: Lines) -> None:
    """The first line is the headings. Every cell is text, and a row is on the disk before the next is made."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(name)
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(last, column, cell_text(cell), body if last else head)
    sheet.autofilter(0, 0, last, len(widths) - 1)
    book.close()


WRITERS: dict[str, Callable[[IO[bytes], str, Sequence[int], Lines], None]] = {"csv": write_csv, "xlsx": write_xlsx}
