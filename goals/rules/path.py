"""The way from the baseline over the yearly targets to the final target (HA-5, AN-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from goals.rules.vocabulary import Direction

YearAndValue = tuple[int, Decimal]


@dataclass(frozen=True, slots=True)
class Path:
    """Baseline and targets per year, in the indicator's unit. Targets up to the baseline's year are not part of it.

    `direction` is None for what is only followed, such as a volume (HA-6)."""

    direction: Direction | None
    targets: Mapping[int, Decimal]
    baseline: YearAndValue | None = None

    def points(self) -> list[YearAndValue]:
        """The known points in order of year: the baseline and the targets after it."""
        start = [] if self.baseline is None else [self.baseline]
        return start + [(year, self.targets[year]) for year in sorted(self.targets) if not start or year > start[0][0]]

    def final(self) -> YearAndValue | None:
        """The last year's target, slutvärdet; None when there is no target."""
        last = max(self.targets, default=None)
        return None if last is None else (last, self.targets[last])

    def aim(self, year: int) -> YearAndValue | None:
        """The target that a value of the year is held against: the year's own, else the next, else the last."""
        later = [at for at in sorted(self.targets) if at >= year]
        return (later[0], self.targets[later[0]]) if later else self.final()

    def planned(self, year: int) -> Decimal | None:
        """The planned value of a year: its target, else a straight line between its neighbours.

        A target that allows worse than the point before it is the plan at once: the line demands nothing beyond the
        next target. None before the first known point and after the last."""
        points = self.points()
        before = [point for point in points if point[0] <= year]
        after = [point for point in points if point[0] >= year]
        if not before or not after:
            return None
        (start, low), (end, high) = before[-1], after[0]
        if start == end:
            return low
        if self.direction and self.direction.gain(low, high) < 0:
            return high
        return low + (high - low) * (year - start) / (end - start)

    def start(self, values: Mapping[int, Decimal], year: int) -> YearAndValue | None:
        """Where the way to the year began: the baseline; without one the last known value before the first target, or
        the first known. Always before the year; None when nothing is known then."""
        if self.baseline is not None:
            return self.baseline if self.baseline[0] < year else None
        earlier = sorted(at for at in values if at < year)
        if not earlier:
            return None
        before_targets = [at for at in earlier if at < min(self.targets, default=year)]
        first = before_targets[-1] if before_targets else earlier[0]
        return first, values[first]
