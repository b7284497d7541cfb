"""Walking the structure tree of a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name


def kids(element: Any) -> list[Any]:
    """The children of a structure element, whatever way they are written."""
    children = element.get("/K")
    if children is None:
        return []
    return list(children) if isinstance(children, Array) else [children]


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
    in_parts: list[tuple[Any, Any]] = []
    for part in kids(table):
        if is_element(part) and part.S in (Name.THead, Name.TBody, Name.TFoot):
            in_parts += [(part.S, row) for row in kids(part) if is_element(row) and row.S == Name.TR]
        elif is_element(part) and part.S == Name.TR:
            in_parts.append((Name.TBody, part))
    return in_parts


def cells(row: Any) -> list[Any]:
    """The cells of a row."""
    return [cell for cell in kids(row) if is_element(cell) and cell.S in (Name.TH, Name.TD)]


def table_attributes(cell: Any) -> Any:
    """A cell's table attributes, new ones if it has none."""
    attributes = cell.get("/A")
    return attributes if isinstance(attributes, Dictionary) else Dictionary(O=Name.Table)
