"""Reading csv files: which encoding, which separator, and the rows as text. Pure, and one row at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from budget.importers.contract import ImportSpec
from budget.importers.headings import SEARCHED_ROWS, is_headings
from budget.importers.prescan import IS_PDF
from styrmodell.throwaway.contract import UploadError

MAX_BYTES = 100_000_000
_BLOCK = 1 << 20
_SEPARATORS = (";", "\t", ",", "|")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LETTERS = {encoding: [letter.encode(encoding) for letter in "åäöÅÄÖé"] for encoding in ("utf-8", "cp1252", "cp437")}
_NOT_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_MARKS = {0xFEFF: None, 0x1A: None}  # byte order marks of files put together, and the end of file of old systems
SIE_ENDINGS = (".se", ".si", ".sie")
IS_SIE = "SIE läses inte än. Ta ut utfallet ur ekonomisystemet som xlsx eller csv."
_NO_TEXT = {
    b"#FLA": IS_SIE,
    b"#PRO": IS_SIE,
    b"%PDF": IS_PDF,
    b"PK\x03\x04": "Filen är en Excelfil trots namnet. Byt ändelse till xlsx, eller spara den som CSV UTF-8 i Excel.",
    b"\xd0\xcf\x11\xe0": "Filen är en äldre Excelfil trots namnet. Spara den som xlsx i Excel och försök igen.",
}
_DAMAGED = "Filen har tecken som inte går att läsa; de visas som \ufffd. Spara den som CSV UTF-8 om koderna har åäö."


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the file's bytes become text. In a damaged file what cannot be read is replaced."""

    name: str
    is_damaged: bool = False


def guess_encoding(path: Path) -> Encoding:
    """Tell which encoding the file has: UTF-16 or UTF-8 with a mark, UTF-8, else what its åäö are most often written in.

    Raises UploadError for a file that is no text.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(_UTF16):
            return Encoding("utf-16")
        if start in _NO_TEXT:
            raise UploadError(_NO_TEXT[start])
        file.seek(0)
        counts, is_cp1252 = dict.fromkeys(_LETTERS, 0), True
        while block := file.read(_BLOCK):
            if b"\0" in block:
                raise UploadError("Filen är ingen textfil. Spara den som CSV UTF-8 i Excel och försök igen.")
            for encoding, letters in _LETTERS.items():
                counts[encoding] += sum(block.count(letter) for letter in letters)
            is_cp1252 = is_cp1252 and not any(byte in block for byte in _NOT_IN_CP1252)
    if _is_utf8(path):
        return Encoding("utf-8-sig")
    best = max(counts, key=counts.__getitem__) if any(counts.values()) else "cp1252"
    return (
        Encoding("utf-8-sig", is_damaged=True)
        if best == "utf-8"
        else Encoding(best, best == "cp1252" and not is_cp1252)
    )


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


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
