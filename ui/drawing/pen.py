"""The pen: shapes, words and the frames of a drawing.

There is one pen for the page, whose inks are classes that follow the reader's theme, and one for paper, which has only
the light colours and writes small. What is drawn is text of SVG: only `words` come from outside, and are escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ui.drawing.ink import BETTER, WORSE, ink

Number = Decimal | float | int
XY = tuple[float, float]

BOLD = {"t-strong", "t-target", "t-inv", "t-brandink", "w-rname"}
FONT = 'font-family="Source Sans 3, sans-serif"'
PAPER_FONT = 'font-family="Rapport, sans-serif"'
LEADING = 1.18  # between lines of the same label


def n(value: Number) -> str:
    """Write a coordinate: at most two decimals, no trailing zeros."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def pairs(points: Iterable[XY]) -> str:
    """Write points as SVG wants them."""
    return " ".join(f"{n(x)},{n(y)}" for x, y in points)


def dashed(dash: str) -> str:
    """The attribute for a dashed line, as in `dashed("4 3")`; nothing for a whole one."""
    return f' stroke-dasharray="{dash}"' if dash else ""


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws with inks (the classes in `ui.drawing.ink.INKS`). A themed pen leaves them on what it draws."""

    themed: bool
    size: float  # of words, unless they say otherwise

    def rect(self, x: Number, y: Number, width: Number, height: Number, inks: str, extra: str = "") -> str:
        """Draw a filled rectangle; a width or height below zero is none."""
        place = f'x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(max(height, 0))}"'
        return f"<rect {place}{self._filled(inks)}{extra}/>"

    def stroke(self, d: str, inks: str, width: Number = 1, extra: str = "") -> str:
        """Draw an unfilled path."""
        return f'<path d="{d}"{self._drawn(inks)} stroke-width="{n(width)}"{extra}/>'

    def line(self, start: XY, end: XY, inks: str, width: Number = 1, dash: str = "") -> str:
        """Draw a straight line; `dash` as in SVG."""
        d = f"M{n(start[0])} {n(start[1])}L{n(end[0])} {n(end[1])}"
        return self.stroke(d, inks, width, dashed(dash))

    def fill(self, d: str, inks: str, extra: str = "") -> str:
        """Draw a filled path."""
        return f'<path d="{d}"{self._filled(inks)}{extra}/>'

    def polyline(self, points: Iterable[XY], inks: str, width: Number, extra: str = "") -> str:
        """Draw a line through the points."""
        shape = f'points="{pairs(points)}"{self._drawn(inks)}'
        return f'<polyline {shape} stroke-width="{n(width)}" stroke-linejoin="round"{extra}/>'

    def polygon(self, points: Iterable[XY], inks: str) -> str:
        """Draw a filled area."""
        return f'<polygon points="{pairs(points)}"{self._filled(inks)}/>'

    def circle(self, at: XY, radius: Number, inks: str, edge: str = "", width: Number = 1) -> str:
        """Draw a dot or, with the ink of an edge, a ring."""
        outline = f' stroke="{ink(edge)}" stroke-width="{n(width)}"' if edge else ""
        classes = f"{edge} {inks}".strip()
        named = f' class="{classes}"' if self.themed else ""
        return f'<circle cx="{n(at[0])}" cy="{n(at[1])}" r="{n(radius)}"{named} fill="{ink(inks)}"{outline}/>'

    def dot(self, x: Number, y: Number, radius: float, *, hollow: bool = False) -> str:
        """Draw a measured point; hollow when the value is preliminary."""
        at = float(x), float(y)
        if not hollow:
            return self.circle(at, radius, "d-outcome-f")
        named = ' class="d-hollow"' if self.themed else ""
        outline = f'stroke="{ink("d-outcome")}" stroke-width="{n(radius / 2)}"'
        return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}"{named} fill="{ink("d-hollow")}" {outline}/>'

    def hatch(self, x: float, y: float, width: float, height: float, inks: str, step: float = 4.0) -> str:
        """Draw a hatched rectangle: one path of diagonal lines, because not every PDF reader draws patterns."""
        moves: list[str] = []
        reach = step
        while reach < width + height:
            xa, ya = x + min(reach, width), y + max(0, reach - width)
            xb, yb = x + max(0, reach - height), y + min(reach, height)
            moves.append(f"M{n(xa)} {n(ya)}L{n(xb)} {n(yb)}")
            reach += step
        edge = f' stroke="{ink(inks)}" stroke-width=".8"'
        stripes = self.stroke("".join(moves), inks, 0.7) if moves else ""
        return self.rect(x, y, width, height, "f-surface", edge) + stripes

    def deviation(self, zero: float, end: float, top: float, thick: float, step: float = 3.0) -> str:
        """Draw a bar from the zero line: better to the right, worse to the left. Paper may be printed in grey, so there
        the worse is hatched, its lines `step` apart."""
        left, length = min(zero, end), abs(end - zero)
        if end < zero and not self.themed:
            return self.hatch(left, top, length, thick, WORSE, step)
        return self.rect(left, top, length, thick, WORSE if end < zero else BETTER)

    def triangle(self, x: float, y: float, inks: str, *, up: bool, size: float = 3) -> str:
        """Draw the mark of better (up) and worse (down)."""
        tip = -1 if up else 1
        base = y - tip * size * 0.8
        return self.polygon([(x - size, base), (x + size, base), (x, y + tip * size * 0.9)], inks)

    def text(
        self, x: Number, y: Number, words: str, inks: str, size: Number = 0, anchor: str = "start", weight: int = 0
    ) -> str:
        """Write words. `anchor` is start, middle or end; on the page some inks are bold by themselves."""
        bold = weight or (650 if self.themed and BOLD & set(inks.split()) else 0)
        heavy = f' font-weight="{bold}"' if bold else ""
        place = f'x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" font-size="{n(size or self.size)}"'
        return f"<text {place}{self._filled(inks)}{heavy}>{escape(words)}</text>"

    def lines_of_text(
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        inks: str,
        size: float = 0,
        anchor: str = "start",
        weight: int = 0,
    ) -> str:
        """Write lines under one another."""
        leading = (size or self.size) * LEADING
        return "".join(
            self.text(x, y + place * leading, line, inks, size, anchor, weight) for place, line in enumerate(lines)
        )

    def _filled(self, inks: str) -> str:
        return f'{self._named(inks)} fill="{ink(inks)}"'

    def _drawn(self, inks: str) -> str:
        return f'{self._named(inks)} fill="none" stroke="{ink(inks)}"'

    def _named(self, inks: str) -> str:
        return f' class="{inks}"' if self.themed else ""


PAGE = Pen(themed=True, size=12)
PAPER = Pen(themed=False, size=7.5)


def chart(chart_id: str, title: str, width: Number, height: Number, content: str, classes: str = "chart") -> SafeString:
    """Frame a chart that stands alone on the page: its title says the whole series in words."""
    name = escape(chart_id)
    frame = f'<svg class="{classes}" viewBox="0 0 {n(width)} {n(height)}" {FONT} role="img" aria-labelledby="{name}-t">'
    return mark_safe(f'{frame}<title id="{name}-t">{escape(title)}</title>{content}</svg>')  # noqa: S308 - text() escapes


def in_cell(classes: str, height: Number, content: str) -> SafeString:
    """Frame a bar in a table cell: stretched to the cell, silent, the number stands beside it."""
    frame = f'<svg class="{classes}" viewBox="0 0 100 {n(height)}" preserveAspectRatio="none"'
    return mark_safe(f'{frame} aria-hidden="true" focusable="false">{content}</svg>')  # noqa: S308 - text() escapes


def on_paper(width: float, height: float, parts: Iterable[str], title: str, *, small: bool = False) -> SafeString:
    """Frame a drawing on paper at real size: a unit is a point. `title` becomes the alternative text in the PDF."""
    size = f'width="{n(width)}pt" height="{n(height)}pt" viewBox="0 0 {n(width)} {n(height)}"'
    words = f'{PAPER_FONT} font-size="{n(PAPER.size)}" fill="{ink("w-lab")}"'
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="d-svg{" d-spark" if small else ""}" role="img" {size} {words}>'
    )
    return mark_safe(f"{frame}<title>{escape(title)}</title>{''.join(parts)}</svg>")  # noqa: S308 - text() escapes
