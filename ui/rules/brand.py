"""The municipality's own colour: one colour in, a light and a dark theme out in which all text can be read.

Status, data, thread, link and focus colours are fixed; only these tokens follow the municipality.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ui.rules.colour import Oklch, contrast, hue_distance, to_hex, to_oklch

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LEAST_CHROMA, MOST_CHROMA, MOST_CHROMA_DARK = 0.03, 0.16, 0.12
GREY_CHROMA, GREY_HUE = 0.01, 245.0  # a grey has no hue of its own and gets a cool one
SIMILAR_HUE = 20.0
WHITE, BLACK, DARK_SURFACE = "#FFFFFF", "#0B1A26", "#151D22"
BAD, THREAD = "#BC3B12", "#A51E5B"
DARK_LIGHTNESS = 0.74  # as clear on the dark surface as the rest of its ink
STEP = 0.004
RECIPE = "1"  # part of the digest: raise it when the arithmetic changes


@dataclass(frozen=True, slots=True)
class Theme:
    """The five brand tokens of one theme, as hex colours."""

    brand: str
    strong: str
    ink: str
    tint: str
    line: str

    @property
    def ratios(self) -> tuple[tuple[str, float], ...]:
        """What the administrator is shown: the pairs that carry text, with their contrast."""
        return (
            ("Text på knappen", contrast(self.brand, self.ink)),
            ("Markerad flik", contrast(self.strong, self.tint)),
        )


@dataclass(frozen=True, slots=True)
class Palette:
    """Both themes, and in Swedish what was adjusted and what to think about."""

    light: Theme
    dark: Theme
    adjustments: tuple[str, ...]
    warnings: tuple[str, ...]


def palette(colour: str) -> Palette:
    """Make both themes from the municipality's colour. Raises ValueError unless it is written as #17507F."""
    given = to_oklch(colour)
    chroma = min(max(given.chroma, LEAST_CHROMA), MOST_CHROMA)
    base = Oklch(given.lightness, chroma, given.hue if given.chroma >= GREY_CHROMA else GREY_HUE)
    light, dark = _light(base), _dark(base)
    return Palette(light, dark, _adjustments(given, light), _warnings(given))


def _light(base: Oklch) -> Theme:
    """Lower the lightness until white on the colour, and the colour on its tint, can be read."""
    tint = to_hex(Oklch(0.95, 0.02, base.hue))
    lightness = base.lightness
    while True:
        brand = to_hex(Oklch(lightness, base.chroma, base.hue))
        if min(contrast(brand, WHITE), contrast(brand, tint)) >= LEAST_CONTRAST:
            break
        lightness -= STEP
    strong = to_hex(Oklch(max(lightness - 0.10, 0.0), base.chroma, base.hue))
    return Theme(brand, strong, _ink_on(brand), tint, to_hex(Oklch(0.81, 0.05, base.hue)))


def _dark(base: Oklch) -> Theme:
    """Raise the lightness until the colour can be read on the dark surface and on its tint."""
    chroma = min(base.chroma, MOST_CHROMA_DARK)
    tint = to_hex(Oklch(0.28, 0.035, base.hue))
    lightness = max(base.lightness, DARK_LIGHTNESS)
    while True:
        brand = to_hex(Oklch(lightness, chroma, base.hue))
        if min(contrast(brand, DARK_SURFACE), contrast(brand, tint), contrast(brand, _ink_on(brand))) >= LEAST_CONTRAST:
            break
        lightness += STEP
    strong = to_hex(Oklch(min(lightness + 0.09, 0.97), chroma * 0.7, base.hue))
    return Theme(brand, strong, _ink_on(brand), tint, to_hex(Oklch(0.43, 0.05, base.hue)))


def _ink_on(brand: str) -> str:
    """Choose the text colour that is easiest to read on the brand colour."""
    return max((WHITE, BLACK), key=lambda ink: contrast(brand, ink))


def _adjustments(given: Oklch, light: Theme) -> tuple[str, ...]:
    adjustments = []
    if to_oklch(light.brand).lightness < given.lightness - 0.01:
        adjustments.append("Vi gjorde färgen något mörkare för att texten ska gå att läsa.")
    if given.chroma > MOST_CHROMA + 0.005:
        adjustments.append("Vi dämpade färgen något, så att den inte tävlar med siffrorna.")
    if given.chroma < LEAST_CHROMA - 0.005:
        adjustments.append("Vi gav färgen lite mer ton, så att den skiljer sig från det grå på sidan.")
    return tuple(adjustments)


def _warnings(given: Oklch) -> tuple[str, ...]:
    """Say when the hue may be taken for a meaning. Shapes and words still carry it, so it is allowed."""
    if given.chroma < LEAST_CHROMA:
        return ()
    likenesses = ((BAD, "den vi använder för mål som inte nås"), (THREAD, "den röda tråden"))
    return tuple(
        f"Färgen liknar {meaning}. Välj gärna en annan."
        for fixed, meaning in likenesses
        if hue_distance(given.hue, to_oklch(fixed).hue) <= SIMILAR_HUE
    )


def digest(colour: str) -> str:
    """Return a short name for the style sheet, new whenever the colour or the recipe changes."""
    return hashlib.sha256(f"{RECIPE}{colour.upper()}".encode()).hexdigest()[:12]


def style_sheet(colour: str) -> str:
    """Write the tokens as a style sheet; it is loaded after the others and only replaces their brand."""
    themes = palette(colour)
    light, dark = _tokens(themes.light), _tokens(themes.dark)
    return f"@layer tokens{{:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}}}\n"


def _tokens(theme: Theme) -> str:
    return (
        f"--brand:{theme.brand};--brand-strong:{theme.strong};--brand-ink:{theme.ink};"
        f"--brand-tint:{theme.tint};--brand-line:{theme.line}"
    )
