"""What was pasted, row by row: which line each is about and its amount, or what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budget.rules.pasted.amounts import read_amount
from budget.rules.pasted.cells import cells_of, has_words
from budget.rules.pasted.headings import (
    Heading,
    PasteError,
    PasteGrid,
    forecast_column,
    heading_row,
    is_heading_of,
    must_be_about,
    unit_above,
)
from budget.rules.pasted.names import LineError, LineNames, PasteTarget
from ui.rules.money import AmountError, Unit, number

MOST_ROWS = 500
_SUMS = frozenset({"summa", "delsumma", "totalsumma", "summering", "total", "totalt", "totals", "sum", "grand"})
_WORDS = re.compile(r"[^\W_]+")
_TWO = 2

Numbered = tuple[int, Sequence[str]]  # a row's number among those that were pasted, and its cells


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that was pasted: what it says, the line it is about, the amount in the grid's unit, or what is wrong."""

    number: int
    label: str
    key: str = ""
    amount: Decimal | None = None
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PastedTable:
    """The rows below the headings: which column is the forecast, in which unit, and which columns may name a line."""

    rows: Sequence[Numbered]
    column: int
    unit: Unit
    headings: Sequence[Heading] = ()

    def names(self, cells: Sequence[str]) -> list[str]:
        """The cells that may name a line. Digits name one only in front, or below a heading that says so: further on
        they are more likely an amount."""
        found = [place for place, cell in enumerate(cells) if cell and place != self.column]
        return [cells[place] for place in found if has_words(cells[place]) or self._is_code(place, found)]

    def _is_code(self, place: int, found: Sequence[int]) -> bool:
        is_left = place < self.column
        return is_left and (place == found[0] or (bool(self.headings) and self.headings[place].is_code))


def read_paste(
    text: str, lines: Sequence[PasteTarget], start: str = "", grid: PasteGrid | None = None
) -> list[PastedRow]:
    """Read what was pasted. `start` is the key of the line where a single column begins, the first one when empty.

    Empty rows and sums that agree with their rows are left out. Raises PasteError when there is nothing to read, or
    when it cannot be told which column is the forecast of the `grid`."""
    rows = list(enumerate(cells_of(text), start=1))
    while rows and not any(rows[-1][1]):
        rows.pop()
    if not rows:
        raise PasteError("Det finns inget att läsa. Kopiera cellerna i Excel och klistra in dem här.")
    if len(rows) > MOST_ROWS:
        raise PasteError(f"Klistra in högst {MOST_ROWS} rader åt gången.")
    grid = grid or PasteGrid()
    if len(rows[0][1]) == 1:
        return _one_column(rows, lines, start, grid)
    names = LineNames(lines)
    return _mark_twice(_named(_table([row for row in rows if any(row[1])], names, grid), names, grid))


def _one_column(rows: Sequence[Numbered], lines: Sequence[PasteTarget], start: str, grid: PasteGrid) -> list[PastedRow]:
    """Amounts in the order of the lines; an empty cell passes its line by. Headings above them are left out."""
    first = _headings_above([row[0] for _, row in rows], grid)
    unit = unit_above([row[0] for _, row in rows[:first]]) or grid.unit
    at = next((place for place, line in enumerate(lines) if line.key == start), 0)
    below, pasted = lines[at:], list[PastedRow]()
    for place, (row_number, row) in enumerate(rows[first:]):
        if place < len(below):
            pasted.append(_amount(PastedRow(row_number, below[place].name, below[place].key), row[0], unit, grid))
        elif row[0]:
            problem = "Det finns ingen rad kvar i prognosen. Raden hoppas över."
            pasted.append(PastedRow(row_number, row[0], text=row[0], problem=problem))
    return pasted


def _headings_above(cells: Sequence[str], grid: PasteGrid) -> int:
    """How many cells above the amounts are a heading, with whatever words stand over it."""
    first = 0
    for place, cell in enumerate(cells[:-1]):
        if not has_words(cell):
            break
        first = place + 1 if is_heading_of(cell, grid) else first
    return first


def _table(rows: Sequence[Numbered], names: LineNames, grid: PasteGrid) -> PastedTable:
    """Find the headings, and with them the column. Raises PasteError when it cannot be told which it is."""
    place = heading_row([row for _, row in rows], names.__contains__)
    if place is not None:
        texts, titles = rows[place][1], [cell for _, row in rows[:place] for cell in row if cell]
        must_be_about(titles, grid)
        column = forecast_column(texts, grid)
        unit = unit_above([*titles, texts[column]]) or grid.unit
        return PastedTable(rows[place + 1 :], column, unit, [Heading.of(text) for text in texts])
    if len(rows[0][1]) > _TWO:
        raise PasteError(
            "Kolumnerna är fler än två och ingen rubrik säger prognos. Kopiera två kolumner: verksamhet och prognos."
        )
    return PastedTable(rows, 1, grid.unit)


def _named(table: PastedTable, names: LineNames, grid: PasteGrid) -> list[PastedRow]:
    """Each row names its line. A sum is held against the rows above it, used or not."""
    pasted, read, since = list[PastedRow](), list[Decimal](), 0
    for place, cells in table.rows:
        called, text = table.names(cells), cells[table.column]
        label, amount = next(iter(called), text), _readable(text, table.unit, grid)
        try:
            line = names.line(called, label)
        except LineError as error:
            if _is_sum(label):
                pasted += _sum_row(PastedRow(place, label, text=text), amount, read, since)
                since = len(read)
                continue
            pasted.append(PastedRow(place, label, text=text, problem=str(error)))
        else:
            pasted.append(_amount(PastedRow(place, line.name, line.key), text, table.unit, grid))
        read += [] if amount is None else [amount]
    return pasted


def _is_sum(label: str) -> bool:
    words = _WORDS.findall(label.casefold())
    return bool(words) and not _SUMS.isdisjoint({words[0], words[-1]})


def _sum_row(row: PastedRow, amount: Decimal | None, read: Sequence[Decimal], since: int) -> list[PastedRow]:
    """Nothing when the sum is that of all rows, or of those since the sum before it; else what differs."""
    whole = sum(read, Decimal(0))
    if amount is None or amount in (whole, sum(read[since:], Decimal(0))):
        return []
    problem = f"”{row.label[:40]}” är {_typed(amount)}, men raderna ovanför blir tillsammans {_typed(whole)}."
    return [replace(row, problem=problem)]


def _typed(amount: Decimal) -> str:
    exponent = amount.normalize().as_tuple().exponent
    return number(amount, max(0, -exponent) if isinstance(exponent, int) else 0)


def _amount(row: PastedRow, text: str, unit: Unit, grid: PasteGrid) -> PastedRow:
    if not text:
        return replace(row, key="", problem="Cellen är tom. Raden hoppas över.")
    try:
        return replace(row, amount=read_amount(text, grid.unit, unit), text=text)
    except AmountError as error:
        return replace(row, key="", text=text, problem=str(error))


def _readable(text: str, unit: Unit, grid: PasteGrid) -> Decimal | None:
    try:
        return read_amount(text, grid.unit, unit)
    except AmountError:
        return None


def _mark_twice(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """The second row about the same line is not used."""
    seen, pasted = set[str](), list[PastedRow]()
    for row in rows:
        is_again = bool(row.key) and row.key in seen
        pasted.append(
            replace(row, key="", amount=None, problem="Verksamheten står redan tidigare.") if is_again else row
        )
        seen.add(row.key)
    return pasted
