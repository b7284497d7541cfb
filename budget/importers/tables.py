"""Looking for the table among the first rows of a file or sheet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from budget.importers.above import Above
from budget.importers.contract import ImportSpec
from budget.importers.headings import (
    SEARCHED_ROWS,
    HeadingError,
    Layout,
    find_layout,
    listed,
    with_units_below,
)
from styrmodell.throwaway.cells import Row, text_of
from styrmodell.throwaway.contract import UploadError
from ui.rules.swedish import join_words

_SAMPLE = 200  # rows that are looked through for values under no heading


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a table begins, and its rows, each with its number in the file."""

    layout: Layout
    heading_row: int
    rows: Iterator[tuple[int, Row]]


@dataclass(slots=True)
class _Search:
    """What has been seen on the way."""

    problem: str = ""
    likely: str = ""  # the first row that looks like headings of something else

    def refusal(self, spec: ImportSpec) -> str:
        """Why there is no table to read."""
        needed = "Ansvar, Konto och Belopp" if spec.month else "Ansvar, Konto, Månad och Belopp"
        found = f" {self.likely}" if self.likely else ""
        return self.problem or f"Hittar inga rubriker. Filen behöver en rad med {needed}.{found}"

    def look(self, number: int, row: Row) -> None:
        """Remember a row of words that are no headings of ours."""
        texts = [text_of(cell) for cell in row]
        if not self.likely and sum(any(map(str.isalpha, text)) for text in texts) > 1:
            self.likely = f"På rad {number} står {listed(texts)}."


def find_table(rows: Iterable[Row], spec: ImportSpec, name: str = "") -> FoundTable:
    """The table among the first rows, the first row of all being number 1; `name` is the sheet's.

    Raises UploadError, with what was found instead, when there is none."""
    numbered = enumerate(rows, start=1)
    search, above = _Search(), list[Row]()
    for number, row in islice(numbered, SEARCHED_ROWS):
        try:
            layout = find_layout(row, spec, Above(above, name))
            if layout is not None:
                return _from(layout, number, numbered)
        except HeadingError as error:
            search.problem = search.problem or f"Rad {number}: {error}"
        search.look(number, row)
        above.append(row)
    raise UploadError(search.refusal(spec))


def _from(layout: Layout, number: int, rows: Iterator[tuple[int, Row]]) -> FoundTable:
    """The table under its headings: units may stand in the first row, and columns may lack a heading."""
    first = list(islice(rows, _SAMPLE))
    with_units = with_units_below(layout, first[0][1]) if first else None
    if with_units is not None:
        layout = with_units
        del first[0]
    unnamed = _unnamed(layout, (row for _, row in first))
    return FoundTable(replace(layout, ignored=(*layout.ignored, *unnamed)), number, chain(first, rows))


def _unnamed(layout: Layout, rows: Iterator[Row]) -> list[str]:
    """Columns that hold values and have no heading, by their letters."""
    named = {index for index, heading in enumerate(layout.headings) if heading}
    found = {index for row in rows for index, cell in enumerate(row) if index not in named and text_of(cell)}
    return [f"{_letters(index)} (utan rubrik)" for index in sorted(found)]


def _letters(index: int) -> str:
    """The name of a column: 0 is A, 27 is AB."""
    first, last = divmod(index, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def unread(layout: Layout) -> str:
    """Which columns were not read, as a sentence; empty when all were."""
    if not layout.ignored:
        return ""
    shown = [heading[:40] for heading in layout.ignored[:12]]
    more = " med flera" if len(layout.ignored) > len(shown) else ""
    word = "Kolumnen" if len(layout.ignored) == 1 else "Kolumnerna"
    return f"{word} {join_words(shown)}{more} lästes inte."
