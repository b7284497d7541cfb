"""The report's charts, drawn from the data in the document. Data labels on the marks, no legends.

No chart relies on colour alone: a forecast is hatched, a minus is hatched and signed and has its word, a line is
named at its end. Values become floats only as positions on the paper; every number written comes from the exact one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from followup.document.base import VerdictWords, side_of
from followup.document.figures import (
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
from followup.document.shown import default_decimals, in_shown_unit, value_text
from followup.rendering import chart_lines, chart_parts
from followup.rendering.chart_words import describe
from ui.drawing.ink import BETTER, BUDGET, FORECAST, LINE, MUTED, OUTCOME, PLAIN, REFERENCE, STRONG, WORSE
from ui.drawing.letters import text_width, wrap
from ui.drawing.pen import PAPER, on_paper
from ui.rules.money import round_half_up

FULL, HALF, SMALL = 476, 214, 146
MISSING = "–"  # where a figure is not known


def draw(chart: Chart, *, width: int = FULL) -> SafeString:
    """Draw a chart `width` points wide: FULL for the text area, HALF beside another, SMALL under a key figure."""
    title = describe(chart)
    match chart.figure:
        case Columns() as figure:
            return _columns(chart, figure, title, min(width, max(SMALL, 58 * len(figure.bars))))
        case Waterfall() as figure:
            return _waterfall(chart, figure, title, width)
        case Diverging() as figure:
            return (_small_diverging if width <= HALF else _diverging)(chart, figure, title, width)
        case TrendFigure() | Months() | Forecasts():
            return chart_lines.draw(chart, title, width)
        case Stack() | Stacks() | Shares() as figure:
            return chart_parts.draw(figure, title, width)


def _numbers(chart: Chart, values: Sequence[Decimal]) -> list[float]:
    """Positions: values in the unit shown, as floats."""
    return [float(in_shown_unit(value, chart.unit)) for value in values]


def _columns(chart: Chart, figure: Columns, title: str, width: float) -> SafeString:
    small = width <= SMALL
    height, top, bottom = (84.0, 16, 22) if small else (118.0, 16, 28)
    values = _numbers(chart, [bar.value or Decimal(0) for bar in figure.bars])
    high, low = max([*values, 0]), min([*values, 0])
    scale = (height - top - bottom) / ((high - low) or 1)
    zero = top + high * scale
    step = width / len(values)
    bar_width = min(30, step * 0.56)
    drawn = [PAPER.line((0, zero), (width, zero), MUTED, 0.7)]
    for place, (bar, value) in enumerate(zip(figure.bars, values, strict=True)):
        x = place * step + (step - bar_width) / 2
        y, length = min(zero, zero - value * scale), abs(value) * scale
        colour = OUTCOME if bar.role == "outcome" else BUDGET
        drawn.append(
            PAPER.hatch(x, y, bar_width, length, FORECAST)
            if bar.role == "forecast"
            else PAPER.rect(x, y, bar_width, length, colour)
        )
        label_y = y - 4 if value >= 0 else y + length + 9
        text = MISSING if bar.value is None else value_text(bar.value, chart.unit, chart.decimals)
        drawn.append(PAPER.text(x + bar_width / 2, label_y, text, STRONG, 8, anchor="middle", weight=600))
        lines = wrap(bar.label, step - 2, 7.5)
        drawn.append(PAPER.lines_of_text(x + bar_width / 2, height - bottom + 11, lines, PLAIN, anchor="middle"))
    return on_paper(width, height, drawn, title)


def _waterfall(chart: Chart, figure: Waterfall, title: str, width: float) -> SafeString:
    small = width <= HALF
    height, top, bottom = (84.0, 16, 22) if width <= SMALL else (128.0, 16, 28) if small else (142.0, 16, 30)
    values = _numbers(chart, [step.value for step in figure.steps])
    spans, run = [], 0.0
    for step, value in zip(figure.steps, values, strict=True):
        start = 0.0 if step.total else run
        run = start + value
        spans.append((start, run))
    high, low = max(0.0, *(max(span) for span in spans)), min(0.0, *(min(span) for span in spans))
    scale = (height - top - bottom) / ((high - low) or 1)
    zero = top + high * scale
    slot = width / len(spans)
    drawn = [PAPER.line((0, zero), (width, zero), MUTED, 0.7)]
    for place, (step, (start, end)) in enumerate(zip(figure.steps, spans, strict=True)):
        bar_width = min(44, slot * 0.62)
        x = place * slot + (slot - bar_width) / 2
        y, length = zero - max(start, end) * scale, max(abs(end - start) * scale, 0 if step.total else 1)
        drawn.append(_waterfall_bar(x, y, bar_width, length, total=step.total, value=values[place]))
        label_y = y - 4.5 if not step.total or values[place] >= 0 else y + length + 9
        text = value_text(step.value, chart.unit, chart.decimals, sign=not step.total)
        drawn.append(PAPER.text(x + bar_width / 2, label_y, text, STRONG if step.total else _side_colour(values[place]), 8.5, anchor="middle", weight=700 if step.total else 600))  # fmt: skip
        if place + 1 < len(spans):
            drawn.append(PAPER.line((x + bar_width, zero - end * scale), (x + slot, zero - end * scale), LINE, 0.6))
        lines = wrap(step.label, slot - 3, 7.5, weight=600)
        drawn.append(PAPER.lines_of_text(x + bar_width / 2, height - bottom + 11, lines, STRONG if step.total else PLAIN, anchor="middle", weight=600 if step.total else 400))  # fmt: skip
    return on_paper(width, height, drawn, title)


def _waterfall_bar(x: float, y: float, width: float, length: float, *, total: bool, value: float) -> str:
    if total:
        return PAPER.rect(x, y, width, length, OUTCOME)
    if value < 0:
        return PAPER.hatch(x, y, width, length, WORSE, 3.4)
    return PAPER.rect(x, y, width, length, BETTER if value else REFERENCE)


def _side_colour(value: float) -> str:
    return BETTER if value > 0 else WORSE if value < 0 else MUTED


def _diverging(chart: Chart, figure: Diverging, title: str, width: float) -> SafeString:
    words = figure.words
    word_width = max(text_width(word, 8, 600) for word in (words.better, words.worse, words.same)) + 14
    label_width = min(190.0, max(text_width(row.label, 8.5) for row in figure.rows) + 10)
    values = _numbers(chart, [row.value for row in figure.rows])
    left = -min([*values, 0])
    right = max([*values, 0])
    room = width - label_width - word_width - 2 * 38
    scale = room / ((left + right) or 1)
    zero = label_width + 38 + left * scale
    drawn = [
        PAPER.text(zero - 5, 8, figure.worse_side, WORSE, 7, anchor="end"),
        PAPER.text(zero + 5, 8, figure.better_side, BETTER, 7),
    ]
    y = 14.0
    for place, (row, value) in enumerate(zip(figure.rows, values, strict=True)):
        lines = wrap(row.label, label_width - 6, 8.5)
        height = 17.0 if len(lines) == 1 else 26.0
        if place % 2 == 0:
            drawn.append(PAPER.rect(0, y, width, height, "p-band"))
        drawn.append(PAPER.lines_of_text(4, y + (11.2 if len(lines) == 1 else 10.4), lines, STRONG, 8.5))
        drawn += _bar(chart, row.value, value * scale, zero, y, height)
        drawn += _word(words, row.value, figure.tolerance, width - word_width + 4, y + height / 2)
        y += height
    drawn.append(PAPER.line((zero, 11), (zero, y), PLAIN, 0.8))
    return on_paper(width, y + 1, drawn, title)


def _shows_as_zero(chart: Chart, value: Decimal) -> bool:
    decimals = default_decimals(chart.unit) if chart.decimals is None else chart.decimals
    return round_half_up(in_shown_unit(value, chart.unit), decimals) == 0


def _bar(chart: Chart, value: Decimal, length: float, zero: float, y: float, height: float) -> list[str]:
    """A bar from zero with its number. What shows as 0 is a dot."""
    text = value_text(value, chart.unit, chart.decimals, sign=True)
    base, thick = y + height / 2 + 2.8, 9.0
    if _shows_as_zero(chart, value):
        dot = PAPER.circle((zero, y + height / 2), 1.8, REFERENCE)
        return [dot, PAPER.text(zero + 6, base, text, MUTED, 8.5, weight=600)]
    end = zero + length
    bar = PAPER.deviation(zero, end, y + (height - thick) / 2, thick, step=3.2)
    place, anchor = (end + 4, "start") if value > 0 else (end - 4, "end")
    return [bar, PAPER.text(place, base, text, STRONG, 8.5, anchor=anchor, weight=600)]


def _word(words: VerdictWords, value: Decimal, tolerance: Decimal, x: float, y: float) -> list[str]:
    side = side_of(value, tolerance)
    colour = {"better": BETTER, "worse": WORSE, "same": MUTED}[side]
    word = PAPER.text(x + 7, y + 2.7, words.word(side), colour, 8, weight=600)
    return [word] if side == "same" else [PAPER.triangle(x, y, colour, up=side == "better"), word]


def _small_diverging(chart: Chart, figure: Diverging, title: str, width: float) -> SafeString:
    """The same under a key figure: label, bar, number."""
    label_width = min(width * 0.5, max(text_width(row.label, 7.5) for row in figure.rows) + 4)
    values = _numbers(chart, [row.value for row in figure.rows])
    left, right = -min([*values, 0]), max([*values, 0])
    number_width = max(
        text_width(value_text(row.value, chart.unit, chart.decimals, sign=True), 8, 600) for row in figure.rows
    )
    room = width - label_width - number_width - 8
    scale = room / ((left + right) or 1)
    zero = label_width + 4 + left * scale
    drawn, y = [], 0.0
    for row, value in zip(figure.rows, values, strict=True):
        lines = wrap(row.label, label_width - 2, 7.5, most=3)
        height = 7.0 + 8.9 * len(lines)
        drawn.append(PAPER.lines_of_text(0, y + 9.8, lines, PLAIN))
        drawn.append(PAPER.deviation(zero, zero + value * scale, y + height / 2 - 4, 8))
        text = value_text(row.value, chart.unit, chart.decimals, sign=True)
        end = zero + 4 + max(value, 0) * scale
        drawn.append(PAPER.text(end, y + height / 2 + 2.7, text, STRONG, 8, weight=600))
        y += height
    drawn.append(PAPER.line((zero, 0), (zero, y), PLAIN, 0.7))
    return on_paper(width, y + 1, drawn, title)
