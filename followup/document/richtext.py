"""Running text as values: paragraphs and lists of spans.

A document holds no markup at all, so a renderer that escapes its texts cannot be made to show somebody's HTML.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from followup.document.base import Anchor, Frozen, Plain, printable

_SAFE_SCHEMES = ("https://", "http://", "mailto:")


def _safe_address(address: str) -> str:
    return address if address.lower().startswith(_SAFE_SCHEMES) else ""


class Span(Frozen):
    """A run of text. `href` is an outside address, `ref` an anchor in the document (shown with its page number)."""

    text: Plain
    strong: bool = False
    em: bool = False
    href: Annotated[Plain, AfterValidator(_safe_address)] = ""
    ref: Anchor = ""


class Paragraph(Frozen):
    """A paragraph, a heading inside a section, or one item of a list."""

    spans: tuple[Span, ...]
    style: Literal["p", "h4", "bullet", "number"] = "p"

    @property
    def text(self) -> str:
        """The words without emphasis."""
        return "".join(span.text for span in self.spans)


def parse_plain(text: str) -> tuple[Paragraph, ...]:
    """Read plain text: blank lines between paragraphs, lines beginning with "- " are a list."""
    paragraphs: list[Paragraph] = []
    for part in printable(text.replace("\r\n", "\n")).split("\n\n"):
        lines = [line.strip() for line in part.strip().split("\n") if line.strip()]
        if lines and all(line.startswith(("- ", "• ")) for line in lines):
            paragraphs += [Paragraph(spans=(Span(text=line[2:].strip()),), style="bullet") for line in lines]
        elif lines:
            paragraphs.append(Paragraph(spans=(Span(text="\n".join(lines)),)))
    return tuple(paragraphs)


def plain(text: str, *, ref: str = "", strong: str = "") -> Paragraph:
    """Make one paragraph: bold words first if given, then the text, then a page reference
    and a full stop if `ref` is given."""
    spans = [Span(text=f"{strong} ", strong=True)] if strong else []
    spans.append(Span(text=text))
    if ref:
        spans += [Span(text=", "), Span(text="sidan", ref=ref), Span(text=".")]
    return Paragraph(spans=tuple(spans))
