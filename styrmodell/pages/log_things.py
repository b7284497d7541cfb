"""What an event of the log is about, by its name and with the way to it. The rooms above hang up how theirs are found when
the program starts; this one may not read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from styrmodell.access import Access


class Thing(NamedTuple):
    """Something that an event is about. Without an address the reader may not see its page, or it has none. When it is
    closed to the reader, neither is what the event says of it for them: that it happened is."""

    name: str
    address: str = ""
    about: str = ""  # what it is, in the municipality's own word, or where it belongs
    is_closed: bool = False


Key = tuple[str, int]  # the table's label and the row's number
Finder = Callable[[Access, Collection[int]], Mapping[int, Thing]]

_finders: dict[str, Finder] = {}
_named: dict[str, str] = {}  # what an address calls a row's number, and the table


def add_finder(table: str, finder: Finder, *, named: str = "") -> None:
    """Let a room say how a table's rows are found (one query each), and what addresses call them."""
    _finders[table] = finder
    if named:
        _named[named] = table


def key_of(table: str, row_id: int | None, ids: Mapping[str, object]) -> Key | None:
    """What an event is about: what it says itself, else the first that the address named."""
    if row_id is not None:
        return table, row_id
    return next(
        ((_named[name], number) for name, number in ids.items() if name in _named and isinstance(number, int)), None
    )


def find_things(access: Access, keys: Iterable[Key]) -> dict[Key, Thing]:
    """Those that are still there and that the reader may see (one query for each table)."""
    by_table: dict[str, set[int]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, set()).add(row_id)
    return {
        (table, row_id): thing
        for table, ids in by_table.items()
        if table in _finders
        for row_id, thing in _finders[table](access, ids).items()
    }
