"""The throw-away process that reads the cells of a small table: a list of organisations, or of people. Started by
`tables.py` as a script; nothing imports it.

It bounds itself before it opens the file (`bounds.py`). The file's path and name come on standard input, its cells go to
standard output as JSON. Nothing here may import Django.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from styrmodell.throwaway.bounds import bound_process
from styrmodell.throwaway.cells import text_of
from styrmodell.throwaway.contract import UploadError, refusal_to_json
from styrmodell.throwaway.encoding import guess_encoding
from styrmodell.throwaway.prescan import scan_workbook

MAX_ROWS, MAX_CELLS, MAX_LETTERS = 6_000, 40, 400
SEPARATORS = (";", "\t", ",")
DAMAGED = "Filen är skadad och går inte att läsa. Öppna den i Excel, spara den på nytt och försök igen."


def cells_of(path: Path, kind: str) -> list[list[str]]:
    """The table's cells as text; how far in a cell's text stands is kept. Raises UploadError."""
    if kind == ".xlsx":
        scan_workbook(path)
        return _sheet(path)
    if kind not in {".csv", ".txt", ".tsv"}:
        raise UploadError("Filen ska vara xlsx eller csv. Spara den så i Excel och välj den på nytt.")
    encoding = guess_encoding(path)
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        text = file.read()
    lines = text.splitlines()
    separator = max(SEPARATORS, key=lambda sign: max((line.count(sign) for line in lines[:20]), default=0))
    try:
        return _table(csv.reader(lines, delimiter=separator))
    except csv.Error as error:
        raise UploadError(
            "Filen går inte att läsa som csv. Spara den som CSV UTF-8 i Excel och försök igen."
        ) from error


def _sheet(path: Path) -> list[list[str]]:
    """The first sheet that anybody sees and that has cells."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        for meta in workbook.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible:
                sheet = workbook.get_sheet_by_name(meta.name)
                if sheet.start is not None:
                    return _table(sheet.iter_rows())
    except CalamineError as error:
        raise UploadError(DAMAGED) from error
    raise UploadError("Filen har inget blad med innehåll. Välj en annan fil.")


def _table(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    return [[_text(cell)[:MAX_LETTERS] for cell in row[:MAX_CELLS]] for row in islice(rows, MAX_ROWS)]


def _text(cell: object) -> str:
    return cell.replace("\xa0", " ") if isinstance(cell, str) else text_of(cell)  # type: ignore[arg-type]


def answer(question: str) -> str:
    """The answer as JSON: the cells, or why the file was refused."""
    asked = json.loads(question)
    try:
        return json.dumps({"cells": cells_of(Path(asked["path"]), Path(asked["filename"]).suffix.casefold())})
    except UploadError as error:
        return refusal_to_json(str(error))
    except MemoryError:
        return refusal_to_json("Filen kräver för mycket minne. Dela upp den eller spara den som csv.")


def main() -> None:
    """Answer the question on standard input."""
    question = sys.stdin.read()
    bound_process()
    sys.stdout.write(answer(question))


if __name__ == "__main__":
    main()
