"""Charts in templates: `{% load charts %}`. Standing charts come in two drawings, wide and narrow, chosen by CSS."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.charts import bars, lines, small, swatch, thread
from ui.charts import wheel as year_wheel
from ui.charts.series import ChartLine, as_rows
from ui.drawing.pen import Number
from ui.rules.brand import Palette

register = template.Library()


@register.simple_tag
def stacked(parts: Sequence[tuple[str, Number]], total: Number | None = None, height: int = 14) -> SafeString:
    """Counts per tone as one bar: {% stacked row.parts total=most %}; parts are (tone, count)."""
    return bars.stacked(parts, total=total, height=height)


@register.simple_tag
def diverging(value: Number | None, largest: Number, earlier: Number | None = None) -> SafeString:
    """A deviation from a common zero line; `earlier` is a tick at the previous forecast."""
    return bars.diverging(value, largest, earlier=earlier)


@register.simple_tag
def progress(percent: Number, tone: str = "brand", height: int = 8) -> SafeString:
    """How far something has come, 0–100."""
    return bars.progress(percent, tone=tone, height=height)


@register.simple_tag
def against_target(value: Number, target: Number, largest: Number, tone: str = "brand") -> SafeString:
    """A value as a bar with its target as a mark."""
    return bars.against_target(value, target, largest, tone=tone)


@register.simple_tag
def sparkline(
    values: Sequence[Decimal | None], title: str = "", target: Decimal | None = None, preliminary: bool = False
) -> SafeString:
    """A trend in a table row."""
    return small.sparkline(values, title, target=target, preliminary=preliminary)


@register.simple_tag
def small_multiple(line: ChartLine, others: Sequence[Sequence[Decimal | None]] = ()) -> SafeString:
    """One series over the others' as thin grey lines."""
    return small.small_multiple(line, others)


@register.simple_tag
def goal_line(line: ChartLine, *, narrow: bool = False) -> SafeString:
    """An indicator against its way to the target, wide and narrow; with `narrow` only that, for half a row."""
    if narrow:
        return lines.goal_line(line, narrow=True)
    return _both("only-wide", lines.goal_line(line), "only-narrow", lines.goal_line(line, narrow=True))


@register.filter
def chart_rows(line: ChartLine) -> list[tuple[str, str]]:
    """The same series as table rows (period, value)."""
    return as_rows(line)


@register.simple_tag
def wheel(year: year_wheel.Wheel) -> SafeString:
    """The year wheel, wide and narrow."""
    return _both("wheel-wide", year_wheel.wheel(year), "wheel-narrow", year_wheel.wheel(year, narrow=True))


@register.simple_tag
def thread_ring(chart_id: str = "trad") -> SafeString:
    """The red thread from vision to result and back."""
    return thread.thread_ring(chart_id)


@register.simple_tag
def palette_preview(palette: Palette) -> SafeString:
    """A municipality's colour in both themes with its contrast, for the one who chooses it."""
    return swatch.palette_preview(f"farg-{palette.light.brand[1:]}", palette)


def _both(wide_class: str, wide: SafeString, narrow_class: str, narrow: SafeString) -> SafeString:
    return format_html('<div class="{}">{}</div><div class="{}">{}</div>', wide_class, wide, narrow_class, narrow)
