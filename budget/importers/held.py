"""Rows that may be sums of others in the file: they are held back until all rows are read. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from budget.importers.tally import Place

Booked = Sequence[tuple[Place, int]]  # where a row is booked, with its öre


@dataclass(slots=True)
class HeldRows:
    """The rows that are held back by their numbers; those that are `kept` are booked after all, `sums` of them are not."""

    held: list[tuple[int, Booked]] = field(default_factory=list)
    kept: list[tuple[int, Booked]] = field(default_factory=list)
    sums: int = 0
    _shifts: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))

    def hold(self, number: int, booked: Booked) -> None:
        """Keep a row until all are read."""
        self.held.append((number, booked))

    def close(self) -> None:
        """All is settled: put what is kept in the file's order."""
        self.kept.sort(key=lambda row: row[0])
        sums = [sum(ore for _, ore in booked) for _, booked in self.kept]
        self._shifts = ([number for number, _ in self.kept], list(accumulate(sums, initial=0)))

    def kept_before(self, number: int) -> int:
        """Öre of the rows above that were booked after all."""
        numbers, sums = self._shifts
        return sums[bisect_left(numbers, number)] if sums else 0
