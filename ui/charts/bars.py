"""Bars for table cells: the number always stands as text beside them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from ui.drawing.pen import PAGE, Number, in_cell, n
from ui.rules.marks import Tone

HEIGHT = 18
NOT_STRETCHED = ' vector-effect="non-scaling-stroke"'
TONES = {tone.value: f"f-{tone.value}" for tone in Tone}


def stacked(parts: Sequence[tuple[str, Number]], *, total: Number | None = None, height: int = HEIGHT) -> SafeString:
    """Draw counts after each other: `parts` are (tone, count), tones as in the status vocabulary.

    `total` is what fills the whole cell, so that rows share one scale (default: the row's own sum).
    What is not judged (tone "none") is drawn as a dashed outline. Raises KeyError for an unknown tone.
    """
    whole = float(total if total is not None else sum(float(count) for _, count in parts)) or 1.0
    drawn, x = [], 0.0
    for tone, count in parts:
        width = float(count) / whole * 100
        if width > 0:
            drawn.append(_part(TONES[tone], x, max(width - 0.6, 0.2), height))
        x += width
    return in_cell(f"barcell barcell--{height}", height, "".join(drawn))


def _part(ink_class: str, x: float, width: float, height: int) -> str:
    if ink_class != "f-none":
        return PAGE.rect(x, 0, width, height, ink_class)
    outline = f"M{n(x)} .75h{n(width)}v{n(height - 1.5)}h{n(-width)}z"
    return PAGE.stroke(outline, "bar-none", 1.5, f' stroke-dasharray="3 2.5"{NOT_STRETCHED}')


def diverging(
    value: Number | None, largest: Number, *, earlier: Number | None = None, height: int = HEIGHT
) -> SafeString:
    """Draw a deviation from a common zero line: to the right better, to the left worse than budget.

    `largest` is the deviation that fills half the cell, the same for all rows; `earlier` marks the
    previous forecast with a tick. A value beyond `largest` stops at the edge.
    """
    scale = float(largest) or 1.0
    end = _across(value or 0, scale)
    shapes = PAGE.deviation(50, end, 3, height - 6) if value else ""
    shapes += PAGE.stroke(f"M50 0v{height}", "g-zero", 1, NOT_STRETCHED)
    if earlier is not None:
        shapes += PAGE.stroke(f"M{n(_across(earlier, scale))} 1v{height - 2}", "d-outcome", 2, NOT_STRETCHED)
    return in_cell("barcell", height, shapes)


def _across(value: Number, scale: float) -> float:
    """Return the place in a cell 100 wide with zero in the middle."""
    return 50 + max(-1.0, min(1.0, float(value) / scale)) * 49


def progress(percent: Number, *, tone: str = "brand", height: int = 8) -> SafeString:
    """Draw how far something has come, 0–100; the per cent stands as text beside it."""
    width = max(0.0, min(100.0, float(percent)))
    ink_class = "f-brand" if tone == "brand" else TONES[tone]
    track = PAGE.rect(0, 0, 100, height, "f-track")
    return in_cell("bar", height, track + (PAGE.rect(0, 0, width, height, ink_class) if width else ""))


def against_target(value: Number, target: Number, largest: Number, *, tone: str = "brand") -> SafeString:
    """Draw a value as a bar from zero with the target as a small mark in thread colour."""
    scale = float(largest) or 1.0
    ink_class = "f-brand" if tone == "brand" else TONES[tone]
    at = max(0.0, min(1.0, float(target) / scale)) * 100
    width = max(0.0, min(1.0, float(value) / scale)) * 100
    bar = PAGE.rect(0, 4, width, HEIGHT - 8, ink_class)
    return in_cell("barcell", HEIGHT, bar + PAGE.fill(f"M{n(at - 0.4)} 0h.8v{HEIGHT}h-.8z", "d-target-f"))
