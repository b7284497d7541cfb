"""Status marks: shape, tone and word. The shapes are those of the web interface.

On paper a mark is a CSS background, so that the PDF's tags hold only the word; on the page it is an SVG that
readers skip.
"""

from __future__ import annotations

from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString

from followup.document.base import Side, Status
from ui.rules.marks import Tone

TONES = {
    Tone.OK: "#1E7A50",
    Tone.PART: "#B07400",
    Tone.BAD: "#BC3B12",
    Tone.NONE: "#6B7781",
    Tone.INFO: "#1F6AA5",
}
_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
# C stands for the tone's colour, R for round ends.
_SHAPES = {
    # goals: round family
    "nas": '<circle cx="8" cy="8" r="7" fill="C"/><path d="M4.6 8.3l2.3 2.3 4.6-4.9" stroke="#fff" fill="none" '
    'stroke-width="1.8" R/>',
    "delvis": '<circle cx="8" cy="8" r="6.2" fill="#fff" stroke="C" stroke-width="1.6"/>'
    '<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="C"/>',
    "nasinte": '<path d="M8 .6L15.4 8 8 15.4.6 8z" fill="C"/><path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" '
    'stroke="#fff" fill="none" stroke-width="1.7" R/>',
    "ejbed": '<circle cx="8" cy="8" r="6.3" fill="none" stroke="C" stroke-width="1.5" stroke-dasharray="2.6 2.2"/>',
    # indicators: square family
    "i-nar": '<rect x="1.4" y="1.4" width="13.2" height="13.2" rx="2.6" fill="C"/><path d="M4.7 8.3l2.2 2.2 4.4-4.7" '
    'stroke="#fff" fill="none" stroke-width="1.8" R/>',
    "i-ratt": '<rect x="2" y="2" width="12" height="12" rx="2.4" fill="none" stroke="C" stroke-width="1.5"/>'
    '<path d="M5.2 10.8l5.2-5.2M6.6 5.3h4.1v4.1" fill="none" stroke="C" stroke-width="1.6" R/>',
    "i-of": '<rect x="2" y="2" width="12" height="12" rx="2.4" fill="none" stroke="C" stroke-width="1.5"/>'
    '<path d="M5 8h6" fill="none" stroke="C" stroke-width="1.8" R/>',
    "i-fel": '<rect x="1.4" y="1.4" width="13.2" height="13.2" rx="2.6" fill="C"/>'
    '<path d="M5.2 5.2l5.2 5.2M10.7 6.6v4.1H6.6" stroke="#fff" fill="none" stroke-width="1.7" R/>',
    "i-sakn": '<rect x="2" y="2" width="12" height="12" rx="2.4" fill="none" stroke="C" stroke-width="1.5" '
    'stroke-dasharray="2.6 2.2"/>',
    # activities, assignments, controls
    "a-ej": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="C" stroke-width="1.5"/><circle cx="8" cy="8" r="1.5" fill="C"/>',
    "a-pag": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="C" stroke-width="1.5"/>'
    '<path d="M6.5 5.2l4.4 2.8-4.4 2.8z" fill="C"/>',
    "a-klar": '<path d="M2.5 8.6l3.6 3.6 7.4-8" fill="none" stroke="C" stroke-width="2.2" R/>',
    "a-sen": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="C" stroke-width="1.6"/>'
    '<path d="M8 4.4V8l2.4 1.7" fill="none" stroke="C" stroke-width="1.6" R/>',
    "a-avbr": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="C" stroke-width="1.5"/>'
    '<path d="M3.7 12.3l8.6-8.6" fill="none" stroke="C" stroke-width="1.5" R/>',
    "varn": '<path d="M8 1.5l7 12.6H1z" fill="C"/><path d="M8 6v3.6M8 11.6v.4" stroke="#fff" fill="none" '
    'stroke-width="1.7" R/>',
    # direction of a measure
    "upp": '<path d="M3 10.5l5-5.5 5 5.5" fill="none" stroke="C" stroke-width="2.4"/>',
    "ner": '<path d="M3 5.5L8 11l5-5.5" fill="none" stroke="C" stroke-width="2.4"/>',
    "lika": '<path d="M2 8h12" fill="none" stroke="C" stroke-width="2.4"/>',
}
_UNKNOWN = '<circle cx="8" cy="8" r="4" fill="C"/>'
_SIDES = {
    "better": ("M.5 13h15L8 2z", "#237077"),
    "worse": ("M.5 3h15L8 14z", "#BC4B1F"),
    "same": ("M1.5 6.8h13v2.4h-13z", "#6C7A84"),
}


def _shape(symbol: str, tone: Tone) -> str:
    return _SHAPES.get(symbol, _UNKNOWN).replace('"C"', f'"{TONES[tone]}"').replace(" R/>", f" {_ROUND}/>")


def _symbol_class(symbol: str) -> str:
    return symbol if symbol in _SHAPES else "annat"


def _inline(shape: str) -> SafeString:
    """The mark for the page. The shapes are constants of this module, never text from a document."""
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
