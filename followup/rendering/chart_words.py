"""The description of a chart for those who do not see it: one to three sentences about what it shows."""

from __future__ import annotations

from decimal import Decimal

from followup.document.figures import (
    Bar,
    Chart,
    Columns,
    Diverging,
    Forecasts,
    Months,
    Shares,
    Stack,
    Stacks,
    TrendFigure,
    Waterfall,
)
from followup.document.shown import value_text
from followup.document.table import SparkCell
from ui.rules.money import largest_remainder, round_half_up
from ui.rules.swedish import MONTHS, join_words

_ROLES = {"outcome": "", "budget": "budget", "forecast": "prognos"}


def describe(chart: Chart) -> str:
    """Return the chart's own description, or make one from its data."""
    if chart.alt:
        return chart.alt
    match chart.figure:
        case TrendFigure():
            return _trend_words(chart, chart.figure)
        case Stacks():
            return f"Staplar över {_lower(chart.title)}. {_stacks_words(chart.figure)}"
        case Months():
            return f"Linjediagram över {_lower(chart.title)}. {_months_words(chart, chart.figure)}"
        case figure:
            unit = f", {chart.unit}" if chart.unit else ""
            return f"{_KINDS[figure.kind]} över {_lower(chart.title)}{unit}: {join_words(_parts(chart))}."


_KINDS = {
    "columns": "Stapeldiagram",
    "waterfall": "Vattenfallsdiagram",
    "diverging": "Liggande stapeldiagram",
    "stack": "Stapel",
    "shares": "Stapel",
    "forecasts": "Diagram",
}


def _parts(chart: Chart) -> list[str]:
    """Each mark of a chart with its number."""
    match chart.figure:
        case Columns(bars=bars):
            return [f"{_named(bar)} {'saknas' if bar.value is None else _value(chart, bar.value)}" for bar in bars]
        case Waterfall(steps=steps):
            return [f"{_plain(step.label)} {_value(chart, step.value, sign=not step.total)}" for step in steps]
        case Diverging(rows=rows):
            return [f"{_plain(row.label)} {_value(chart, row.value, sign=True)}" for row in rows]
        case Stack(parts=parts):
            return [f"{part.label} {part.count}" for part in parts]
        case Shares() as figure:
            return [f"{label} {kronor} kronor" for label, kronor in hundred(figure)]
        case Forecasts(points=points):
            return [f"{point.label} {_value(chart, point.value)}" for point in points]
    return []


def _plain(label: str) -> str:
    return label.replace("\u00ad", "")


def describe_spark(spark: SparkCell) -> str:
    """Describe a sparkline by its change."""
    words = change_words(spark.labels, spark.values, spark.decimals)
    target = "" if spark.target is None else f" Målvärdet är {value_text(spark.target, decimals=spark.decimals)}."
    forecast = " Det senaste värdet är en prognos." if spark.forecast_last else ""
    return f"Linjediagram över {_lower(spark.name)}. {words}{forecast}{target}"


def change_words(labels: tuple[str, ...], values: tuple[Decimal | None, ...], decimals: int, unit: str = "") -> str:
    """Say how a series has changed from its first to its last value, and where it was highest and lowest."""
    points = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None]
    if not points:
        return "Det finns inga värden än."
    (first, start), (last, end) = points[0], points[-1]
    if len(points) == 1:
        return f"Värdet är {value_text(end, unit, decimals)} ({last})."
    change = "har ökat" if end > start else "har minskat" if end < start else "är oförändrat"
    words = f"Värdet {change} från {value_text(start, unit, decimals)} ({first}) till {value_text(end, unit, decimals)} ({last})."
    top = max(points, key=lambda pair: pair[1])
    bottom = min(points, key=lambda pair: pair[1])
    if top[0] not in {first, last}:
        words += f" Högst var det {value_text(top[1], unit, decimals)} ({top[0]})."
    if bottom[0] not in {first, last}:
        words += f" Lägst var det {value_text(bottom[1], unit, decimals)} ({bottom[0]})."
    return words


def hundred(figure: Shares) -> list[tuple[str, int]]:
    """Whole kronor of a hundred per part; they add up to exactly 100, or are all 0 when nothing was spent."""
    weights = [abs(part.value) for part in figure.parts]
    if not sum(weights):
        return [(part.label, 0) for part in figure.parts]
    shares = largest_remainder(weights, Decimal(100))
    return [(part.label, int(round_half_up(share))) for part, share in zip(figure.parts, shares, strict=True)]


def _trend_words(chart: Chart, figure: TrendFigure) -> str:
    decimals = chart.decimals or 0
    words = (
        f"Linjediagram över {_lower(chart.title)}. {change_words(figure.labels, figure.values, decimals, chart.unit)}"
    )
    if figure.forecast_last:
        words += " Det senaste värdet är en prognos."
    if figure.target is not None:
        words += f" {figure.target_label}: {_value(chart, figure.target)}."
    compared = [value for value in figure.comparison if value is not None]
    if compared:
        words += f" {figure.comparison_label}: {_value(chart, compared[-1])}."
    return words


def _stacks_words(figure: Stacks) -> str:
    rows = [
        f"{row.label}: {join_words([f'{part.label.lower()} {part.count}' for part in row.parts])}."
        for row in figure.rows
    ]
    return " ".join(rows)


def _months_words(chart: Chart, figure: Months) -> str:
    decimals = chart.decimals if chart.decimals is not None else 1
    names = MONTHS
    return " ".join(
        f"{series.label}: {change_words(names[: len(series.values)], series.values, decimals)}"
        for series in figure.series
    )


def _named(bar: Bar) -> str:
    """A column's label with what it is, unless the label says so already."""
    role = _ROLES[bar.role]
    return bar.label if not role or role in bar.label.lower() else f"{role} {bar.label}"


def _value(chart: Chart, value: Decimal, *, sign: bool = False) -> str:
    return value_text(value, chart.unit, chart.decimals, sign=sign)


def _lower(text: str) -> str:
    """Begin with a small letter inside a sentence, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
