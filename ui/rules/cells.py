"""Words in the cells of a spreadsheet: always words, whatever they begin with."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL_LIMIT = 32767
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell_text(words: str) -> str:
    """Text that a cell of a workbook can hold."""
    return _FORBIDDEN.sub("", words.replace("\u00ad", ""))[:_CELL_LIMIT]


def csv_text(words: str) -> str:
    """Text that no program takes for a formula when it opens the csv file."""
    return f"'{words}" if words.startswith(_BEGINS_FORMULA) else words
