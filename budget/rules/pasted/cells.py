"""The cells of what was pasted, as spreadsheets write them on the clipboard. Pure."""

from __future__ import annotations

import re

# A cell with a line break is set in quotes, and its own quotes are doubled; any other quote is a letter like the rest.
_CELL = re.compile(r'(?:"((?:[^"\t]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)')
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNITS = frozenset({"tkr", "kkr", "sek", "mkr", "mnkr", "kronor"})


def cells_of(text: str) -> list[list[str]]:
    """The rows with their cells, tidied: a line break in a cell is a space. Columns without any text are left out."""
    rows = [list[str]()]
    for quoted, plain, end in _CELL.findall(text):
        rows[-1].append(" ".join((quoted.replace('""', '"') or plain).split()))
        if not end:
            break
        if end != "\t":
            rows.append([])
    return _without_empty_columns(rows)


def has_words(cell: str) -> bool:
    """Is the cell words, as a heading is? An amount with its unit is not, nor is an error of the spreadsheet."""
    return not cell.startswith("#") and any(word not in _UNITS for word in _WORD.findall(cell.casefold()))


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    full = [row + [""] * (width - len(row)) for row in rows]
    used = [place for place in range(width) if any(row[place] for row in full)]
    return [[row[place] for place in used] for row in full]
