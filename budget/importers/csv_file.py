"""Reading csv files: which encoding, which separator, and the rows as text. Pure, and one row at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from budget.importers.contract import ImportSpec
from budget.importers.headings import SEARCHED_ROWS, is_headings
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.encoding import Encoding, guess_encoding

MAX_BYTES = 100_000_000
_SEPARATORS = (";", "\t", ",", "|")
_MARKS = {0xFEFF: None, 0x1A: None}  # byte order marks of files put together, and the end of file of old systems
SIE_ENDINGS = (".se", ".si", ".sie")
_DAMAGED = "Filen har tecken som inte går att läsa; de visas som \ufffd. Spara den som CSV UTF-8 om koderna har åäö."


def rows_of(path: Path, spec: ImportSpec) -> tuple[Iterator[list[str]], list[str]]:
    """The file's rows as text cells, headings and whatever stands before them included, and warnings.

    Raises UploadError, also half-way through the rows, for a file that cannot be read as csv.
    """
    encoding = guess_encoding(path)
    separator = _separator(path, encoding, spec)
    return _read(path, encoding, separator), [_DAMAGED] if encoding.is_damaged else []


def _separator(path: Path, encoding: Encoding, spec: ImportSpec) -> str:
    """The separator with which a row of headings is found; else the one that parts the first rows most."""
    widths: dict[str, int] = {}
    for separator in _SEPARATORS:
        widths[separator] = 0
        for row, _ in zip(_read(path, encoding, separator), range(SEARCHED_ROWS), strict=False):
            widths[separator] = max(widths[separator], len(row))
            if is_headings(row, spec):
                return separator
    return max(_SEPARATORS, key=widths.__getitem__)


def _read(path: Path, encoding: Encoding, separator: str) -> Iterator[list[str]]:
    try:
        errors = "replace" if encoding.is_damaged else "strict"
        with path.open(encoding=encoding.name, errors=errors, newline="") as file:
            width, taken = 1, list[str]()
            for number, row in enumerate(csv.reader(_lines(file, taken), delimiter=separator), start=1):
                if len(taken) > 1:
                    _check_quotes(taken, number, separator, width)
                taken.clear()
                if len(row) > width:
                    width = len(row)
                yield row
    except csv.Error as error:
        raise UploadError(_explain(error)) from error
    except UnicodeError as error:
        raise UploadError("Filens tecken går inte att läsa. Spara den som CSV UTF-8 och försök igen.") from error


def _lines(file: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The file's lines without marks that are no text; `taken` gets those of the row that is being read."""
    for line in file:
        clean = line if line.isascii() and "\x1a" not in line else line.translate(_MARKS)
        taken.append(clean)
        yield clean


def _check_quotes(lines: Sequence[str], number: int, separator: str, width: int) -> None:
    """A row of several lines has a cell with line breaks, or a quotation mark that nobody closed: then the rows after it
    are inside the cell. Raises UploadError unless it is clear that it is the first."""
    try:
        (row,) = csv.reader(lines, delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        is_clear = False
    else:
        broken = [line for cell in row for line in cell.splitlines()[1:]]
        is_clear = not any(line.count(separator) >= max(width - 1, 1) for line in broken)
    if not is_clear:
        raise UploadError(
            f"Rad {number}: ett citattecken öppnas men stängs inte, så rader efter det försvinner. "
            "Ta bort citattecknet eller spara filen som CSV UTF-8 i Excel."
        )


def _explain(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "Filen har ett fält med mer än 131 000 tecken. Ett citattecken kan saknas. Rätta filen."
    return "Filen går inte att läsa som csv. Spara den som CSV UTF-8 i Excel och försök igen."
