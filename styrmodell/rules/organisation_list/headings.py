"""Which column of a list is which. Headings may stand in any order, below a title, and have the usual other names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from styrmodell.rules.organisation_list.rows import Column

SEARCHED_ROWS = 10
_WORDS = {
    Column.CODE: "kod id organisationskod enhetskod",
    Column.NAME: "namn benämning organisation organisationsnamn enhet enhetsnamn",
    Column.SHORT_NAME: "kortnamn förkortning",
    Column.KIND: "typ slag sort",
    Column.PARENT: "ligger-under under överordnad överordnad-kod hör-till tillhör förälder över",
    Column.LEDGER_CODES: "ansvarskoder ansvarskod ansvar koder",
    Column.VALID_FROM: "gäller-från giltig-från från från-och-med fr-o-m startdatum",
    Column.VALID_TO: "gäller-till giltig-till till till-och-med t-o-m slutdatum",
    Column.LEVEL: "nivå",
}
_BY_WORD = {word: column for column, words in _WORDS.items() for word in words.split()}
_SIGNS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings (its index), where each column stands, and the headings that nobody knows."""

    row: int
    places: dict[Column, int]
    unread: list[str]


def find_headings(table: Sequence[Sequence[str]]) -> Headings | None:
    """The first row that has a name and another column among its headings; None when the list is names alone."""
    for number, row in enumerate(table[:SEARCHED_ROWS]):
        places: dict[Column, int] = {}
        unread = []
        for place, cell in enumerate(row):
            column = _BY_WORD.get(_SIGNS.sub("-", cell.casefold()).strip("-"))
            if column is not None and column not in places:
                places[column] = place
            elif cell.strip():
                unread.append(" ".join(cell.split()))
        if Column.NAME in places and len(places) > 1:
            return Headings(number, places, unread)
    return None
