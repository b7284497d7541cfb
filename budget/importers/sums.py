"""Sum rows of a file: they are not booked, but what they say is held against the rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.rules.money import number, with_unit

_WORDS = ("summa", "total", "delsumma", "summering")


def has_sum_word(texts: Sequence[str]) -> bool:
    """Does any of the cells say "Summa", "Totalt" or the like?"""
    return any(text.casefold().startswith(_WORDS) for text in texts)


@dataclass(slots=True)
class SumRows:
    """The sum rows met so far, in öre as they are read. Only the last one can be the whole file's."""

    count: int = 0
    together: int = 0
    last_row: int = 0
    last: int = 0
    read_then: int = 0

    def meet(self, row: int, ore: int, read: int) -> None:
        """Remember a sum row; `read` is how many rows had been read with it."""
        self.count += 1
        self.together += ore
        self.last_row, self.last, self.read_then = row, ore, read

    def verdict(self, total: int, read: int) -> tuple[str, str]:
        """What the last sum row says about `total` (öre) of the `read` rows: that it agrees, or a warning.

        A sum in the middle of the file, or one of several, says nothing when it differs."""
        if not self.count or self.read_then != read:
            return "", ""
        if total in {self.last, self.together}:
            return f"Summaraden på rad {self.last_row} stämmer med raderna: {_kronor(total)}.", ""
        if self.count > 1:
            return "", ""
        return "", (
            f"Summaraden på rad {self.last_row} är {_kronor(self.last)}, men raderna blir {_kronor(total)}. "
            "Kontrollera att filen är hel."
        )


def _kronor(ore: int) -> str:
    return with_unit(number(Decimal(ore).scaleb(-2), 2), "kr")
