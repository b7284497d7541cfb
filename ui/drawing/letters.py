"""How wide words are on paper, and where they are broken. Units are points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyphen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent / "fonts"  # Source Sans 3, a thousand units to the size
UNKNOWN = 700
SOFT_HYPHEN = "\u00ad"
BREAK = "\u200b"  # a place where a line may end, without a sign; it has no width
_LONG_WORD = re.compile(r"[^\s\u00ad\u200b-]{51,}")  # longer than any word of a language
_PIECE = re.compile(r".{1,20}")
_DRAWS_NOTHING = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_SELECTORS = {chr(code) for code in range(0xFE00, 0xFE10)}  # they choose how the sign before them looks


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


def breakable(text: str) -> str:
    """Let lines end inside words of more than fifty letters: an address, a key held down. The layout's time grows with
    the square of a word that it has to break itself."""
    return _LONG_WORD.sub(lambda found: BREAK.join(_PIECE.findall(found[0])), text)


def shape_problem(text: str) -> str:
    """Say which signs of a text our letters cannot draw, as emoji, and what to do; empty when they can draw it all."""
    if text.isascii():
        return ""
    shapes = _widths(400)
    lacking = [sign for sign in dict.fromkeys(text) if sign not in shapes and _is_drawn(sign)]
    if not lacking:
        return ""
    signs = " ".join(lacking[:5])
    return f"Ta bort {signs} eller skriv det med ord: rapportens teckensnitt kan inte rita det."


def _is_drawn(sign: str) -> bool:
    return sign not in _SELECTORS and unicodedata.category(sign) not in _DRAWS_NOTHING


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
