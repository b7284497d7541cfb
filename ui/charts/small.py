"""Small charts: the sparkline inside a table row, and the small multiple with the others as thin grey lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ui.charts.series import ChartLine, in_words
from ui.drawing.pen import PAGE, XY, Pen, chart, n
from ui.drawing.scale import Axis, unbroken

Values = Sequence[Decimal | None]
MULTIPLE = (270, 118)


@dataclass(frozen=True, slots=True)
class SparkSize:
    """How large a sparkline is: on the page in pixels, on paper in points."""

    width: float
    height: float
    margin: float  # above and below
    line: float
    dot: float


ON_PAGE = SparkSize(88, 24, margin=4, line=1.5, dot=2.6)
ON_PAPER = SparkSize(62, 13, margin=3, line=1, dot=2.2)


def sparkline(
    values: Values, title: str = "", *, target: Decimal | None = None, preliminary: bool = False
) -> SafeString:
    """Draw a trend in a table row: gaps where values are missing, the last point marked.

    Without a title it is decoration beside numbers. Returns an empty string when there is no value.
    """
    if all(value is None for value in values):
        return SafeString("")
    shapes = spark_shapes(PAGE, ON_PAGE, values, target=target, is_open=preliminary)
    name = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true" focusable="false"'
    frame = f'<svg class="spark" viewBox="0 0 {n(ON_PAGE.width)} {n(ON_PAGE.height)}" {name}>'
    return mark_safe(f"{frame}{shapes}</svg>")  # noqa: S308 - title escaped


def spark_shapes(pen: Pen, size: SparkSize, values: Values, *, target: Decimal | None, is_open: bool) -> str:
    """The shapes of a sparkline, with the page's pen or paper's. A gap is never bridged; what leads to an open value (a
    forecast, or preliminary) is dashed. Raises ValueError when there is no value."""
    known = [float(value) for value in values if value is not None]
    limits = [*known, float(target)] if target is not None else known
    x = Axis(0, max(len(values) - 1, 1), 3, size.width - 5)
    y = Axis(min(limits), max(limits), size.height - size.margin, size.margin)
    runs = unbroken(_places(values, x, y))
    shapes = ""
    if target is not None:
        height = y(float(target))
        shapes += pen.line((2, height), (size.width - 2, height), "d-target", size.line / 1.5, "2 2")
    shapes += "".join(_run(pen, size, run, is_open=is_open and run is runs[-1]) for run in runs)
    return shapes + pen.dot(*runs[-1][-1], size.dot, hollow=is_open)


def _run(pen: Pen, size: SparkSize, run: Sequence[XY], *, is_open: bool) -> str:
    """An unbroken part of a sparkline."""
    if len(run) == 1:
        return pen.dot(*run[0], size.line * 0.8)
    whole = run[:-1] if is_open else run
    shapes = pen.polyline(whole, "d-outcome", size.line) if len(whole) > 1 else ""
    return shapes + (pen.line(run[-2], run[-1], "d-outcome", size.line, "2 2") if is_open else "")


def small_multiple(line: ChartLine, others: Sequence[Values]) -> SafeString:
    """Draw one municipality's series over the others' as thin grey lines.

    `others` have one value per point of the line. Raises ValueError when the line has no value.
    """
    if not line.known:
        raise ValueError("a line without values cannot be drawn")
    width, height = MULTIPLE
    values = [point.value for point in line.points]
    x = Axis(0, max(len(values) - 1, 1), 6, width - 36)
    y = Axis(*_limits(line, others), height - 20, 14)
    shapes = _zero(line, x, y)
    # an inner frame cuts off the few others that are far outside
    shapes += (
        f'<svg x="0" y="11" width="{n(x.end + 2)}" height="{height - 28}" viewBox="0 11 {n(x.end + 2)} {height - 28}">'
    )
    shapes += "".join(
        PAGE.polyline(run, "d-other", 1) for other in others for run in unbroken(_places(other, x, y)) if len(run) > 1
    )
    shapes += "</svg>"
    if line.target:
        across = f"M{n(x.start)} {n(y(float(line.target[1])))}H{n(x.end)}"
        shapes += PAGE.stroke(across, "d-target", 1.25, ' stroke-dasharray="4 3"')
    shapes += "".join(PAGE.polyline(run, "d-outcome", 2.25) for run in unbroken(_places(values, x, y)) if len(run) > 1)
    shapes += _last(line, x, y)
    shapes += PAGE.text(x.start, height - 4, line.points[0].name, "t-mute", 11)
    if len(line.points) > 1:
        shapes += PAGE.text(x.end, height - 4, line.points[-1].name, "t-mute", 11, "middle")
    words = f"{in_words(line)} Grå linjer visar {len(others)} andra."
    return chart(line.chart_id, words, width, height, shapes)


def _places(values: Values, x: Axis, y: Axis) -> list[XY | None]:
    """Where the values of a series stand, in order."""
    return [None if value is None else (x(index), y(float(value))) for index, value in enumerate(values)]


def _limits(line: ChartLine, others: Sequence[Values]) -> tuple[float, float]:
    """Show all of the line and its target, and the middle of the others: three per cent are cut at each end."""
    own = [float(point.value) for point in line.known if point.value is not None]
    if line.target:
        own.append(float(line.target[1]))
    spread = sorted([*own, *(float(value) for other in others for value in other if value is not None)])
    cut = int(len(spread) * 0.03)
    return min(spread[cut], *own), max(spread[-1 - cut], *own)


def _zero(line: ChartLine, x: Axis, y: Axis) -> str:
    """Draw the zero line when the values lie on both sides of it."""
    if not y.low < 0 < y.high:
        return ""
    last = line.known[-1].value
    crowded = last is not None and abs(y(0) - y(float(last))) < 14
    words = "" if crowded else PAGE.text(x.end + 4, y(0) + 4, "0", "t-mute", 11)
    return PAGE.stroke(f"M{n(x.start)} {n(y(0))}H{n(x.end)}", "g-axis", 0.75) + words


def _last(line: ChartLine, x: Axis, y: Axis) -> str:
    """Mark and write the newest value."""
    index = max(i for i, point in enumerate(line.points) if point.value is not None)
    point = line.points[index]
    value = Decimal(0) if point.value is None else point.value
    at = x(index), y(float(value))
    mark = PAGE.dot(at[0], at[1], 4, hollow=point.preliminary)
    return mark + PAGE.text(at[0] + 9, at[1] + 4.5, line.write(value), "t-strong", 13)
