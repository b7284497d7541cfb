"""From values to places: scales, ticks, and labels that make room for each other. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # 2.5 only where it gives whole numbers: 25, 250


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight line from values to coordinates. A scale without width puts everything in the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the coordinate of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def axis_limits(values: Sequence[float]) -> tuple[float, float]:
    """Choose a value axis: from zero when the values reach near it, above zero when their range is narrow."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    if low >= 0:
        low = 0.0 if low < high * 0.55 or low == high else low - spread * 0.15
    else:
        low -= spread * 0.06
    return low, high + (high - low or spread) * 0.05


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Return round values for grid lines inside the axis, about as many as asked for."""
    if high - low < 1e-300:  # nothing, or too little for a number to hold
        return [low]
    raw = (high - low) / about
    magnitude = 10.0 ** math.floor(math.log10(raw))
    factors = [factor for factor in STEPS if factor != 2.5 or magnitude >= 10]
    step = next(magnitude * factor for factor in factors if magnitude * factor >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def decimals_of(values: Sequence[float]) -> int:
    """Return the number of decimals the grid values need, at most three."""
    for decimals in range(3):
        if all(abs(round(value, decimals) - value) < 1e-9 for value in values):
            return decimals
    return 3


def unbroken(points: Iterable[T | None]) -> list[list[T]]:
    """Return the parts of a series that have no gap: what is missing is never bridged."""
    runs: list[list[T]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def spread_out(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float = 0) -> list[float]:
    """Place boxes of `sizes` in their order, near the wanted starts, without overlap.

    They stay between `low` and `high` as long as there is room; the caller gives room enough.
    """
    groups: list[tuple[float, float, int]] = []  # (best start of the group, height, number of boxes)
    for start, size in zip(wanted, sizes, strict=True):
        groups.append((start, size, 1))
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] + gap > groups[-1][0]:
            first, second = groups[-2], groups[-1]
            moved = second[0] - first[1] - gap
            count = first[2] + second[2]
            best = (first[0] * first[2] + moved * second[2]) / count
            groups[-2:] = [(best, first[1] + gap + second[1], count)]
    places: list[float] = []
    for group_start, _height, count in groups:
        at = group_start
        for size in sizes[len(places) : len(places) + count]:
            places.append(at)
            at += size + gap
    return _inside(places, sizes, low, high, gap)


def _inside(places: list[float], sizes: Sequence[float], low: float, high: float, gap: float) -> list[float]:
    """Push boxes that stick out back inside, first from below and then from above."""
    limit = high
    for index in reversed(range(len(places))):
        places[index] = min(places[index], limit - sizes[index])
        limit = places[index] - gap
    limit = low
    for index, size in enumerate(sizes):
        places[index] = max(places[index], limit)
        limit = places[index] + size + gap
    return places
