"""The shapes of marks and tools. They stand once, in `templates/components/sprite.html`; paper takes them from there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.conf import settings

SPRITE = settings.BASE_DIR / "templates" / "components" / "sprite.html"
_SYMBOL = re.compile(r'<symbol id="s-(?P<name>[a-z-]+)" viewBox="0 0 16 16">(?P<shape>.*?)</symbol>', re.DOTALL)
_CLASS = re.compile(r' class="[^"]*"')


@cache
def shapes() -> Mapping[str, str]:
    """Every shape by name, as SVG in a box of 16, in `currentColor`."""
    return {symbol["name"]: symbol["shape"].strip() for symbol in _SYMBOL.finditer(SPRITE.read_text(encoding="utf-8"))}


def in_colour(name: str, colour: str) -> str:
    """A shape in a fixed colour with white cuts, for paper. Raises KeyError for an unknown name."""
    return _CLASS.sub("", shapes()[name]).replace("currentColor", colour)
