"""Rows of account groups above their accounts ("5 Personal", "50 Löner", "5010 Månadslön"): they are sums, and would be
booked twice. Pure.

Accounts of fewer than four digits are held back until all rows are read: then those that have accounts below them in
the same unit and month are proved to be their sum, or are errors; the others are booked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from budget.importers.held import HeldRows
from budget.importers.sums import kronor
from budget.importers.tally import Place

WHOLE_ACCOUNT = 1000  # from here on a number is an account of its own

_Key = tuple[str, tuple[int, int], str]  # unit, month, and the digits that an account begins with


@dataclass(slots=True)
class GroupRows(HeldRows):
    """The rows of groups, and what the accounts below each group come to."""

    wrong: list[tuple[int, str]] = field(default_factory=list)
    _below: Counter[_Key] = field(default_factory=Counter)

    def add(self, places: Iterable[Place]) -> None:
        """Count what was booked on whole accounts."""
        for place in places:
            if place.rows and not place.is_group:
                self.count(place, place.ore)

    def count(self, place: Place, ore: int) -> None:
        """Add to the groups that the account belongs to: all that its number begins with, up to three digits."""
        for length in range(1, min(len(str(place.account)), 4)):
            self._below[place.unit, place.month, str(place.account)[:length]] += ore

    def settle(self) -> None:
        """Tell sums from accounts, the longest numbers first: what is kept counts for the shorter ones."""
        if not self.held:
            return
        own: Counter[_Key] = Counter()
        for _, booked in self.held:
            for place, ore in booked:
                own[_key(place)] += ore
        for number, booked in sorted(self.held, key=lambda row: (-len(str(row[1][0][0].account)), row[0])):
            keys = [_key(place) for place, _ in booked]
            if not any(key in self._below for key in keys):
                self.kept.append((number, booked))
                for place, ore in booked:
                    self.count(place, ore)
            elif all(own[key] == self._below[key] for key in keys):
                self.sums += 1
            else:
                self.wrong.append(
                    (number, _differs(next(key for key in keys if own[key] != self._below[key]), own, self._below))
                )
        self.close()


def _key(place: Place) -> _Key:
    return place.unit, place.month, str(place.account)


def _differs(key: _Key, own: Counter[_Key], below: Counter[_Key]) -> str:
    digits = key[2]
    return (
        f"Konto {digits} ser ut att vara en summa: det är {kronor(own[key])}, men kontona som börjar på {digits} blir "
        f"{kronor(below[key])}. Ta bort summaraderna, eller skriv hela kontot."
    )
