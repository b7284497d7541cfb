"""Line charts: the outcome against its way to the target and against others. Labels stand at the lines' ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from ui.charts.series import ChartLine, ChartPoint, in_words
from ui.drawing.pen import PAGE, XY, chart, n
from ui.drawing.scale import Axis, axis_limits, decimals_of, spread_out, ticks
from ui.rules.money import number


@dataclass(frozen=True, slots=True)
class Frame:
    """Size and margins; the narrow rendering is its own drawing, not a shrunken wide one."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    narrow: bool

    @property
    def plot_right(self) -> float:
        """Where the plot ends and the labels begin."""
        return self.width - self.right

    @property
    def plot_bottom(self) -> float:
        """The lowest place a value can have."""
        return self.height - self.bottom


WIDE = Frame(760, 300, 34, 96, 20, 30, narrow=False)
NARROW = Frame(340, 220, 26, 54, 16, 26, narrow=True)
LETTER = 6.4  # width of a letter in 12 px, generously


@dataclass(frozen=True, slots=True)
class Label:
    """Words at the right end of a line."""

    y: float
    from_x: float
    words: str
    classes: str


def goal_line(line: ChartLine, *, narrow: bool = False) -> SafeString:
    """Draw an indicator: outcome, baseline and way to the target, band and reference, directly labelled.

    Raises ValueError when no point has a value: show an empty state instead.
    """
    if not line.known:
        raise ValueError("a line without values cannot be drawn")
    frame = _fitted(line, NARROW if narrow else WIDE)
    x, y = _scales(line, frame)
    labels: list[Label] = []
    parts = [*_grid(line, frame, x, y), *_comparison(line, frame, x, y, labels), *_way(line, frame, x, y, labels)]
    parts += _outcome(line, frame, x, y, labels)
    parts += _labels(frame, labels)
    chart_id = f"{line.chart_id}-smal" if narrow else line.chart_id
    return chart(chart_id, in_words(line), frame.width, frame.height, "".join(parts))


def _fitted(line: ChartLine, frame: Frame) -> Frame:
    """Make the margins as wide as the words that stand in them, within reason."""
    names = [_target_words(line, frame.narrow)]
    names.append(line.shown(line.known[-1]) if frame.narrow else line.name)
    if line.reference and line.reference.values:
        names.append(f"{line.reference.name} {line.write(line.reference.values[max(line.reference.values)])}")
    if line.band and not frame.narrow:
        names.append(line.band.name)
    right = max(frame.right, min(max(map(len, names)) * LETTER + 18, frame.width * 0.34))
    scale = _scales(line, frame)[1]
    marks = ticks(scale.low, scale.high)
    texts = [number(_decimal(mark), decimals_of(marks)) for mark in marks]
    return replace(frame, right=right, left=max(frame.left, max(map(len, texts)) * LETTER + 14))


def _target_words(line: ChartLine, narrow: bool) -> str:
    if line.target is None:
        return ""
    year = "" if narrow else f" {line.target[0]:g}:"
    return f"Mål{year} {line.write(line.target[1])}"


def _scales(line: ChartLine, frame: Frame) -> tuple[Axis, Axis]:
    """Choose both axes so that everything that is drawn fits."""
    values = [float(point.value) for point in line.known if point.value is not None]
    years = [point.year for point in line.points]
    for year, value in line.way:
        years.append(year)
        values.append(float(value))
    if line.band:
        values += [float(edge) for limits in line.band.limits.values() for edge in limits]
    if line.reference:
        values += [float(value) for value in line.reference.values.values()]
    low, high = axis_limits(values)
    low = low if line.low is None else min(line.low, *values)
    high = high if line.high is None else max(line.high, *values)
    return (
        Axis(min(years), max(years), frame.left, frame.plot_right),
        Axis(low, high, frame.plot_bottom, frame.top),
    )


