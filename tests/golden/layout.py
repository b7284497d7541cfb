"""What no reader should have to find: things wider than the page, and pages with almost nothing on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import Document as Layout

_PX_PER_MM = 96 / 25.4
_SVG = "{http://www.w3.org/2000/svg}svg"
_WIDE = ("table", "td", "th", "p", "li", "span", "h2", "h3", "h4", "figcaption", _SVG)
_FILLING = ("p", "td", "th", "li", "dd", "dt", _SVG)
_NEAR_EMPTY_MM = 170


def layout_faults(layout: Layout) -> list[str]:
    """Return the layout's faults in words: what is too wide and by how much, and which pages are nearly empty.

    The cover is not looked at. A last page of a chapter may be short, but not nearly empty.
    """
    faults: list[str] = []
    for number, page in enumerate(layout.pages, 1):
        if number == 1:
            continue
        box = page._page_box
        faults += [f"page {number}: {fault}" for fault in _too_wide(box)]
        free = _free_height(box) / _PX_PER_MM
        if free > _NEAR_EMPTY_MM:
            faults.append(f"page {number}: {free:.0f} mm empty at the bottom")
    return faults


def _boxes(page: Any) -> Iterator[Any]:
    for box in page.descendants():
        if box.element is not None and "Margin" not in type(box).__name__ and getattr(box, "width", "auto") != "auto":
            yield box


def _too_wide(page: Any) -> Iterator[str]:
    right = page.content_box_x() + page.width + 1
    for box in _boxes(page):
        over = box.position_x + box.width - right
        if over > 0 and box.element_tag in _WIDE:
            words = "".join(box.element.itertext())[:40]
            yield f"<{box.element_tag.rpartition('}')[2]}> is {over / _PX_PER_MM:.1f} mm too wide: {words!r}"


def _free_height(page: Any) -> float:
    low = max((box.position_y + box.height for box in _boxes(page) if box.element_tag in _FILLING), default=0.0)
    return float(page.content_box_y() + page.height - low)
