"""Running text of hand-written documents: short to write as markup, kept as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Literal

from followup.document.base import printable
from followup.document.blocks import Text
from followup.document.richtext import Paragraph, Span

_SKIPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title"}
_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "blockquote", "tr", "td", "th", "pre", "section"}
_STRONG, _EM = {"strong", "b"}, {"em", "i"}


class _Parser(HTMLParser):
    """Collects paragraphs from the limited HTML of the editor; anything else becomes plain text or nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self._spans: list[Span] = []
        self._style: Literal["p", "h4", "bullet", "number"] = "p"
        self._lists: list[Literal["bullet", "number"]] = []
        self._strong = self._em = self._skip = 0
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skip += 1
        elif tag in {"ul", "ol"}:
            self._flush()
            self._lists.append("number" if tag == "ol" else "bullet")
        elif tag in _BLOCKS:
            self._flush()
            self._style = self._block_style(tag)
        elif tag == "br":
            self._add("\n")
        else:
            self._inline(tag, 1)
            self._href = dict(attrs).get("href") or "" if tag == "a" else self._href

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
        elif tag in {"ul", "ol"}:
            self._flush()
            self._lists = self._lists[:-1]
        elif tag in _BLOCKS:
            self._flush()
        else:
            self._inline(tag, -1)
            self._href = "" if tag == "a" else self._href

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._add(" ".join(data.split(" ")).replace("\n", " "))

    def close(self) -> None:
        super().close()
        self._flush()

    def _inline(self, tag: str, change: int) -> None:
        if tag in _STRONG:
            self._strong = max(0, self._strong + change)
        elif tag in _EM:
            self._em = max(0, self._em + change)

    def _block_style(self, tag: str) -> Literal["p", "h4", "bullet", "number"]:
        if tag == "li":
            return self._lists[-1] if self._lists else "bullet"
        return "h4" if tag[0] == "h" and tag[1:].isdigit() else "p"

    def _add(self, text: str) -> None:
        link = {"ref": self._href[1:]} if self._href.startswith("#") else {"href": self._href}
        try:
            span = Span(text=text, strong=bool(self._strong), em=bool(self._em), **link)
        except ValueError:  # a strange address: keep the words, lose the link
            span = Span(text=text, strong=bool(self._strong), em=bool(self._em))
        self._spans.append(span)

    def _flush(self) -> None:
        if any(span.text.strip() for span in self._spans):
            self.paragraphs.append(Paragraph(spans=_tidy(self._spans), style=self._style))
        self._spans = []
        self._style = self._lists[-1] if self._lists else "p"


def _tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbours that look the same and take the space from both ends."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].model_copy(update={"text": ""}) == span.model_copy(update={"text": ""}):
            joined[-1] = span.model_copy(update={"text": joined[-1].text + span.text})
        elif span.text:
            joined.append(span)
    if joined:
        joined[0] = joined[0].model_copy(update={"text": joined[0].text.lstrip()})
        joined[-1] = joined[-1].model_copy(update={"text": joined[-1].text.rstrip()})
    return tuple(span for span in joined if span.text)


def parse_html(html: str) -> tuple[Paragraph, ...]:
    """Read the editor's HTML: p, ul, ol, li, strong, em, a, h4 and br. Other tags lose their meaning, scripts vanish.

    Links keep http, https and mailto addresses; "#anchor" becomes a reference with page number.
    """
    parser = _Parser()
    parser.feed(printable(html))
    parser.close()
    return tuple(parser.paragraphs)


def html_text(html: str, style: Literal["body", "lead", "full"] = "body") -> Text:
    """A text block from markup."""
    return Text(paragraphs=parse_html(html), style=style)
