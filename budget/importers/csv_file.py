"""Reading csv files: which encoding, which separator, and the rows as text. Pure, and one row at a time."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from .contract import ImportSpec, UploadError
from .headings import SEARCHED_ROWS, HeadingError, find_layout

MAX_BYTES = 100_000_000
_BLOCK = 1 << 20
_SEPARATORS = (";", "\t", ",", "|")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN1_LETTERS = "åäöÅÄÖé".encode("latin-1")
_CP437_LETTERS = "åäöÅÄÖé".encode("cp437")


def guess_encoding(path: Path) -> str:
    """Tell which encoding the file has: UTF-16 or UTF-8 with a mark, UTF-8, else CP437 or Latin-1 by its åäö.

    Raises UploadError for a file that is no text.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(_UTF16):
            return "utf-16"
        if _is_utf8(path):
            return "utf-8-sig"
        file.seek(0)
        latin1 = cp437 = 0
        while block := file.read(_BLOCK):
            if b"\0" in block:
                raise UploadError("Filen är ingen textfil. Spara den som CSV UTF-8 i Excel och försök igen.")
            latin1 += sum(block.count(letter) for letter in _LATIN1_LETTERS)
            cp437 += sum(block.count(letter) for letter in _CP437_LETTERS)
    return "cp437" if cp437 > latin1 else "latin-1"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                if b"\0" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def rows_of(path: Path, spec: ImportSpec) -> Iterator[list[str]]:
    """Give the file's rows as text cells, headings and whatever stands before them included.

    Raises UploadError, also half-way, for a file that cannot be read as csv.
    """
    encoding = guess_encoding(path)
    separator = _separator(path, encoding, spec)
    return _read(path, encoding, separator)


def _separator(path: Path, encoding: str, spec: ImportSpec) -> str:
    """The separator with which a row of headings is found; else the one that parts the first rows most."""
    widths: dict[str, int] = {}
    for separator in _SEPARATORS:
        widths[separator] = 0
        for row, _ in zip(_read(path, encoding, separator), range(SEARCHED_ROWS), strict=False):
            widths[separator] = max(widths[separator], len(row))
            try:
                if find_layout(row, spec.year, month_is_given=spec.month is not None):
                    return separator
            except HeadingError:
                return separator
    return max(_SEPARATORS, key=widths.__getitem__)


def _read(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield from csv.reader(file, delimiter=separator)
    except csv.Error as error:
        raise UploadError(_explain(error)) from error
    except UnicodeError as error:
        raise UploadError("Filens tecken går inte att läsa. Spara den som CSV UTF-8 och försök igen.") from error


def _explain(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "Filen har ett fält med mer än 131 000 tecken. Ett citattecken kan saknas. Rätta filen."
    return "Filen går inte att läsa som csv. Spara den som CSV UTF-8 i Excel och försök igen."
