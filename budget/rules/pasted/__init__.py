"""Rows pasted from a spreadsheet into the forecast: which line each is about and what it says. Pure.

Either two columns, a line's name or code and its amount, with or without headings; or a table with a heading that says
which column is the forecast; or one column of amounts, row by row from a line on. Nothing is guessed: a row that cannot
be used says why, and a table whose forecast cannot be told from its other columns is refused.
"""

from __future__ import annotations

from budget.rules.pasted.headings import PasteError, PasteGrid
from budget.rules.pasted.names import PasteTarget
from budget.rules.pasted.reading import MOST_ROWS, PastedRow, read_paste

__all__ = ["MOST_ROWS", "PasteError", "PasteGrid", "PasteTarget", "PastedRow", "read_paste"]
