"""The few SVG shapes the report's charts are drawn with. Units are points at real size: 7.5 is 7.5 pt on paper.

Everything is built with `format_html`, so text from a document is always escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import pyphen
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, INK2, INK3, LINE, GRID, BAND = "#15202B", "#3E4C59", "#5A6874", "#CBD1D0", "#E1E4E1", "#F6F7F5"
OUTCOME, FORECAST, TARGET, BUDGET, REFERENCE = "#23394B", "#2F78B3", "#A51E5B", "#C3CFD4", "#6C7A84"
BETTER, WORSE, WHITE = "#237077", "#BC4B1F", "#FFFFFF"

_CHARS = "".join(map(chr, range(32, 127))) + "åäöÅÄÖéüÉÜ–−\u00a0§…"
_REGULAR = (
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727,
    647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555,
    496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303,
    241, 303, 497, 504, 504, 542, 544, 544, 664, 496, 544, 527, 645, 480, 497, 200, 497, 948,
)  # fmt: skip
_WIDTHS = dict(zip(_CHARS, _REGULAR, strict=True))  # Source Sans 3, thousandths of the size
_SEMIBOLD = 1.03


@cache
def _hyphens() -> pyphen.Pyphen:
    """The Swedish patterns (they come with WeasyPrint), read when a label first needs them."""
    return pyphen.Pyphen(lang="sv", left=3, right=3)


def text_width(text: str, size: float = 7.5, weight: int = 400) -> float:
    """Width in points of a text on one line; unknown characters count as wide ones."""
    thousandths = sum(_WIDTHS.get(char, 700) for char in text if char != "\u00ad")
    return thousandths / 1000 * size * (_SEMIBOLD if weight > 400 else 1)


def wrap(text: str, width: float, size: float = 7.5, *, weight: int = 400, most: int = 2) -> list[str]:
    """Break a label into at most `most` lines of `width` points: at spaces and hyphens, long words where they must.

    What does not fit ends with an ellipsis; the whole text stands in the table or the description.
    """
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        taken = _fitting(rest, width, size, weight)
        if len(lines) == most - 1 and taken < len(rest):
            lines.append(_shorten(rest.replace("\u00ad", ""), width, size, weight))
            break
        piece = rest[:taken].rstrip()
        whole = taken == len(rest) or piece.endswith("-") or rest[taken - 1].isspace()
        lines.append(piece.replace("\u00ad", "") + ("" if whole else "-"))
        rest = rest[taken:].lstrip()
    return lines or [""]


def _fitting(text: str, width: float, size: float, weight: int) -> int:
    """How many characters fit on the line: to a space, hyphen or soft hyphen, else by Swedish hyphenation."""
    if text_width(text, size, weight) <= width:
        return len(text)
    hyphen = text_width("-", size, weight)

    def fits(place: int) -> bool:
        extra = 0.0 if text[place - 1] in " -" else hyphen
        return text_width(text[:place].rstrip(), size, weight) + extra <= width

    fit = [place for place in range(1, len(text)) if text[place - 1] in " -\u00ad" and fits(place)]
    word = text.split(" ")[0].split("-")[0]
    fit = fit or [place for place in _hyphens().positions(word) if fits(place)]
    if fit:
        return fit[-1]
    count = len(text)
    while count > 2 and not fits(count):
        count -= 1
    return count


def _shorten(text: str, width: float, size: float, weight: int) -> str:
    while text and text_width(text + "…", size, weight) > width:
        text = text[:-1]
    return text.rstrip(" -,") + "…"


def pt(value: float) -> str:
    """Write a coordinate: tenths of a point are finer than any printer."""
    return f"{value:.1f}"


def group(parts: Iterable[SafeString]) -> SafeString:
    """Put shapes after one another."""
    return format_html_join("", "{}", ((part,) for part in parts))


def svg(width: float, height: float, parts: Iterable[SafeString], title: str, *, small: bool = False) -> SafeString:
    """A picture with its description. The description becomes the Figure's alternative text in the PDF."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="d-svg{}" role="img" width="{}pt" height="{}pt" '
        'viewBox="0 0 {} {}" font-family="Rapport, sans-serif" font-size="7.5" fill="{}"><title>{}</title>{}</svg>',
        " d-spark" if small else "", pt(width), pt(height), pt(width), pt(height), INK2, title, group(parts),
    )  # fmt: skip


