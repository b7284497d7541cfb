"""Colour arithmetic: sRGB to OKLCH and back, and contrast as WCAG 2.2 measures it.

OKLCH (Björn Ottosson, 2020): lightness 0–1, chroma 0 and up, hue in degrees. Colours are written "#17507F".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour by lightness, chroma and hue."""

    lightness: float
    chroma: float
    hue: float


def channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue 0–1. Raises ValueError unless the colour is written as #17507F."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance 0–1 (WCAG 2.2)."""
    red, green, blue = (_linear(value) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio 1–21 (WCAG 2.2); 4.5 is the least for text."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def to_oklch(colour: str) -> Oklch:
    """Convert from "#17507F"."""
    red, green, blue = (_linear(value) for value in channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """Convert to "#17507F"; a colour no screen can show loses chroma until it can."""
    if _shown(colour):
        return _written(_rgb(colour))
    low, high = 0.0, colour.chroma
    for _ in range(24):
        middle = (low + high) / 2
        if _shown(Oklch(colour.lightness, middle, colour.hue)):
            low = middle
        else:
            high = middle
    return _written(_rgb(Oklch(colour.lightness, low, colour.hue)))


def hue_distance(one: float, other: float) -> float:
    """Return how far apart two hues are, 0–180 degrees."""
    return abs((one - other + 180) % 360 - 180)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _rgb(colour: Oklch) -> tuple[float, float, float]:
    """Return linear red, green and blue, outside 0–1 for colours no screen can show."""
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(colour: Oklch) -> bool:
    return all(-1e-4 <= value <= 1 + 1e-4 for value in _rgb(colour))


def _written(linear: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(_encoded(min(max(value, 0.0), 1.0)) * 255):02X}" for value in linear)
