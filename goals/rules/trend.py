"""How an indicator has moved over the years, in figures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from goals.rules.vocabulary import Direction

_ORDINALS = {2: "andra", 3: "tredje", 4: "fjärde", 5: "femte", 6: "sjätte", 7: "sjunde", 8: "åttonde"}


@dataclass(frozen=True, slots=True)
class Trend:
    """The latest known value and what led to it. `gain` is positive when it got better since the previous value, or
    larger when no direction is wanted.

    `in_a_row` counts the years up to the latest in which it moved the same way; a year without a value ends the row.
    """

    year: int
    value: Decimal
    previous_year: int | None
    previous: Decimal | None
    gain: Decimal | None
    in_a_row: int
    has_direction: bool = True

    @property
    def words(self) -> str:
        """The movement in Swedish; empty when there is nothing to compare with."""
        if self.gain is None:
            return ""
        if self.gain == 0:
            return f"Oförändrat sedan {self.previous_year}."
        better, worse = ("Förbättrat", "Försämrat") if self.has_direction else ("Ökat", "Minskat")
        verb = better if self.gain > 0 else worse
        if self.in_a_row in _ORDINALS:
            return f"{verb} för {_ORDINALS[self.in_a_row]} året i rad."
        if self.in_a_row > max(_ORDINALS):
            return f"{verb} {self.in_a_row} år i rad."
        return f"{verb} sedan {self.previous_year}."


def trend(values: Mapping[int, Decimal | None], direction: Direction | None) -> Trend | None:
    """Read the movement from yearly values; None when no year has a value. Without a direction it is neither better nor
    worse, only larger or smaller."""
    by_year = sorted((year, value) for year, value in values.items() if value is not None)
    if not by_year:
        return None
    (year, value), earlier = by_year[-1], by_year[:-1]
    if not earlier:
        return Trend(year, value, None, None, None, 0)
    way = direction or Direction.UP
    gain = way.gain(earlier[-1][1], value)
    return Trend(year, value, *earlier[-1], gain, _years_in_a_row(by_year, way), direction is not None)


def _years_in_a_row(by_year: list[tuple[int, Decimal]], direction: Direction) -> int:
    """Count the years up to the last, without a gap, in which the value moved the way it moved last."""
    count, wanted = 0, 0
    for (year, value), (later, newer) in reversed(list(pairwise(by_year))):
        gain = direction.gain(value, newer)
        sign = (gain > 0) - (gain < 0)
        if later - year != 1 or sign == 0 or (wanted and sign != wanted):
            break
        count, wanted = count + 1, sign
    return count
