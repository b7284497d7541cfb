"""The column beside the months that says what they come to: it is not booked, but held against them. Pure."""

from __future__ import annotations

from budget.importers.rows import RowCheck
from budget.importers.sums import kronor
from styrmodell.throwaway.cells import Row, text_of
from ui.rules.swedish import plural


class TotalColumn:
    """Holds the total of every row against its months; remembers the first that differs, and how many do."""

    def __init__(self, check: RowCheck) -> None:
        """Nothing differs yet."""
        self._check = check
        self._first = ""
        self._count = 0

    def check(self, number: int, row: Row) -> None:
        """Look at one row. What cannot be read is left: the months tell of their own errors."""
        index = self._check.layout.total
        if index is None or not text_of(row[index]):
            return
        months = self._check.sum_of([(column, row[column]) for column in self._months(row)]) or 0
        try:
            total = self._check.ore(row[index])
        except ValueError:
            return
        if total != months:
            self._count += 1
            heading = self._check.layout.headings[index][:40]
            self._first = self._first or (
                f"{heading} på rad {number} är {kronor(total)}, men månaderna blir {kronor(months)}."
            )

    def _months(self, row: Row) -> list[int]:
        return [index for index in self._check.layout.amounts if text_of(row[index])]

    @property
    def warnings(self) -> list[str]:
        """The first row that differs, with both amounts, and how many more there are."""
        if not self._first:
            return []
        rest = self._count - 1
        more = f" {plural(rest, 'rad', 'rader')} till skiljer sig." if rest else ""
        return [f"{self._first}{more} Kontrollera att alla månader är med."]
