"""Small charts: the sparkline inside a table row, and the small multiple with the others as thin grey lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ui.charts.series import ChartLine, in_words
from ui.drawing.pen import PAGE, XY, chart, n
from ui.drawing.scale import Axis

Values = Sequence[Decimal | None]
SPARK = (88, 24)
MULTIPLE = (270, 118)


def sparkline(
    values: Values, title: str = "", *, target: Decimal | None = None, preliminary: bool = False
) -> SafeString:
    """Draw a trend in a table row: gaps where values are missing, the last point marked.

    Without a title it is decoration beside numbers. Returns an empty string when there is no value.
    """
    drawn_values = [float(value) for value in values if value is not None]
    if not drawn_values:
        return SafeString("")
    limits = [*drawn_values, float(target)] if target is not None else drawn_values
    width, height = SPARK
    x = Axis(0, max(len(values) - 1, 1), 3, width - 5)
    y = Axis(min(limits), max(limits), height - 4, 4)
    shapes = ""
    if target is not None:
        shapes += PAGE.stroke(f"M2 {n(y(float(target)))}H{width - 2}", "d-target", 1, ' stroke-dasharray="2 2"')
    for run in _runs(values, x, y):
        shapes += PAGE.polyline(run, "d-outcome", 1.5) if len(run) > 1 else PAGE.dot(run[0][0], run[0][1], 1.2)
    last = max(index for index, value in enumerate(values) if value is not None)
    shapes += PAGE.dot(x(last), y(drawn_values[-1]), 2.6, hollow=preliminary)
    name = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true" focusable="false"'
    return mark_safe(f'<svg class="spark" viewBox="0 0 {width} {height}" {name}>{shapes}</svg>')  # noqa: S308 - title escaped


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
        PAGE.polyline(run, "d-other", 1) for other in others for run in _runs(other, x, y) if len(run) > 1
    )
    shapes += "</svg>"
    if line.target:
        across = f"M{n(x.start)} {n(y(float(line.target[1])))}H{n(x.end)}"
        shapes += PAGE.stroke(across, "d-target", 1.25, ' stroke-dasharray="4 3"')
    shapes += "".join(PAGE.polyline(run, "d-outcome", 2.25) for run in _runs(values, x, y) if len(run) > 1)
    shapes += _last(line, x, y)
    shapes += PAGE.text(x.start, height - 4, line.points[0].name, "t-mute", 11)
    if len(line.points) > 1:
        shapes += PAGE.text(x.end, height - 4, line.points[-1].name, "t-mute", 11, "middle")
    words = f"{in_words(line)} Grå linjer visar {len(others)} andra."
    return chart(line.chart_id, words, width, height, shapes)


def _runs(values: Values, x: Axis, y: Axis) -> Iterator[list[XY]]:
    """Yield the unbroken parts of a series."""
    run: list[XY] = []
    for index, value in enumerate(values):
        if value is not None:
            run.append((x(index), y(float(value))))
        elif run:
            yield run
            run = []
    if run:
        yield run


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
