"""The throw-away process that parses an upload. Started by `sandbox.py` as a script; nothing imports it.

It bounds itself before it opens the file (`styrmodell/throwaway/bounds.py`). The question comes on standard input, the answer goes to standard output,
both as JSON; the rows go to the descriptor. Nothing here may import Django.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from budget.importers import csv_file, xlsx
from budget.importers.contract import (
    ImportSpec,
    Summary,
    cells_to_json,
    spec_from_json,
    summary_to_json,
    wants_cells,
)
from budget.importers.ledger import Ledger
from styrmodell.disk import is_full
from styrmodell.throwaway import prescan
from styrmodell.throwaway.bounds import bound_process
from styrmodell.throwaway.cells import Cell, Row, text_of
from styrmodell.throwaway.contract import NO_ROOM, UploadError, refusal_to_json
from styrmodell.throwaway.encoding import IS_SIE

MAX_ROWS, MAX_CELLS, MAX_LETTERS = 500, 40, 200  # of a table that is no ledger
_REFUSED_KINDS = {
    ".xls": "Filen är i det äldre formatet xls. Spara den som xlsx och försök igen.",
    ".xlsm": "Filen innehåller makron (xlsm). Spara den som xlsx utan makron och försök igen.",
    ".xlsb": "Filen är i formatet xlsb. Spara den som xlsx och försök igen.",
    ".ods": "Filen är i formatet ods. Spara den som xlsx och försök igen.",
    **dict.fromkeys(csv_file.SIE_ENDINGS, IS_SIE),
}
_TEXT_KINDS = {".csv", ".txt", ".tsv", ".skv"}


@dataclass(slots=True)
class Opened:
    """A file's rows from the first on, its sheet's name, and what is to be said; `after` is asked when all are read."""

    rows: Iterable[Row]
    warnings: list[str]
    name: str = ""
    after: Callable[[], list[str]] = list


def opened(path: Path, kind: str, spec: ImportSpec) -> Opened:
    """Open the file as what its ending says. Raises UploadError."""
    if kind in _REFUSED_KINDS:
        raise UploadError(_REFUSED_KINDS[kind])
    if kind == ".xlsx":
        prescan.scan_workbook(path)
        sheet = xlsx.open_sheet(path, spec)
        return Opened(sheet.rows(), list(sheet.warnings), sheet.name, sheet.said_after)
    if kind not in _TEXT_KINDS:
        raise UploadError("Filen måste vara xlsx eller csv. Spara om den och försök igen.")
    size = path.stat().st_size
    if size == 0:
        raise UploadError("Filen är tom. Välj en annan fil.")
    if size > csv_file.MAX_BYTES:
        raise UploadError("Filen är större än 100 MB. Dela upp den.")
    return Opened(*csv_file.rows_of(path, spec))


def parse(question: str, lines: TextIO) -> Summary:
    """Read the file the question is about and write its lines. Raises UploadError."""
    spec, name, filename = spec_from_json(question)
    path = Path(name)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = opened(path, Path(filename).suffix.casefold(), spec)
    summary = Ledger(spec, lines.write).read(found.rows, found.name)
    summary.sha256, summary.sheet = digest, found.name
    summary.warnings[:0] = [*found.warnings, *found.after()]
    return summary


def cells(question: str) -> str:
    """The first rows of the file the question is about, as text: a table that is no ledger. Raises UploadError."""
    spec, name, filename = spec_from_json(question)
    found = opened(Path(name), Path(filename).suffix.casefold(), spec)
    table = [[written(cell) for cell in row[:MAX_CELLS]] for row in islice(found.rows, MAX_ROWS)]
    return cells_to_json(table, [*found.warnings, *found.after()])


def written(cell: Cell) -> str:
    """A cell as it is typed. A number that a spreadsheet stores in binary is written without its noise."""
    if isinstance(cell, float):
        return f"{round(Decimal(repr(cell)), 6).normalize():f}".replace(".", ",")
    return text_of(cell)[:MAX_LETTERS]


def answer(question: str, lines: TextIO, *, is_cut_off: bool) -> str:
    """The answer as JSON: a summary or cells, or why the file was refused."""
    try:
        if wants_cells(question):
            return cells(question)
        summary = parse(question, lines)
    except UploadError as error:
        return refusal_to_json(str(error))
    except MemoryError:
        return refusal_to_json("Filen kräver för mycket minne. Dela upp den eller spara den som csv.")
    summary.has_network = not is_cut_off
    return summary_to_json(summary)


def main() -> None:
    """Answer the question on standard input. Ends with NO_ROOM when the lines could not be written: that says nothing
    of the file."""
    question = sys.stdin.read()
    try:
        with os.fdopen(int(sys.argv[1]), "w", encoding="ascii", newline="\n") as lines:
            is_cut_off = bound_process()
            text = answer(question, lines, is_cut_off=is_cut_off)
    except OSError as error:
        if not is_full(error):
            raise
        os._exit(NO_ROOM)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
