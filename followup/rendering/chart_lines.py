"""Lines over time: the lead indicator's trend, months, forecasts by occasion, and sparklines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from followup.document.figures import Chart, Forecasts, Months, TrendFigure
from followup.document.shown import in_shown_unit, value_text
from followup.document.table import SparkCell
from followup.rendering.chart_words import describe_spark
from ui.charts.small import ON_PAPER, spark_shapes
from ui.drawing.ink import BUDGET, FORECAST, HAIR, LINE, MUTED, OUTCOME, PLAIN, REFERENCE, STRONG, TARGET, WHITE
from ui.drawing.letters import text_width, wrap
from ui.drawing.pen import PAPER, XY, dashed, on_paper
from ui.drawing.scale import Axis, spread_out, unbroken
from ui.rules.swedish import MONTHS_SHORT

LABEL_GAP = 9.0  # between the names at the ends of lines


def _heights(values: Sequence[float], top: float, bottom: float, air: float = 0.0) -> Axis:
    """Values to heights, with some air above and below; one value without air stands at the top."""
    low, high = min(values), max(values)
    pad = (high - low) * air or (1.0 if air else 0.0)
    if high == low and not air:
        return Axis(low - 1, low, bottom, top)
    return Axis(low - pad, high + pad, bottom, top)


def _floats(chart: Chart, values: Sequence[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(in_shown_unit(value, chart.unit)) for value in values]


def _places(values: Sequence[float | None], xs: Sequence[float], scale: Axis) -> list[list[XY]]:
    """Where the values stand, in parts without a gap."""
    places = [None if value is None else (x, scale(value)) for x, value in zip(xs, values, strict=False)]
    return unbroken(places)


def _lines(runs: Sequence[Sequence[XY]], inks: str, width: float, dash: str = "") -> list[str]:
    """A line through each part; a value alone is a point."""
    return [
        PAPER.polyline(run, inks, width, dashed(dash)) if len(run) > 1 else PAPER.circle(run[0], width, inks)
        for run in runs
    ]


def draw(chart: Chart, title: str, width: float) -> SafeString:
    """Draw a line chart, at most 330 points wide."""
    match chart.figure:
        case TrendFigure() as figure:
            return trend(chart, figure, title, min(width, 330))
        case Months() as figure:
            return months(chart, figure, title, min(width, 310))
        case Forecasts() as figure:
            return forecasts(chart, figure, title, min(width, 330))
        case other:
            raise TypeError(f"not a line chart: {other.kind}")


def sparkline(spark: SparkCell) -> SafeString:
    """A trend in a table row, as on the page. Raises ValueError when there is no value."""
    shapes = spark_shapes(PAPER, ON_PAPER, spark.values, target=spark.target, is_open=spark.forecast_last)
    return on_paper(ON_PAPER.width, ON_PAPER.height, [shapes], describe_spark(spark), small=True)


def trend(chart: Chart, figure: TrendFigure, title: str, width: float) -> SafeString:
    """One indicator over time: outcome thick, target dashed, comparison thin; names at the line's end."""
    height, top, bottom = 84.0, 12.0, 68.0
    values, compared = _floats(chart, figure.values), _floats(chart, figure.comparison)
    target = _floats(chart, [figure.target])[0]
    shown = [value for value in [*values, *compared, target] if value is not None]
    scale = _heights(shown or [0.0], top, bottom, air=0.18)
    ends = _trend_ends(chart, figure, scale)
    right = min(90.0, max([text_width(words, 7.5, weight) for _, words, _, weight in ends], default=0) + 12)
    left = 12.0
    step = (width - left - right - 6) / max(1, len(values) - 1)
    xs = [left + place * step for place in range(len(values))]
    edge = width - right
    drawn = [PAPER.line((left - 6, bottom), (edge, bottom), LINE, 0.6)]
    drawn += [PAPER.text(x, height - 5, label, PLAIN, 7, anchor="middle") for x, label in _sparse(xs, figure.labels)]
    if target is not None:
        drawn.append(PAPER.line((left - 6, scale(target)), (edge, scale(target)), TARGET, 0.9, "3 2"))
    drawn += _lines(_places(compared, xs, scale), REFERENCE, 1.0)
    drawn += _outcome_line(chart, figure, xs, scale)
    ends.sort(key=lambda end: end[0])
    heights = spread_out([y for y, *_ in ends], [0.0] * len(ends), top, bottom - 1, LABEL_GAP)
    for y, (_, words, colour, weight) in zip(heights, ends, strict=True):
        drawn.append(PAPER.text(edge + 4, y + 2.5, words, colour, weight=weight))
    return on_paper(width, height, drawn, title)


def _sparse(xs: Sequence[float], labels: Sequence[str]) -> list[tuple[float, str]]:
    """The labels under the line that have room; always the last."""
    wide = max((text_width(label, 7) for label in labels), default=0) + 4
    step = xs[1] - xs[0] if len(xs) > 1 else wide
    every = max(1, math.ceil(wide / max(step, 0.1)))
    return [
        (x, label)
        for place, (x, label) in enumerate(zip(xs, labels, strict=True))
        if (len(xs) - 1 - place) % every == 0
    ]


