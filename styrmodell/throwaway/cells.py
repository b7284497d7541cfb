"""Cells as files hold them: what they say as a text and as a code, and what is no value at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

Cell = str | float | bool | date | None
Row = Sequence[Cell]

NO_VALUE = "#FORMEL UTAN VÄRDE"  # what is put in a cell whose formula has no stored value
_WHOLE = re.compile(r"(\d+)[.,]0+", re.ASCII)
_KEPT_AS_TEXT = re.compile(r"=\"([^\"]*)\"|'(.*)")


def text_of(cell: Cell) -> str:
    """Write a cell as a word: 3130.0 → "3130", a date → "2026-07-31"."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def code_of(cell: Cell) -> str:
    """Write a cell as a code. What keeps a code as text in a spreadsheet is taken away (="1010", '1010), and the
    decimals that a spreadsheet gave it (1010.0)."""
    text = text_of(cell)
    kept = _KEPT_AS_TEXT.fullmatch(text)
    if kept:
        text = (kept[1] or kept[2] or "").strip()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def fault_of(text: str) -> str:
    """Why a cell holds no value, in Swedish: a spreadsheet's error, or a formula that was never worked out; else
    empty."""
    if not text.startswith("#"):
        return ""
    if text == NO_VALUE:
        return "Formeln i cellen har inget sparat värde. Öppna filen i Excel, spara den och välj den på nytt."
    if len(text) > 1 and not text.strip("#"):
        return "Cellen visar bara ####. Gör kolumnen bredare i kalkylarket och spara filen på nytt."
    return f"Cellen innehåller felet {text[:40]}. Rätta den i kalkylarket och spara filen på nytt."


def is_blank(row: Row) -> bool:
    """Has the row nothing but empty cells?"""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)