def _grid(line: ChartLine, frame: Frame, x: Axis, y: Axis) -> Iterator[str]:
    """Three to five horizontal lines with their values, and the years under."""
    marks = ticks(y.low, y.high)
    decimals = decimals_of(marks)
    for mark in marks:
        yield PAGE.stroke(f"M{n(frame.left)} {n(y(mark))}H{n(frame.plot_right)}", "g-grid")
        yield PAGE.text(frame.left - 8, y(mark) + 4, number(_decimal(mark), decimals), "t-mute", anchor="end")
    names = {point.year: point.name for point in line.points}
    if line.target:
        names.setdefault(line.target[0], f"{line.target[0]:g}")
    years = sorted(names, reverse=True)
    room = (frame.plot_right - frame.left) / max(len(years) - 1, 1)
    longest = max(len(name) for name in names.values()) * 7 + 6
    every = max(1, -(-int(longest) // max(int(room), 1)))
    for year in years[::every]:
        yield PAGE.text(x(year), frame.height - 8, names[year], "t-mute", anchor="middle")


def _comparison(line: ChartLine, frame: Frame, x: Axis, y: Axis, labels: list[Label]) -> Iterator[str]:
    """The band of others and the reference line, behind everything else."""
    inside = [year for year in sorted(line.band.limits) if x.low <= year <= x.high] if line.band else []
    if line.band and inside:
        upper = [(x(year), y(float(line.band.limits[year][1]))) for year in inside]
        lower = [(x(year), y(float(line.band.limits[year][0]))) for year in reversed(inside)]
        yield PAGE.polygon(upper + lower, "d-band")
        if not frame.narrow:
            middle = (upper[-1][1] + lower[0][1]) / 2
            labels.append(Label(middle, upper[-1][0], line.band.name, "t-mute"))
    inside = [year for year in sorted(line.reference.values) if x.low <= year <= x.high] if line.reference else []
    if line.reference and inside:
        points = [(x(year), y(float(line.reference.values[year]))) for year in inside]
        yield PAGE.polyline(points, "d-ref", 1.5, ' stroke-dasharray="1 3" stroke-linecap="round"')
        words = f"{line.reference.name} {line.write(line.reference.values[inside[-1]])}"
        labels.append(Label(points[-1][1], points[-1][0], words, "t-mute"))


def _way(line: ChartLine, frame: Frame, x: Axis, y: Axis, labels: list[Label]) -> Iterator[str]:
    """The way from baseline (hollow ring) over the years' targets to the last (diamond), in thread colour."""
    if len(line.way) > 1:
        drawn = "L".join(f"{n(at[0])} {n(at[1])}" for at in (_place(point, x, y) for point in line.way))
        yield PAGE.stroke(f"M{drawn}", "d-target", 1.75, ' stroke-dasharray="5 4"')
    if line.baseline:
        at = _place(line.baseline, x, y)
        yield PAGE.circle(at, 4.5, "f-surface", "d-target", 1.75)
    if line.target:
        at = _place(line.target, x, y)
        yield PAGE.fill(f"M{n(at[0])} {n(at[1] - 6)}l6 6-6 6-6-6z", "d-target-f")
        labels.append(Label(at[1], at[0] + 4, _target_words(line, frame.narrow), "t-target"))


def _outcome(line: ChartLine, frame: Frame, x: Axis, y: Axis, labels: list[Label]) -> Iterator[str]:
    """The outcome: solid line and points, dashed and hollow where preliminary, words where missing."""
    for first, second in pairwise(line.points):
        if first.value is None or second.value is None:
            continue
        dashes = ' stroke-dasharray="4 3"' if second.preliminary else ""
        a, b = _at(first, x, y), _at(second, x, y)
        yield PAGE.stroke(f"M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}", "d-outcome", 2.25, dashes)
    last = line.known[-1]
    for index, point in enumerate(line.points):
        if point.value is None:
            if point.year < last.year:
                yield _missing(x(point.year), frame)
            continue
        at = _at(point, x, y)
        yield PAGE.dot(at[0], at[1], 4, hollow=point.preliminary)
        inside = point is last and at[0] < frame.plot_right - 8  # no line's end to stand at
        if inside or not frame.narrow:
            yield PAGE.text(
                at[0], at[1] + _above(line, index, frame, y), line.shown(point), "t-strong t-val", anchor="middle"
            )
    end = _at(last, x, y)
    if not frame.narrow or end[0] >= frame.plot_right - 8:
        labels.append(Label(end[1], end[0], line.shown(last) if frame.narrow else line.name, "t-strong"))


def _above(line: ChartLine, index: int, frame: Frame, y: Axis) -> float:
    """Return how far from its point a value is written: under a valley, above else, clear of the plot's floor."""
    point = line.points[index]
    if point.value is None or y(float(point.value)) + 20 > frame.plot_bottom:
        return -11
    beside = [line.points[near] for near in (index - 1, index + 1) if 0 <= near < len(line.points)]
    values = [near.value for near in beside if near.value is not None]
    valley = bool(values) and all(value > point.value for value in values)
    falling = line.baseline and line.target and line.target[1] < line.baseline[1]
    at_baseline = line.baseline is not None and point.year == line.baseline[0]
    return 20 if valley or (at_baseline and falling) else -11


def _labels(frame: Frame, labels: list[Label]) -> Iterator[str]:
    """Write the labels at the right end, pushed apart, with a leader where one had to move."""
    labels.sort(key=lambda label: label.y)
    sizes = [16.0] * len(labels)
    places = spread_out([label.y - 8 for label in labels], sizes, 0, frame.height - 12)
    start = frame.plot_right + (10 if frame.narrow else 16)
    for label, top in zip(labels, places, strict=True):
        middle = top + 8
        far = label.from_x < frame.plot_right - 8 or abs(middle - label.y) > 3
        if far and not frame.narrow:
            leader = f"M{n(label.from_x + 8)} {n(label.y)}L{n(start - 12)} {n(middle)}H{n(start - 4)}"
            yield PAGE.stroke(leader, "s-line")
        yield PAGE.text(start, middle + 4, label.words, label.classes)


def _missing(x: float, frame: Frame) -> str:
    if frame.narrow:
        return PAGE.text(x, frame.plot_bottom - 4, "–", "t-mute", 11, "middle")
    return PAGE.text(x, frame.plot_bottom - 20, "uppgift", "t-mute", 11, "middle") + PAGE.text(
        x, frame.plot_bottom - 7, "saknas", "t-mute", 11, "middle"
    )


def _place(point: tuple[float, Decimal], x: Axis, y: Axis) -> XY:
    return x(point[0]), y(float(point[1]))


def _at(point: ChartPoint, x: Axis, y: Axis) -> XY:
    return x(point.year), y(float(point.value or 0))


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
