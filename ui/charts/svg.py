"""The pen: ink, shapes, text and the frame of a chart."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Number = Decimal | float | int
XY = tuple[float, float]

# Light-theme colour of each class; the same values as the tokens in static/css/base.css.
INK = {
    "f-ok": "#1E7A50", "f-part": "#B07400", "f-bad": "#BC3B12", "f-none": "#6B7781", "f-info": "#1F6AA5",
    "f-brand": "#17507F", "f-track": "#EBEEEE", "f-surface": "#FFFFFF", "f-thread": "#A51E5B",
    "d-pos": "#237077", "d-neg": "#BC4B1F",
    "d-outcome": "#23394B", "d-outcome-f": "#23394B", "d-forecast": "#2F78B3", "d-forecast-f": "#2F78B3",
    "d-target": "#A51E5B", "d-target-f": "#A51E5B", "d-band": "#D9E1E4", "d-other": "#C3CFD4", "d-ref": "#6C7A84",
    "g-grid": "#E6E9E7", "g-axis": "#7E8A90", "g-zero": "#15202B", "s-line": "#CBD1D0", "s-hair": "#E1E4E1",
    "s-thread": "#A51E5B", "s-brand": "#17507F", "bar-none": "#6B7781",
    "t-mute": "#5A6874", "t-strong": "#15202B", "t-target": "#A51E5B", "t-inv": "#FFFFFF", "t-brandink": "#FFFFFF",
    "w-month": "#E9ECEA", "w-ring": "#FFFFFF", "w-past": "#15202B", "w-lab": "#3E4C59",
    "r-kf": "#23394B", "r-ks": "#2F6EA8", "r-n": "#237077", "r-f": "#8F5D08", "r-b": "#7C4A86",
}  # fmt: skip

BOLD = {"t-strong", "t-target", "t-inv", "t-brandink", "w-rname"}
FONT = 'font-family="Source Sans 3, sans-serif"'


def n(value: Number) -> str:
    """Write a coordinate: at most two decimals, no trailing zeros."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def ink(classes: str) -> str:
    """Return the light-theme colour of the first class that has one. Raises KeyError if none has."""
    for name in classes.split():
        if name in INK:
            return INK[name]
    raise KeyError(classes)


def rect(x: Number, y: Number, width: Number, height: Number, classes: str, extra: str = "") -> str:
    """Draw a filled rectangle."""
    place = f'x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
    return f'<rect {place} class="{classes}" fill="{ink(classes)}"{extra}/>'


def stroke(d: str, classes: str, width: Number = 1, extra: str = "") -> str:
    """Draw an unfilled path."""
    return f'<path d="{d}" class="{classes}" fill="none" stroke="{ink(classes)}" stroke-width="{n(width)}"{extra}/>'


def fill(d: str, classes: str, extra: str = "") -> str:
    """Draw a filled path."""
    return f'<path d="{d}" class="{classes}" fill="{ink(classes)}"{extra}/>'


def polyline(points: Iterable[XY], classes: str, width: Number, extra: str = "") -> str:
    """Draw a line through the points."""
    shape = f'points="{pairs(points)}" class="{classes}" fill="none" stroke="{ink(classes)}"'
    return f'<polyline {shape} stroke-width="{n(width)}" stroke-linejoin="round"{extra}/>'


def polygon(points: Iterable[XY], classes: str) -> str:
    """Draw a filled area."""
    return f'<polygon points="{pairs(points)}" class="{classes}" fill="{ink(classes)}"/>'


def dot(x: Number, y: Number, radius: Number, *, hollow: bool = False) -> str:
    """Draw a measured point; hollow when the value is preliminary."""
    place = f'cx="{n(x)}" cy="{n(y)}" r="{n(radius)}"'
    outline = INK["d-outcome"]
    if hollow:
        return f'<circle {place} class="d-hollow" fill="#fff" stroke="{outline}" stroke-width="2"/>'
    return f'<circle {place} class="d-outcome-f" fill="{outline}"/>'


def text(x: Number, y: Number, words: str, classes: str, size: Number = 12, anchor: str = "start") -> str:
    """Write words; everything that is written is escaped here."""
    weight = ' font-weight="650"' if BOLD & set(classes.split()) else ""
    place = f'x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" font-size="{n(size)}"'
    return f'<text {place} class="{classes}" fill="{ink(classes)}"{weight}>{escape(words)}</text>'


def pairs(points: Iterable[XY]) -> str:
    """Write points as SVG wants them."""
    return " ".join(f"{n(x)},{n(y)}" for x, y in points)


def chart(chart_id: str, title: str, width: Number, height: Number, content: str, classes: str = "chart") -> SafeString:
    """Frame a chart that stands alone: its title says the whole series in words."""
    name = escape(chart_id)
    frame = f'<svg class="{classes}" viewBox="0 0 {n(width)} {n(height)}" {FONT} role="img" aria-labelledby="{name}-t">'
    return mark_safe(f'{frame}<title id="{name}-t">{escape(title)}</title>{content}</svg>')  # noqa: S308 - text() escapes


def in_cell(classes: str, height: Number, content: str) -> SafeString:
    """Frame a bar in a table cell: stretched to the cell, silent, the number stands beside it."""
    frame = f'<svg class="{classes}" viewBox="0 0 100 {n(height)}" preserveAspectRatio="none"'
    return mark_safe(f'{frame} aria-hidden="true" focusable="false">{content}</svg>')  # noqa: S308 - text() escapes
