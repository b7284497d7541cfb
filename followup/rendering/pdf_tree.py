"""Walking the structure tree of a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name


def kids(element: Any) -> list[Any]:
    """The children of a structure element, whatever way they are written."""
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def is_element(kid: Any) -> bool:
    """True for a structure element, false for marked content and object references."""
    return isinstance(kid, Dictionary) and "/S" in kid


def walk(element: Any) -> Iterator[Any]:
    """Every element of the tree in reading order, the root first."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += [kid for kid in reversed(kids(current)) if is_element(kid)]


def rows(table: Any) -> list[tuple[Any, Any]]:
    """The rows of a table with the part they stand in: THead or TBody."""
    found: list[tuple[Any, Any]] = []
    for part in kids(table):
        if is_element(part) and part.S in (Name.THead, Name.TBody, Name.TFoot):
            found += [(part.S, row) for row in kids(part) if is_element(row) and row.S == Name.TR]
        elif is_element(part) and part.S == Name.TR:
            found.append((Name.TBody, part))
    return found


def cells(row: Any) -> list[Any]:
    """The cells of a row."""
    return [cell for cell in kids(row) if is_element(cell) and cell.S in (Name.TH, Name.TD)]


def table_attributes(cell: Any) -> Any:
    """A cell's table attributes, new ones if it has none."""
    found = cell.get("/A")
    return found if isinstance(found, Dictionary) else Dictionary(O=Name.Table)
