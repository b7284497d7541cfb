"""Sum rows of a file: they are not booked, and what they say is held against the rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.rules.money import number, with_unit
from ui.rules.swedish import plural

_WORD = r"(?:grand ?total|slut ?summa|total ?summa|del ?summa|under ?summa|sub ?total|summering|summa|s:a|totalt|totals?|sum)"
_BEGINS = re.compile(rf"{_WORD}(?!\w)")
_ENDS = re.compile(rf"(?<!\w){_WORD}\W*$")
_MOST_SAID = 3
_ROWS_OF_A_SUM = 2  # fewer rows before an amount without a word prove nothing: it may be the same amount again


def has_sum_word(texts: Sequence[str]) -> bool:
    """Does any of the cells begin or end with "Summa", "Totalt" or the like, as a word?"""
    return any(_BEGINS.match(text) or _ENDS.search(text) for text in map(str.casefold, texts))


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that may be a sum, in öre as it is read.

    `before` and `rows` are the öre and the number of rows above it; a bare one could be nothing else: the word stands
    where a code should, and no month beside it. `errors` are those of the row when it is no sum.
    """

    number: int
    ore: int
    before: int
    rows: int
    is_named: bool
    is_bare: bool
    errors: Sequence[tuple[str, str]]


@dataclass(slots=True)
class Verdicts:
    """What was found: sums that are proved by the rows, and those that differ, with what the rows come to."""

    proved: list[SumRow]
    differ: list[tuple[SumRow, int]]

    @property
    def agrees(self) -> list[str]:
        """The proved sums as a sentence, the last of them with its amount."""
        if not self.proved:
            return []
        last, others = self.proved[-1], len(self.proved) - 1
        more = f" Det gör också {plural(others, 'delsumma', 'delsummor')}." if others else ""
        return [f"Summaraden på rad {last.number} stämmer med raderna: {kronor(last.ore)}.{more}"]

    @property
    def warnings(self) -> list[str]:
        """The bare sums that differ, each with both amounts."""
        bare = [(row, ore) for row, ore in self.differ if row.is_bare and row.is_named]
        said = [
            f"Summaraden på rad {row.number} är {kronor(row.ore)}, men raderna blir {kronor(ore)}. "
            "Kontrollera att filen är hel."
            for row, ore in bare[:_MOST_SAID]
        ]
        rest = len(bare) - len(said)
        return [*said, f"{plural(rest, 'summarad', 'summarader')} till stämmer inte med raderna."] if rest else said


def judge(
    rows: Sequence[SumRow], total: int, read: int, kept: Callable[[int], int], others: Collection[int]
) -> Verdicts:
    """Hold every sum row against the rows. A sum is what stands between it and another sum, the file's beginning or
    its end, or one of `others` (sums of a unit, an account, a month); `kept(number)` is what came to be booked above
    the row after it was met, `read` the number of rows that are no sums."""
    verdicts = Verdicts([], [])
    before = [row.before + kept(row.number) for row in rows]
    marks = {0, total, *before}
    first: dict[int, int] = {0: 0}  # from which row on that many öre had been read
    for row, ore in zip(rows, before, strict=True):
        if row.is_named:
            is_proved = ore - row.ore in marks or ore + row.ore in marks or row.ore in others
        else:
            begins = first.get(ore - row.ore)
            is_proved = begins is not None and (row.rows - begins >= _ROWS_OF_A_SUM or row.rows == read)
        if is_proved:
            verdicts.proved.append(row)
        else:
            verdicts.differ.append((row, _nearest(row.ore, ore, first)))
        first.setdefault(ore, row.rows)
    return verdicts


def _nearest(ore: int, before: int, first: Collection[int]) -> int:
    """Of what the rows above come to, counted from any of the last sums, that which looks most like the sum row."""
    starts = [0, *list(first)[-20:]]
    return min((before - start for start in starts), key=lambda found: abs(found - ore))


def kronor(ore: int) -> str:
    """Öre as kronor, "−3 500,00 kr"."""
    return with_unit(number(Decimal(ore).scaleb(-2), 2), "kr")