def text(
    x: float, y: float, words: str, anchor: str = "start", *, size: float = 7.5, weight: int = 400, fill: str = INK2
) -> SafeString:
    """A line of text. `anchor` is start, middle or end; the weights are 400, 600 and 700."""
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>',
        pt(x), pt(y), anchor, size, weight, fill, words,
    )  # fmt: skip


def lines_of_text(
    x: float, y: float, lines: Iterable[str], anchor: str = "start", *, size: float = 7.5, weight: int = 400,
    fill: str = INK2,
) -> SafeString:  # fmt: skip
    """Lines of text under one another, 1.18 times their size apart."""
    return group(
        text(x, y + place * size * 1.18, line, anchor, size=size, weight=weight, fill=fill)
        for place, line in enumerate(lines)
    )


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 0.6, dash: str = ""
) -> SafeString:
    """A straight line; `dash` as in SVG."""
    dashes = format_html(' stroke-dasharray="{}"', dash) if dash else SafeString("")
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>',
        pt(x1), pt(y1), pt(x2), pt(y2), colour, width, dashes,
    )  # fmt: skip


def rect(x: float, y: float, width: float, height: float, colour: str, stroke: str = "") -> SafeString:
    """A filled rectangle, with an outline if `stroke` is given."""
    edge = format_html(' stroke="{}" stroke-width=".8"', stroke) if stroke else SafeString("")
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>',
        pt(x), pt(y), pt(max(width, 0)), pt(max(height, 0)), colour, edge,
    )  # fmt: skip


def hatch(x: float, y: float, width: float, height: float, colour: str, step: float = 4.0) -> SafeString:
    """A hatched rectangle: one path of diagonal lines, because patterns are not reliable in every PDF reader."""
    moves: list[str] = []
    reach = step
    while reach < width + height:
        xa, ya = x + min(reach, width), y + max(0, reach - width)
        xb, yb = x + max(0, reach - height), y + min(reach, height)
        moves.append(f"M{xa:.1f} {ya:.1f}L{xb:.1f} {yb:.1f}")
        reach += step
    stripes = format_html('<path d="{}" stroke="{}" stroke-width=".7" fill="none"/>', "".join(moves), colour)
    return group([rect(x, y, width, height, WHITE, colour), stripes if moves else SafeString("")])


def circle(x: float, y: float, radius: float, fill: str, stroke: str = "", width: float = 1.0) -> SafeString:
    """A dot or, with white fill and a stroke, a ring."""
    edge = format_html(' stroke="{}" stroke-width="{}"', stroke, width) if stroke else SafeString("")
    return format_html('<circle cx="{}" cy="{}" r="{}" fill="{}"{}/>', pt(x), pt(y), radius, fill, edge)


def triangle(x: float, y: float, colour: str, *, up: bool, size: float = 3) -> SafeString:
    """The mark of better (up) and worse (down)."""
    tip = -1 if up else 1
    points = f"{x - size},{y - tip * size * 0.8} {x + size},{y - tip * size * 0.8} {x},{y + tip * size * 0.9}"
    return format_html('<polygon points="{}" fill="{}"/>', points, colour)


def polyline(points: Iterable[tuple[float, float]], colour: str, width: float, dash: str = "") -> SafeString:
    """A line through points."""
    dashes = format_html(' stroke-dasharray="{}"', dash) if dash else SafeString("")
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<polyline fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"{} points="{}"/>',
        colour, width, dashes, path,
    )  # fmt: skip


def tighten(positions: list[float], gap: float, bottom: float) -> list[float]:
    """Move labels at the end of lines apart: at least `gap` between them and none below `bottom`. Keeps their order."""
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    moved = list(positions)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + gap)
    floor = bottom
    for index in reversed(order):
        moved[index] = min(moved[index], floor)
        floor = moved[index] - gap
    return moved
