"""Where everything in the year wheel stands. Pure geometry; angles in degrees, clockwise from three o'clock."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ui.drawing.pen import XY, n
from ui.drawing.scale import spread_out

GAP = 14.0  # degrees left open at twelve o'clock, where the rings' names stand as an axis
RING_WIDTH = 38.0
OUTER_RING = 296.0
OUTER_EDGE = OUTER_RING + RING_WIDTH / 2
MONTH_EDGE = OUTER_EDGE + 22
DOT_DISTANCE = 22.0
LABEL_HEIGHT, HEADING_HEIGHT, LABEL_GAP = 18.5, 20.0, 13.0
LABEL_OFFSET = 390.0  # from the centre to the label columns


@dataclass(frozen=True, slots=True)
class WheelRing:
    """A ring of the wheel, outermost first: tone is one of kf, ks, n, f, b (the colours)."""

    key: str
    short: str
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class WheelEvent:
    """Something that happens on a day in a ring. Without `has_day` only the month is known: the dot has no number."""

    day: date
    ring: str
    text: str
    has_day: bool = True


@dataclass(frozen=True, slots=True)
class WheelPeriod:
    """Work that goes on from one day to another in a ring."""

    start: date
    end: date
    ring: str
    text: str


STANDARD_RINGS = (
    WheelRing("kf", "KF", "Kommunfullmäktige", "kf"),
    WheelRing("ks", "KS", "Kommunstyrelsen", "ks"),
    WheelRing("namnd", "Nämnd", "Nämnderna", "n"),
    WheelRing("forvaltning", "Förv.", "Förvaltningarna", "f"),
    WheelRing("bolag", "Bolag", "Bolagen", "b"),
)


def angle(day: date) -> float:
    """Return the angle of a day: months are equally wide, 1 January stands just right of twelve o'clock."""
    part = day.month - 1 + (day.day - 1) / monthrange(day.year, day.month)[1]
    return -90 + GAP / 2 + part / 12 * (360 - GAP)


def month_angles(month: int) -> tuple[float, float]:
    """Return where a month begins and ends."""
    width = (360 - GAP) / 12
    start = -90 + GAP / 2 + (month - 1) * width
    return start, start + width


def polar(centre: XY, radius: float, degrees: float) -> XY:
    """Return a point on a circle."""
    turn = math.radians(degrees)
    return centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)


def arc(centre: XY, radius: float, start: float, end: float) -> str:
    """Return an SVG path along a circle; backwards when `end` is before `start`, so that text stands upright."""
    (x0, y0), (x1, y1) = polar(centre, radius, start), polar(centre, radius, end)
    flags = f"{int(abs(end - start) > 180)} {int(end > start)}"
    return f"M{n(x0)} {n(y0)}A{n(radius)} {n(radius)} 0 {flags} {n(x1)} {n(y1)}"


def sector(centre: XY, inner: float, outer: float, start: float, end: float) -> str:
    """Return an SVG path around a piece of a ring."""
    back = arc(centre, inner, end, start)
    return f"{arc(centre, outer, start, end)}L{back[1:]}Z"


def radii(rings: Sequence[WheelRing]) -> dict[str, float]:
    """Return the radius of each ring's middle, from the outside in."""
    return {ring.key: OUTER_RING - index * RING_WIDTH for index, ring in enumerate(rings)}


def dot_angles(days: Iterable[date], radius: float) -> dict[date, float]:
    """Place one dot per day on a ring, at its day or pushed just far enough to be told apart."""
    ordered = sorted(set(days))
    first, last = -90 + GAP / 2, 270 - GAP / 2
    apart = min(math.degrees(DOT_DISTANCE / radius), (last - first) / max(len(ordered), 1))
    places = spread_out([angle(day) - apart / 2 for day in ordered], [apart] * len(ordered), first, last)
    return {day: place + apart / 2 for day, place in zip(ordered, places, strict=True)}


@dataclass(frozen=True, slots=True)
class LabelBox:
    """One month's labels in a column: heading at `top`, then one line per event."""

    month: int
    right_side: bool
    top: float
    height: float
    events: tuple[WheelEvent, ...]

    def line_y(self, index: int) -> float:
        """Return the baseline of the heading (0) or of an event's line (1 and up)."""
        return self.top + 13 + LABEL_HEIGHT * index


def needed_height(events: Sequence[WheelEvent]) -> float:
    """Return the height the fuller label column needs."""
    return max(_column_height(events, range(1, 7)), _column_height(events, range(7, 13)))


def _column_height(events: Sequence[WheelEvent], months: Iterable[int]) -> float:
    heights = [_box_height(sum(event.day.month == month for event in events)) for month in months]
    return sum(heights) + LABEL_GAP * (len(heights) - 1)


def _box_height(count: int) -> float:
    return HEADING_HEIGHT + LABEL_HEIGHT * count


def label_boxes(events: Sequence[WheelEvent], centre: XY, height: float) -> list[LabelBox]:
    """Stack the labels in two columns grouped by month, each near its month, so that they cannot collide."""
    boxes: list[LabelBox] = []
    for right_side, months in ((True, range(1, 7)), (False, range(12, 6, -1))):
        groups = [tuple(event for event in events if event.day.month == month) for month in months]
        heights = [_box_height(len(group)) for group in groups]
        middles = [polar(centre, MONTH_EDGE, sum(month_angles(month)) / 2)[1] for month in months]
        wanted = [middle - size / 2 for middle, size in zip(middles, heights, strict=True)]
        tops = spread_out(wanted, heights, 6, height - 6, LABEL_GAP)
        for month, top, size, group in zip(months, tops, heights, groups, strict=True):
            boxes.append(LabelBox(month, right_side, top, size, group))
    return boxes
