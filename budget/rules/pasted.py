"""Rows pasted from a spreadsheet into the forecast: which line each is about and what it says. Pure.

Either two columns, a line's name or code and its amount, with or without headings; or a table with a heading that says
which column is the forecast; or one column of amounts, row by row from a line on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from ui.rules.money import AmountError, parse_amount

MOST_ROWS = 500
_SUMS = ("summa", "total")
_HEADINGS = ("ny prognos", "prognos")
_TWO = 2


class PasteError(ValueError):
    """Nothing can be made of what was pasted; the message says in Swedish what to paste instead."""


@dataclass(frozen=True, slots=True)
class PasteTarget:
    """A line that may be typed in: its key, its name, and its organisation's code."""

    key: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that was pasted: what it says, the line it is about, the amount in the grid's unit, or what is wrong."""

    number: int
    label: str
    key: str = ""
    amount: Decimal | None = None
    text: str = ""
    problem: str = ""


def read_paste(text: str, lines: Sequence[PasteTarget], start: str = "") -> list[PastedRow]:
    """Read what was pasted. `start` is the key of the line where a single column begins, the first one when empty.

    Sum rows and empty rows are left out. Raises PasteError when there is nothing to read."""
    rows = [[_tidy(cell) for cell in row.split("\t")] for row in text.splitlines()]
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        raise PasteError("Det finns inget att läsa. Kopiera cellerna i Excel och klistra in dem här.")
    if len(numbered) > MOST_ROWS:
        raise PasteError(f"Klistra in högst {MOST_ROWS} rader åt gången.")
    width = max(len(row) for _, row in numbered)
    if width == 1:
        return _one_column(list(enumerate(rows[: numbered[-1][0]], start=1)), lines, start)
    return _mark_twice(_named(numbered, lines, width))


def _tidy(cell: str) -> str:
    return " ".join(cell.replace("\u00a0", " ").split())


def _one_column(rows: Sequence[tuple[int, Sequence[str]]], lines: Sequence[PasteTarget], start: str) -> list[PastedRow]:
    """Amounts in the order of the lines; an empty cell passes its line by. A heading is left out."""
    if len(rows) > 1 and rows[0][1][0] and not _is_amount(rows[0][1][0]):
        rows = rows[1:]
    first = next((place for place, line in enumerate(lines) if line.key == start), 0)
    below = lines[first:]
    pasted = []
    for place, (number, row) in enumerate(rows):
        line = below[place] if place < len(below) else None
        if line is None:
            pasted.append(PastedRow(number, row[0], problem="Det finns ingen rad kvar i prognosen. Raden hoppas över."))
        else:
            pasted.append(_amount(PastedRow(number, line.name, line.key), row[0]))
    return pasted


def _named(rows: Sequence[tuple[int, Sequence[str]]], lines: Sequence[PasteTarget], width: int) -> list[PastedRow]:
    """Each row names its line."""
    column, has_heading = _column(rows[0][1], width)
    by_name = {name.casefold(): line for line in lines for name in (line.name, line.code, f"{line.code} {line.name}")}
    pasted = []
    for number, row in rows[1:] if has_heading else rows:
        cells = [*row, *[""] * (width - len(row))]
        label = next((cell for place, cell in enumerate(cells) if cell and place != column), "")
        if label.casefold().startswith(_SUMS):
            continue
        line = next((by_name[cell.casefold()] for cell in cells if cell.casefold() in by_name and cell), None)
        if line is None:
            pasted.append(PastedRow(number, label or cells[column], problem=_unknown(label, lines)))
        else:
            pasted.append(_amount(PastedRow(number, line.name, line.key), cells[column]))
    return pasted


def _column(first: Sequence[str], width: int) -> tuple[int, bool]:
    """Where the forecast stands, and whether the first row is headings. Raises PasteError when it cannot be told."""
    for word in _HEADINGS:
        places = [place for place, cell in enumerate(first) if cell.casefold().startswith(word)]
        if places:
            return places[-1], True
    if width > _TWO:
        raise PasteError(
            "Kolumnerna är fler än två och ingen rubrik säger prognos. Kopiera två kolumner: verksamhet och prognos."
        )
    return 1, not _is_amount(first[-1]) and len(first) == _TWO


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except AmountError:
        return False
    return True


def _amount(row: PastedRow, text: str) -> PastedRow:
    if not text:
        return PastedRow(row.number, row.label, problem="Cellen är tom. Raden hoppas över.")
    try:
        return PastedRow(row.number, row.label, row.key, parse_amount(text), text)
    except AmountError as error:
        return PastedRow(row.number, row.label, text=text, problem=f"”{text[:40]}” är inget belopp. {error}")


def _unknown(label: str, lines: Sequence[PasteTarget]) -> str:
    near = get_close_matches(label.casefold(), [line.name.casefold() for line in lines], n=1, cutoff=0.7)
    name = next((line.name for line in lines if near and line.name.casefold() == near[0]), "")
    asked = f" Menade du {name}?" if name else ""
    return f"”{label[:60]}” finns inte bland prognosens rader och hoppas över.{asked}"


def _mark_twice(rows: list[PastedRow]) -> list[PastedRow]:
    """The second row about the same line is not used."""
    seen: set[str] = set()
    pasted = []
    for row in rows:
        if row.key and row.key in seen:
            pasted.append(PastedRow(row.number, row.label, text=row.text, problem="Verksamheten står redan tidigare."))
        else:
            pasted.append(row)
        seen.add(row.key)
    return pasted
