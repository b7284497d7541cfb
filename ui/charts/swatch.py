"""A municipality's colour as it will look: a button, a current tab and a tint, in both themes."""

from __future__ import annotations

from decimal import Decimal

from django.utils.safestring import SafeString

from ui.drawing.pen import FONT, chart, n
from ui.rules.brand import Palette, Theme
from ui.rules.money import number
from ui.rules.swedish import join_words

WIDTH, HEIGHT = 320, 96
SURFACES = {"ljust": ("#FFFFFF", "#15202B"), "mörkt": ("#151D22", "#E9EEF1")}


def palette_preview(chart_id: str, palette: Palette) -> SafeString:
    """Draw the light theme above the dark one, with fixed colours: it must not follow the reader's own theme."""
    themes = {"ljust": palette.light, "mörkt": palette.dark}
    drawn = "".join(
        _theme(index * HEIGHT, *SURFACES[name], theme) for index, (name, theme) in enumerate(themes.items())
    )
    spoken = join_words([f"{name} läge {_ratio(theme)} till 1" for name, theme in themes.items()])
    return chart(
        chart_id, f"Så här blir färgen. Kontrast för text på knappen: {spoken}.", WIDTH, HEIGHT * 2, drawn, "swatch"
    )


def _theme(top: float, surface: str, ink: str, theme: Theme) -> str:
    """One theme: surface, tint with the current tab, button, and the contrast in figures."""
    shapes = [
        _box(0, top, WIDTH, HEIGHT, surface),
        _box(0, top, WIDTH, 4, theme.brand),
        _box(16, top + 20, 104, 32, theme.tint, 4),
        _text(68, top + 41, "Markerad", theme.strong),
        _box(136, top + 20, 104, 32, theme.brand, 4),
        _text(188, top + 41, "Lämna in", theme.ink),
        _text(188, top + 76, f"{_ratio(theme)} : 1", ink, 12),
    ]
    return f"<g {FONT}>{''.join(shapes)}</g>"


def _ratio(theme: Theme) -> str:
    return number(_tenths(theme.ratios[0][1]), 1)


def _tenths(ratio: float) -> Decimal:
    """Cut, never round up: 4.49 must not look like 4.5."""
    return Decimal(int(ratio * 10)) / 10


def _box(x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> str:
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" rx="{n(radius)}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, colour: str, size: float = 15) -> str:
    place = f'x="{n(x)}" y="{n(y)}" text-anchor="middle" font-size="{n(size)}" font-weight="600"'
    return f'<text {place} fill="{colour}">{words}</text>'
