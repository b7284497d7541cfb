"""A document as an archive PDF: tagged, with the tables attached, the same bytes every time.

Rendering fetches nothing: the print sheet and the fonts are read here and handed over, and the only addresses
WeasyPrint may open are `data:`. One report is rendered at a time per process: layout takes much memory.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper
from defusedxml.ElementTree import fromstring
from weasyprint import CSS, HTML, Attachment
from weasyprint import Document as Layout
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from followup.document.model import Document, Meta
from followup.document.outline import outline
from followup.rendering import cover, marks
from followup.rendering.filenames import filename
from followup.rendering.html import render_html
from followup.rendering.pdf_finish import finish
from followup.rendering.views import used_marks
from followup.rendering.xlsx import render_xlsx
from ui.drawing.ink import tokens
from ui.drawing.letters import FONTS, breakable

_HERE = Path(__file__).resolve().parent
_PRINT_SHEET = _HERE.parent.parent / "static" / "css" / "report.css"
_FONTS = (
    ("300", "normal", "SourceSans3-300.ttf"),
    ("400", "normal", "SourceSans3-400.ttf"),
    ("600", "normal", "SourceSans3-600.ttf"),
    ("700", "normal", "SourceSans3-700.ttf"),
    ("400", "italic", "SourceSans3-400-italic.ttf"),
    ("600", "italic", "SourceSans3-600-italic.ttf"),
)
_one_at_a_time = threading.Lock()


class PdfError(RuntimeError):
    """The PDF could not be made; the message is for the log."""


class DataOnly(URLFetcher):
    """Opens `data:` addresses and nothing else; anything else stops the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open a `data:` address. Raises FatalURLFetchingError for any other."""
        if not url.lower().startswith("data:"):
            raise FatalURLFetchingError(f"refused: {url[:80]}")
        return super().fetch(url, headers)


class _Parsed(HTML):
    """The print HTML, read as XML: twenty times faster than reading it as HTML, and broken markup is an error."""

    def __init__(self, html: str) -> None:
        self.base_url = "data:,"
        self.url_fetcher = DataOnly()
        self.media_type = "print"
        root = read_print(html)
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def read_print(html: str) -> Element:
    """Read the print HTML, and tell the layout where words too long for a line may be broken."""
    root: Element = fromstring(html.removeprefix("<!DOCTYPE html>"))
    for element in root.iter():
        element.text = element.text and breakable(element.text)
        element.tail = element.tail and breakable(element.tail)
    return root


def render_pdf(document: Document, *, attachments: bool = True) -> bytes:
    """Render a document as PDF/A-3a with the PDF/UA mark; a draft is not for the archive and gets only the latter.

    `attachments` puts the tables in as one workbook. The same document gives the same bytes.
    Raises PdfError when something in the document would have been fetched from outside.
    """
    with _one_at_a_time, _no_collection():
        xlsx = render_xlsx(document) if attachments else None
        html = render_html(document, page="print")
        try:
            raw = lay_out(document, html).write_pdf(**_options(document, html, xlsx))
        except FatalURLFetchingError as error:  # a BaseException, so nothing else would stop it
            raise PdfError(str(error)) from error
        if not raw:
            raise PdfError("WeasyPrint wrote nothing")
        return finish(raw, document.meta, outline(document).titles)


def lay_out(document: Document, html: str) -> Layout:
    """Break the print HTML into pages; see `tests.golden.layout` for what may be wrong with them."""
    fonts, sheets = _shared_style()
    own = CSS(string=_own_style(document), font_config=fonts, url_fetcher=DataOnly())
    source = _Parsed(html)
    return source.render(stylesheets=[*sheets, own], font_config=fonts, **_variant(document.meta))


def _variant(meta: Meta) -> dict[str, object]:
    return {"pdf_tags": True} if meta.is_draft else {"pdf_variant": "pdf/a-3a"}


def _options(document: Document, html: str, xlsx: bytes | None) -> dict[str, object]:
    options = {**_variant(document.meta), "uncompressed_pdf": True}  # compressed once, when it is finished
    options["pdf_identifier"] = hashlib.sha256(html.encode()).digest()[:16]
    if xlsx is not None:
        frozen = document.meta.frozen_at
        options["attachments"] = [
            Attachment(
                string=xlsx, name=filename(document.meta, "xlsx"), description="Rapportens tabeller som kalkylblad",
                relationship="Data", created=frozen, modified=frozen,
            )
        ]  # fmt: skip
    return options


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the garbage until afterwards: looking through the growing layout takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=1)
def _shared_style() -> tuple[FontConfiguration, list[CSS]]:
    """The fonts, the colours and the print sheet: read and parsed once per process."""
    fonts = FontConfiguration()
    texts = [_font_faces(), f":root{{{tokens()}}}", _PRINT_SHEET.read_text(encoding="utf-8")]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=DataOnly()) for text in texts]


def _font_faces() -> str:
    rules = []
    for weight, style, name in _FONTS:
        data = base64.b64encode((FONTS / name).read_bytes()).decode()
        rules.append(
            f'@font-face{{font-family:"Rapport";font-weight:{weight};font-style:{style};'
            f'src:url("data:font/ttf;base64,{data}") format("truetype")}}'
        )
    return "".join(rules)


def css_string(text: str) -> str:
    """Write a text as a CSS string: anything that is not a letter, digit or space becomes an escape.

    A blank ends the escape and is no part of the text."""
    safe = "".join(char if char.isalnum() or char == " " else f"\\{ord(char):06X} " for char in text)
    return f'"{safe}"'


def _own_style(document: Document) -> str:
    """What differs between documents: running head and foot, colours, the cover's ring, the marks used."""
    meta = document.meta
    foot = f"{meta.municipality.name} · Utkast" if meta.is_draft else meta.municipality.name
    deep = cover.strong(meta.municipality.brand)
    ring = base64.b64encode(cover.ring(meta.months_covered, meta.municipality.brand).encode()).decode()
    used = used_marks(outline(document))
    return (
        f"@page{{@top-right{{content:{css_string(meta.title)}}}@bottom-left{{content:{css_string(foot)}}}}}"
        f":root{{--brand-strong:{deep};--brand-tint:{cover.mix(meta.municipality.brand, '#FFFFFF', 0.9)}}}"
        f'.d-cover{{background-color:{deep};background-image:url("data:image/svg+xml;base64,{ring}")}}'
        f"{marks.style_sheet(used)}"
    )
