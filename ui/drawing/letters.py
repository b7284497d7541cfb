"""How wide words are on paper, and where they are broken. Units are points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyphen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent / "fonts"  # Source Sans 3, a thousand units to the size
UNKNOWN = 700
SOFT_HYPHEN = "\u00ad"


@cache
def _widths(weight: int) -> Mapping[str, float]:
    """The width of every letter in a weight, in thousandths of the size, from the font itself."""
    font = TTFont(FONTS / f"SourceSans3-{weight}.ttf", lazy=True)
    widths = font["hmtx"].metrics
    return {chr(code): widths[name][0] for code, name in font.getBestCmap().items()}


@cache
def _hyphens() -> pyphen.Pyphen:
    """The Swedish patterns (they come with WeasyPrint), read when a label first needs them."""
    return pyphen.Pyphen(lang="sv", left=3, right=3)


def text_width(text: str, size: float = 7.5, weight: int = 400) -> float:
    """Width in points of a text on one line, in the weights 400, 600 and 700; a letter without a shape is a wide one."""
    widths = _widths(weight)
    return sum(widths.get(letter, UNKNOWN) for letter in text if letter != SOFT_HYPHEN) / 1000 * size


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