def _trend_ends(chart: Chart, figure: TrendFigure, scale: Axis) -> list[tuple[float, str, str, int]]:
    """What stands at the end of each line: height, words, colour, weight."""
    ends: list[tuple[float, str, str, int]] = []
    last = next((value for value in reversed(figure.values) if value is not None), None)
    if last is not None:
        words = ("Prognos " if figure.forecast_last else "") + value_text(last, chart.unit, chart.decimals)
        ends.append((scale(_floats(chart, [last])[0] or 0), words, OUTCOME, 700))
    compared = next((value for value in reversed(figure.comparison) if value is not None), None)
    for value, label, colour, weight in (
        (figure.target, figure.target_label, TARGET, 600),
        (compared, figure.comparison_label, MUTED, 400),
    ):
        if value is not None:
            words = f"{label} {value_text(value, chart.unit, chart.decimals)}"
            ends.append((scale(_floats(chart, [value])[0] or 0), wrap(words, 76, 7.5, most=1)[0], colour, weight))
    return ends


def _outcome_line(chart: Chart, figure: TrendFigure, xs: Sequence[float], scale: Axis) -> list[str]:
    values = _floats(chart, figure.values)
    points = [(place, value) for place, value in enumerate(values) if value is not None]
    roomy = len(points) < 2 or xs[1] - xs[0] > 22
    drawn: list[str] = []
    for (place, value), (after, following) in pairwise(points):
        if after == place + 1:
            dash = "3 2" if figure.forecast_last and after == points[-1][0] else ""
            drawn.append(PAPER.line((xs[place], scale(value)), (xs[after], scale(following)), OUTCOME, 1.6, dash))
    for order, (place, value) in enumerate(points):
        last = order == len(points) - 1
        fill = WHITE if last and figure.forecast_last else OUTCOME
        drawn.append(PAPER.circle((xs[place], scale(value)), 2.5 if last else 1.8, fill, OUTCOME))
        if not last and roomy:
            falls_before = order > 0 and points[order - 1][1] > value
            under = points[order + 1][1] > value and not falls_before and scale(value) + 9.5 < scale.start - 2
            words = value_text(figure.values[place], chart.unit, chart.decimals)
            drawn.append(PAPER.text(xs[place], scale(value) + (9.5 if under else -5), words, MUTED, 7, anchor="middle"))
    return drawn


def months(chart: Chart, figure: Months, title: str, width: float) -> SafeString:
    """A measure month by month; the current year is thick, earlier ones thin and dashed."""
    height, top, bottom, left, right = 124.0, 8.0, 108.0, 22.0, 46.0
    rows = [_floats(chart, series.values) for series in figure.series]
    shown = [value for row in rows for value in row if value is not None] or [0.0]
    scale = _heights([math.floor(min(shown)), math.ceil(max(shown))], top, bottom)
    step = (width - left - right) / 11
    drawn: list[str] = []
    lines = max(1, math.ceil((scale.high - scale.low) / 6))
    for mark in range(int(scale.low), int(scale.high) + 1, lines):
        drawn.append(PAPER.line((left - 4, scale(mark)), (width - right + 4, scale(mark)), HAIR, 0.6))
        drawn.append(PAPER.text(left - 7, scale(mark) + 2.6, str(mark), MUTED, 7, anchor="end"))
    drawn += [
        PAPER.text(left + place * step, height - 4, name, MUTED, 7, anchor="middle")
        for place, name in enumerate(MONTHS_SHORT)
    ]
    for series, row in zip(figure.series, rows, strict=True):
        colour, thick, dash = (OUTCOME, 1.8, "") if series.now else (REFERENCE, 1.0, "3 2")
        runs = _places(row, [left + place * step for place in range(len(row))], scale)
        if not runs:
            continue
        x, y = runs[-1][-1]
        drawn += [*_lines(runs, colour, thick, dash), PAPER.circle((x, y), 2, colour)]
        drawn.append(PAPER.text(x + 5, y + 2.6, series.label, colour, weight=600))
    return on_paper(width, height, drawn, title)


def forecasts(chart: Chart, figure: Forecasts, title: str, width: float) -> SafeString:
    """The forecast occasion by occasion: the budget grey, then each forecast, the last one filled."""
    height, top, bottom = 104.0, 16.0, 78.0
    values = [value or 0.0 for value in _floats(chart, [point.value for point in figure.points])]
    scale = _heights([0.0, *values], top, bottom)
    step = width / len(values)
    xs = [step * place + step / 2 for place in range(len(values))]
    drawn = [PAPER.line((0, scale(0)), (width, scale(0)), MUTED, 0.7)]
    for place in range(1, len(values)):
        drawn.append(
            PAPER.line(
                (xs[place - 1], scale(values[place - 1])), (xs[place], scale(values[place])), FORECAST, 1.2, "3 2"
            )
        )
    for place, (point, value) in enumerate(zip(figure.points, values, strict=True)):
        fill = BUDGET if place == 0 else FORECAST if place == len(values) - 1 else WHITE
        drawn.append(PAPER.circle((xs[place], scale(value)), 3, fill, REFERENCE if place == 0 else FORECAST, 1.2))
        words = value_text(point.value, chart.unit, chart.decimals)
        drawn.append(PAPER.text(xs[place], scale(value) - 6.5, words, STRONG, 8.5, anchor="middle", weight=600))
        drawn.append(PAPER.lines_of_text(xs[place], bottom + 14, wrap(point.label, step - 3), PLAIN, anchor="middle"))
    return on_paper(width, height, drawn, title)
