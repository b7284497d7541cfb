"""Rows that add up other rows, for documents that tests write by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from followup.document.table import AnyCell, NumberCell, Row, RowKind, TextCell


def add_up(
    label: str, rows: Iterable[Row], *, kind: RowKind = "sum", key: str = "", replace: dict[int, Any] | None = None
) -> Row:
    """Make the row that adds up `rows` column by column, exactly. Columns without numbers stay empty.

    `replace` gives the cells of columns that cannot be added (a verdict, a percentage), by column index.
    """
    added = tuple(rows)
    columns: Sequence[tuple[AnyCell | None, ...]] = list(zip(*(row.cells for row in added), strict=True))
    cells: list[object] = [_sum_cell(column) for column in columns]
    for index, cell in (replace or {}).items():
        cells[index] = cell
    return Row(label=label, cells=tuple(cells), kind=kind, key=key, sum_of=tuple(row.key for row in added if row.key))


def _sum_cell(column: tuple[AnyCell | None, ...]) -> object:
    numbers = [cell.value for cell in column if isinstance(cell, NumberCell)]
    if numbers:
        return NumberCell(value=sum(numbers, Decimal(0)))
    return None if all(cell is None for cell in column) else TextCell(text="")
