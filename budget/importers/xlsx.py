"""Reading a workbook's sheet as rows of cells, with calamine. Call `prescan.scan_workbook` first."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from styrmodell.rules.swedish import join_words

from .contract import UploadError
from .ledger import Cell

_DAMAGED = "Filen är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt och försök igen."


def open_sheet(path: Path, wanted: str | None) -> CalamineSheet:
    """The sheet named, else the first visible one with cells. Raises UploadError when there is none."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if wanted is not None:
            return _named(workbook, names, wanted)
        for name in names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is not None:
                return sheet
    except CalamineError as error:
        raise UploadError(_DAMAGED) from error
    raise UploadError("Filen har inget blad med innehåll. Välj en annan fil.")


def _named(workbook: CalamineWorkbook, names: list[str], wanted: str) -> CalamineSheet:
    for name in names:
        if name.strip().casefold() == wanted.strip().casefold():
            return workbook.get_sheet_by_name(name)
    raise UploadError(f"Bladet {wanted[:60]} finns inte. Filen har {join_words([name[:60] for name in names[:20]])}.")


def rows_of(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """The sheet's rows from row 1 on, wherever its table begins."""
    for row in sheet.iter_rows():
        yield [str(cell) if isinstance(cell, time | timedelta) else cell for cell in row]
