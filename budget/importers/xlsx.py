"""Reading a workbook's sheet as rows of cells, with calamine. Call `prescan.scan_workbook` first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from budget.importers.contract import ImportSpec
from budget.importers.headings import SEARCHED_ROWS, is_headings
from budget.importers.sheet_marks import SheetMarks, marks_of
from budget.importers.tables import find_table
from styrmodell.throwaway.cells import Cell, is_blank
from styrmodell.throwaway.contract import UploadError
from ui.rules.swedish import join_words, plural

_MOST_SHEETS = 12  # looked through for a table; one sheet after the other lies in memory
_MOST_NAMED = 5  # hidden rows whose numbers are told
_DAMAGED = "Filen är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt och försök igen."


@dataclass(slots=True)
class OpenedSheet:
    """The sheet to read, and what is said about those that are not read."""

    sheet: CalamineSheet
    marks: SheetMarks
    warnings: tuple[str, ...] = ()
    _hidden: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.sheet.name)

    def rows(self) -> Iterator[list[Cell]]:
        """The sheet's rows from row 1 on, with the faults that its cells have; remembers those that are hidden."""
        faults, hidden = self.marks.faults, self.marks.hidden
        for number, row in enumerate(_rows_of(self.sheet)):
            if number in faults:
                _put(row, faults[number])
            if number in hidden and not is_blank(row):
                self._hidden.append(number + 1)
            yield row

    def said_after(self) -> list[str]:
        """What is known when all rows are read: those that nobody sees in Excel are read too."""
        count = len(self._hidden) + self.marks.hidden_somewhere
        if not count:
            return []
        named = join_words([str(number) for number in self._hidden[:_MOST_NAMED]])
        more = " med flera" if count > _MOST_NAMED else ""
        place = f" (rad {named}{more})" if named else ""
        are = "är dold eller bortfiltrerad" if count == 1 else "är dolda eller bortfiltrerade"
        return [f"{plural(count, 'rad', 'rader')} som {are} i Excel lästes också{place}."]


def open_sheet(path: Path, spec: ImportSpec) -> OpenedSheet:
    """The sheet named, else the visible one with a table of outcome, else one with headings that are not right, else the
    first with cells. Raises UploadError when there is no sheet to read, or when several have a table."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        names = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        if spec.sheet is not None:
            named = _named(workbook, names, spec.sheet)
            return OpenedSheet(named, marks_of(path, named.name))
        sheet, passed = _first(workbook, names, spec)
    except CalamineError as error:
        raise UploadError(_DAMAGED) from error
    if sheet is None:
        raise UploadError("Filen har inget blad med innehåll. Välj en annan fil.")
    others = [name for name in names if name != sheet.name and name not in passed]
    hidden = [sheet.name for sheet in sheets if sheet.name not in names]
    return OpenedSheet(sheet, marks_of(path, sheet.name), _unread(sheet.name, others, hidden))


def _first(workbook: CalamineWorkbook, names: Sequence[str], spec: ImportSpec) -> tuple[CalamineSheet | None, set[str]]:
    """The sheet to read, and those that were looked through and hold no table. Raises UploadError when several do."""
    empty, tables = set[str](), list[str]()
    best: dict[int, CalamineSheet] = {}  # the first of each: 0 a table, 1 headings that are not right, 2 cells
    for name in names[:_MOST_SHEETS]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            empty.add(name)
            continue
        rank = _rank(sheet, spec)
        best.setdefault(rank, sheet)
        if rank == 0:
            tables.append(name)
        elif rank > 1:
            empty.add(name)
    if len(tables) > 1:
        raise UploadError(
            f"Filen har utfall på flera blad: {_words(tables)}. Läs in ett blad i taget: spara varje blad som en egen "
            "fil, eller samla raderna på ett."
        )
    return best[min(best)] if best else None, empty


def _rank(sheet: CalamineSheet, spec: ImportSpec) -> int:
    """How much of a table the sheet holds: 0 one with rows, 1 headings that are not right or have no rows, 2 none."""
    first = [row for row, _ in zip(_rows_of(sheet), range(SEARCHED_ROWS + 1), strict=False)]
    try:
        table = find_table(first, spec, sheet.name)
    except UploadError:
        return 1 if any(is_headings(row, spec) for row in first) else 2
    return 0 if any(not is_blank(row) for _, row in table.rows) else 1


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


def _rows_of(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """The sheet's rows from row 1 on, wherever its table begins."""
    for row in sheet.iter_rows():
        yield [str(cell) if isinstance(cell, time | timedelta) else cell for cell in row]


def _put(row: list[Cell], faults: dict[int, str]) -> None:
    """Write what is wrong into the cells that have no value; a row is as long as its last cell with one."""
    row.extend([""] * (max(faults) + 1 - len(row)))
    for column, text in faults.items():
        row[column] = text
