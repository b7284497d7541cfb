"""The cover's picture: the steering year as a ring. Filled months are the period the report covers.

It is decoration and carries no information that the text does not: a background on paper, hidden from readers on
the page. Its colours follow the municipality's one colour.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.drawing.ink import COLOURS
from ui.drawing.pen import n
from ui.rules.colour import channels, contrast
from ui.rules.swedish import MONTHS_SHORT

SIZE = 620
_THREAD = COLOURS["thread"][1]  # on the dark ground of the cover


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02X}" for part in rgb)


def mix(colour: str, other: str, share: float) -> str:
    """Mix `share` of `other` into `colour`."""
    red, green, blue = (a + (b - a) * share for a, b in zip(channels(colour), channels(other), strict=True))
    return _hex((red, green, blue))


def strong(brand: str) -> str:
    """A dark shade of the municipality's colour, for the cover and headings: about 11:1 against white."""
    hue, light, saturation = colorsys.rgb_to_hls(*channels(brand))
    shade = brand
    while contrast(shade, "#FFFFFF") < 11 and light > 0.02:
        light -= 0.01
        shade = _hex(colorsys.hls_to_rgb(hue, light, saturation))
    return shade


def lighten(brand: str, lightness: float) -> str:
    """The municipality's colour at another lightness, 0 to 1."""
    hue, _, saturation = colorsys.rgb_to_hls(*channels(brand))
    return _hex(colorsys.hls_to_rgb(hue, lightness, saturation * 0.85))


def ring(months: int, brand: str, *, ground: bool = False) -> SafeString:
    """Draw the year with `months` months filled, for a background of `strong(brand)`; with `ground` it draws that too."""
    deep = strong(brand)
    parts = [_segment(place, months, deep, brand) for place in range(12)]
    parts.append(_thread(months))
    if ground:
        parts.insert(0, format_html('<rect width="{}" height="{}" rx="40" fill="{}"/>', SIZE, SIZE, deep))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false" class="d-ring" width="{}" '
        'height="{}" viewBox="0 0 {} {}">{}</svg>',
        SIZE, SIZE, SIZE, SIZE, _together(parts),
    )  # fmt: skip


def _together(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _point(radius: float, angle: float) -> str:
    return f"{n(SIZE / 2 + radius * math.sin(angle))} {n(SIZE / 2 - radius * math.cos(angle))}"


def _segment(place: int, months: int, deep: str, brand: str) -> SafeString:
    outer, inner, gap = SIZE * 0.485, SIZE * 0.335, math.radians(1.1)
    start, end = math.tau * place / 12 + gap, math.tau * (place + 1) / 12 - gap
    path = (
        f"M{_point(outer, start)}A{n(outer)} {n(outer)} 0 0 1 {_point(outer, end)}"
        f"L{_point(inner, end)}A{n(inner)} {n(inner)} 0 0 0 {_point(inner, start)}Z"
    )
    fill, stroke = "none", mix(deep, "#FFFFFF", 0.4)
    if place < months:
        fill = stroke = lighten(brand, 0.36 + 0.4 * place / max(1, months - 1))
    ground = deep if fill == "none" else fill
    ink = "#FFFFFF" if contrast("#FFFFFF", ground) >= contrast(deep, ground) else deep
    ink = mix(ink, deep, 0.35) if fill == "none" else ink
    x, y = _point((outer + inner) / 2, math.tau * (place + 0.5) / 12).split(" ")
    return format_html(
        '<path d="{}" fill="{}" stroke="{}"/><text x="{}" y="{}" text-anchor="middle" font-family="Rapport, sans-serif" '
        'font-size="15" font-weight="600" fill="{}">{}</text>',
        path, fill, stroke, x, n(float(y) + 5), ink, MONTHS_SHORT[place],
    )  # fmt: skip


def _thread(months: int) -> SafeString:
    radius = SIZE * 0.30
    start, end = _point(radius, 0), _point(radius, math.tau * months / 12)
    dots = format_html(
        '<circle cx="{}" cy="{}" r="4" fill="{}"/><circle cx="{}" cy="{}" r="6" fill="{}"/>',
        *start.split(" "), _THREAD, *end.split(" "), _THREAD,
    )  # fmt: skip
    if months >= 12:
        circle = format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="2.4"/>',
            SIZE / 2, SIZE / 2, n(radius), _THREAD,
        )  # fmt: skip
        return _together([circle, dots])
    large = 1 if months > 6 else 0
    path = f"M{start}A{n(radius)} {n(radius)} 0 {large} 1 {end}"
    arc = format_html('<path d="{}" fill="none" stroke="{}" stroke-width="2.4" stroke-linecap="round"/>', path, _THREAD)
    return _together([arc if months else SafeString(""), dots])
