"""Reading a workbook's sheet as rows of cells, with calamine. Call `prescan.scan_workbook` first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from budget.importers.contract import UploadError
from budget.importers.headings import SEARCHED_ROWS
from budget.importers.ledger import Cell
from ui.rules.swedish import join_words

_MOST_SHEETS = 12  # looked through for a table; one sheet after the other lies in memory
_DAMAGED = "Filen är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt och försök igen."


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """The sheet to read, and what is said about those that are not read."""

    sheet: CalamineSheet
    warnings: tuple[str, ...] = ()


def open_sheet(path: Path, wanted: str | None, is_table: Callable[[Sequence[Cell]], bool]) -> OpenedSheet:
    """The sheet named, else the first visible one with a row of headings among its first, else the first with cells.

    `is_table` tells whether a row holds headings. Raises UploadError when there is no sheet to read."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        names = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        if wanted is not None:
            return OpenedSheet(_named(workbook, names, wanted))
        sheet, passed = _first(workbook, names, is_table)
    except CalamineError as error:
        raise UploadError(_DAMAGED) from error
    if sheet is None:
        raise UploadError("Filen har inget blad med innehåll. Välj en annan fil.")
    others = [name for name in names if name != sheet.name and name not in passed]
    hidden = [sheet.name for sheet in sheets if sheet.name not in names]
    return OpenedSheet(sheet, _unread(sheet.name, others, hidden))


def _first(
    workbook: CalamineWorkbook, names: Sequence[str], is_table: Callable[[Sequence[Cell]], bool]
) -> tuple[CalamineSheet | None, set[str]]:
    """The sheet to read, and those that were looked through and hold no table."""
    passed, fallback = set[str](), None
    for name in names[:_MOST_SHEETS]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is not None:
            if any(is_table(row) for row in islice(rows_of(sheet), SEARCHED_ROWS)):
                return sheet, passed
            fallback = fallback or sheet
        passed.add(name)
    return fallback, passed


def _unread(name: str, others: Sequence[str], hidden: Sequence[str]) -> tuple[str, ...]:
    """Say which sheets were not read, so that nothing is left out in silence."""
    notes = []
    if others:
        notes.append(f"Bara bladet {name[:60]} lästes, inte {_words(others)}.")
    if hidden:
        notes.append(f"Dolda blad lästes inte: {_words(hidden)}.")
    return tuple(notes)


def _words(names: Sequence[str]) -> str:
    return join_words([name[:60] for name in names[:10]]) + (" med flera" if len(names) > 10 else "")


def _named(workbook: CalamineWorkbook, names: list[str], wanted: str) -> CalamineSheet:
    for name in names:
        if name.strip().casefold() == wanted.strip().casefold():
            return workbook.get_sheet_by_name(name)
    raise UploadError(f"Bladet {wanted[:60]} finns inte. Filen har {join_words([name[:60] for name in names[:20]])}.")


def rows_of(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """The sheet's rows from row 1 on, wherever its table begins."""
    for row in sheet.iter_rows():
        yield [str(cell) if isinstance(cell, time | timedelta) else cell for cell in row]
