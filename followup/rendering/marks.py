"""Status marks: shape, tone and word. The shapes are those of the web interface.

On paper a mark is a CSS background, so that the PDF's tags hold only the word; on the page it is an SVG that
readers skip.
"""

from __future__ import annotations

from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString

from followup.document.base import Side, Status
from ui.drawing.ink import light
from ui.drawing.shapes import in_colour, shapes
from ui.rules.marks import Tone

_UNKNOWN = '<circle cx="8" cy="8" r="4" fill="{}"/>'
_SIDES = {
    "better": ("M.5 13h15L8 2z", light("d-pos")),
    "worse": ("M.5 3h15L8 14z", light("d-neg")),
    "same": ("M1.5 6.8h13v2.4h-13z", light("d-ref")),
}


def _shape(symbol: str, tone: Tone) -> str:
    colour = light(tone.value)
    return in_colour(symbol, colour) if symbol in shapes() else _UNKNOWN.format(colour)


def _symbol_class(symbol: str) -> str:
    return symbol if symbol in shapes() else "annat"


def _inline(shape: str) -> SafeString:
    """The mark for the page. The shapes are the program's own, never text from a document."""
    return SafeString(f'<svg class="d-mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shape}</svg>')


def status(value: Status, *, web: bool, chip: bool = False, word: str = "") -> SafeString:
    """A status in running text or a cell; `chip` gives it a tinted pill. `word` replaces its word."""
    css = f"d-st d-st-{value.tone.value} d-y-{_symbol_class(value.symbol)}{' d-chip' if chip else ''}"
    mark = _inline(_shape(value.symbol, value.tone)) if web else SafeString("")
    return format_html('<span class="{}">{}{}</span>', css, mark, word or value.label)


def verdict(side: Side, label: str, *, web: bool) -> SafeString:
    """Better, worse or same, in words."""
    path, colour = _SIDES[side]
    mark = _inline(f'<path d="{path}" fill="{colour}"/>') if web else SafeString("")
    return format_html('<span class="d-v d-v-{}">{}{}</span>', side, mark, label)


def style_sheet(used: set[tuple[str, Tone]]) -> str:
    """CSS for the marks of a printed document: one background per shape and tone, and the three sides."""
    rules = []
    for symbol, tone in sorted(used):
        picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{_shape(symbol, tone)}</svg>'
        selector = f".d-y-{_symbol_class(symbol)}.d-st-{tone.value}::before"
        rules.append(f'{selector}{{background-image:url("data:image/svg+xml,{quote(picture)}")}}')
    for side, (path, colour) in _SIDES.items():
        picture = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="{path}" fill="{colour}"/></svg>'
        )
        rules.append(f'.d-v-{side}::before{{background-image:url("data:image/svg+xml,{quote(picture)}")}}')
    return "".join(rules)
