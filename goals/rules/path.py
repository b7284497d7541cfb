"""The way from baseline over yearly targets to the final target, and whether a value is on it (HA-5, AN-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from goals.rules.vocabulary import Direction


class PathState(StrEnum):
    """Where a value lies against the planned one of its year."""

    ON_PATH = "enligt-plan"
    BEHIND = "efter-plan"
    NO_PLAN = "plan-saknas"

    @property
    def label(self) -> str:
        """The words shown."""
        return {"enligt-plan": "Enligt plan", "efter-plan": "Efter plan", "plan-saknas": "Plan saknas"}[self.value]


@dataclass(frozen=True, slots=True)
class Path:
    """Baseline and targets per year, in the indicator's unit. Targets up to the baseline's year are not part of it."""

    direction: Direction
    targets: Mapping[int, Decimal]
    baseline: tuple[int, Decimal] | None = None

    def points(self) -> list[tuple[int, Decimal]]:
        """The known points in order of year: the baseline and the targets after it."""
        start = [] if self.baseline is None else [self.baseline]
        return start + [(year, self.targets[year]) for year in sorted(self.targets) if not start or year > start[0][0]]

    def final(self) -> tuple[int, Decimal] | None:
        """The last year's target, slutvärdet; None when there is no target."""
        points = self.points()
        return points[-1] if points and points[-1] != self.baseline else None

    def planned(self, year: int) -> Decimal | None:
        """The planned value of a year: its target, else a straight line between its neighbours.

        None before the first known point and after the last.
        """
        points = self.points()
        before = [point for point in points if point[0] <= year]
        after = [point for point in points if point[0] >= year]
        if not before or not after:
            return None
        (start, low), (end, high) = before[-1], after[0]
        return low if start == end else low + (high - low) * (year - start) / (end - start)

    def state(self, year: int, value: Decimal | None) -> PathState:
        """Tell whether the year's value is on the path: as planned or better."""
        planned = self.planned(year)
        if value is None or planned is None:
            return PathState.NO_PLAN
        return PathState.ON_PATH if self.direction.reaches(value, planned) else PathState.BEHIND

    def left(self, value: Decimal) -> Decimal | None:
        """How much is left to the final target, counted in the wanted direction; 0 when it is reached."""
        final = self.final()
        return None if final is None else max(Decimal(0), self.direction.gain(value, final[1]))
