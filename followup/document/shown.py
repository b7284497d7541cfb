"""How a document's numbers are written. One place, so that page, PDF and Excel cannot differ.

Money is exact until it stands here; see `ui.rules.money` for rounding and signs.
"""

from __future__ import annotations

from decimal import Decimal

from followup.document.base import Side, side_of
from followup.document.table import Col, NumberCell, Row, Table
from ui.rules.money import DASH, NBSP, Unit, in_unit, number, round_half_up


def default_decimals(unit: str) -> int:
    """Decimals a unit is usually shown with: kr and tkr none, mnkr one, other units none."""
    return Unit.of(unit).decimals if is_money(unit) else 0


def is_money(unit: str) -> bool:
    """Tell whether values with this unit are stored as kronor."""
    return any(unit == money_unit.word for money_unit in Unit)


def in_shown_unit(value: Decimal, unit: str) -> Decimal:
    """Convert kronor to the unit shown, exactly; numbers in other units stay as they are."""
    return in_unit(value, Unit.of(unit)) if is_money(unit) else value


def value_text(value: Decimal | None, unit: str = "", decimals: int | None = None, *, sign: bool = False) -> str:
    """Write a value without its unit: kronor in `unit` if that is a money unit, else the number itself."""
    if value is None:
        return DASH
    shown = default_decimals(unit) if decimals is None else decimals
    return number(in_shown_unit(value, unit), shown, sign=sign)


def cell_decimals(table: Table, row: Row, col: Col, cell: NumberCell) -> int:
    """Decimals of one cell: its own, else its row's, column's, table's or unit's."""
    for wanted in (cell.decimals, row.decimals, col.decimals):
        if wanted is not None:
            return wanted
    if col.kind == "amount":
        return default_decimals(table.unit) if table.decimals is None else table.decimals
    return 0


def number_text(table: Table, row: Row, col: Col, cell: NumberCell) -> str:
    """Write a number cell as the table shows it."""
    unit = table.unit if col.kind == "amount" else ""
    text = value_text(cell.value, unit, cell_decimals(table, row, col, cell), sign=col.signed)
    return f"{text}{NBSP}{cell.mark}" if cell.mark else text


def exact_in_table(table: Table, col: Col, cell: NumberCell) -> Decimal:
    """Return a number in the unit the table shows, unrounded: what the spreadsheet holds."""
    return in_shown_unit(cell.value, table.unit) if col.kind == "amount" else cell.value


def deviation_side(table: Table, row: Row, col: Col, cell: NumberCell) -> Side:
    """Tell how a signed number is coloured: what shows as zero, or is within tolerance, is "same"."""
    shown = round_half_up(exact_in_table(table, col, cell), cell_decimals(table, row, col, cell))
    return "same" if shown == 0 else side_of(cell.value, col.tolerance)


def sum_notes(table: Table) -> tuple[str, ...]:
    """Say in words when the shown rows do not add up to a shown sum: by rounding, or already in the source."""
    by_key = {row.key: row for row in table.rows if row.key}
    rounded = False
    wrong: list[str] = []
    for row in table.rows:
        parts = [by_key[key] for key in row.sum_of if key in by_key]
        if not parts:
            continue
        for index, col in enumerate(table.cols):
            match _compare(table, row, parts, index):
                case "rounded":
                    rounded = True
                case str(text):
                    wrong.append(f"{row.label}, {_column_name(col)}: raderna ger {text}, källan anger en annan summa.")
                case _:
                    pass
    notes = ["Rader och summor är avrundade var för sig och kan därför skilja sig åt."] if rounded else []
    return (*notes, *wrong)


def _compare(table: Table, total: Row, parts: list[Row], index: int) -> str | None:
    """Return None when a column adds up, "rounded" when only the shown figures differ, else what the rows give."""
    cell, col = total.cells[index], table.cols[index]
    cells = [(part, part.cells[index]) for part in parts]
    numbers = [(part, value) for part, value in cells if isinstance(value, NumberCell)]
    if col.kind not in {"amount", "number"} or not isinstance(cell, NumberCell) or len(numbers) != len(parts):
        return None
    decimals = cell_decimals(table, total, col, cell)
    exact = sum((value.value for _, value in numbers), Decimal(0))
    if exact != cell.value:
        return value_text(exact, table.unit if col.kind == "amount" else "", decimals, sign=col.signed)
    shown = [
        round_half_up(exact_in_table(table, col, value), cell_decimals(table, part, col, value))
        for part, value in numbers
    ]
    return None if sum(shown, Decimal(0)) == round_half_up(exact_in_table(table, col, cell), decimals) else "rounded"


def _column_name(col: Col) -> str:
    return f"{col.group.lower()} {col.label.lower()}" if col.group else col.label
