"""Tags for the templates of a document. Their context has `web` (page or paper) and `titles` (anchor → title)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from followup.document.base import Status
from followup.document.blocks import Finding, KeyFigure
from followup.document.richtext import Paragraph, Span
from followup.document.shown import value_text
from followup.document.table import VerdictCell
from followup.rendering import marks

register = template.Library()
Context = Mapping[str, Any]


@register.simple_tag(takes_context=True)
def doc_status(context: Context, status: Status, *, chip: bool = False, word: str = "") -> SafeString:
    """A status: mark and word; `chip` for the tinted pill, `word` to say something else than the status's word."""
    return marks.status(status, web=context["web"], chip=chip, word=word)


@register.simple_tag(takes_context=True)
def doc_statuses(context: Context, statuses: tuple[Status, ...]) -> SafeString:
    """A scale in a sentence: Nås, Nås delvis eller Nås inte."""
    shown = [(marks.status(status, web=context["web"]),) for status in statuses]
    if len(shown) < 2:
        return format_html_join("", "{}", shown)
    return format_html("{} eller {}", format_html_join(", ", "{}", shown[:-1]), shown[-1][0])


@register.simple_tag(takes_context=True)
def doc_verdict(context: Context, cell: VerdictCell) -> SafeString:
    """A deviation in words."""
    return marks.verdict(cell.side, cell.label, web=context["web"])


@register.simple_tag(takes_context=True)
def doc_finding(context: Context, finding: Finding) -> SafeString:
    """A finding and where it stands: ", sidan 12" on paper, ", se 3.3 Driftredovisning" on the page.

    On the page a finding that opens with the title of the place is linked by it."""
    title = context["titles"].get(finding.ref)
    if title is None:
        return format_html("{}.", finding.text)
    link = _reference(context, Span(text="sidan", ref=finding.ref))
    if context["web"] and finding.text.startswith(title):
        return format_html("{}{}.", link, finding.text.removeprefix(title))
    return format_html("{}, {}{}.", finding.text, "se " if context["web"] else "", link)


@register.simple_tag
def doc_value(figure: KeyFigure) -> str:
    """The number of a key figure, without its unit."""
    return value_text(figure.value, figure.unit, figure.decimals, sign=figure.signed)


@register.simple_tag(takes_context=True)
def doc_spans(context: Context, paragraph: Paragraph) -> SafeString:
    """The runs of a paragraph, with emphasis, links and page references."""
    return format_html_join("", "{}", ((_span(context, span),) for span in paragraph.spans))


@register.simple_tag(takes_context=True)
def doc_paragraphs(context: Context, paragraphs: tuple[Paragraph, ...], level: int = 4, css: str = "") -> SafeString:
    """Paragraphs and lists; headings in the text stand on heading level `level`."""
    parts: list[SafeString] = []
    waiting: list[SafeString] = []
    style = ""
    for paragraph in (*paragraphs, None):
        following = paragraph.style if paragraph else ""
        if waiting and following != style:
            parts.append(_list(style, waiting))
            waiting = []
        style = following
        if paragraph is None:
            break
        words = doc_spans(context, paragraph)
        if style in {"bullet", "number"}:
            waiting.append(words)
        elif style == "h4":
            parts.append(format_html("<h{}>{}</h{}>", level, words, level))
        else:
            parts.append(format_html('<p class="{}">{}</p>', css, words) if css else format_html("<p>{}</p>", words))
    return format_html_join("", "{}", ((part,) for part in parts))


@register.filter
def doc_lines(text: str) -> SafeString:
    """Text with its line breaks; closed tags, because the print HTML is read as XML."""
    return format_html_join(SafeString("<br/>"), "{}", ((line,) for line in text.split("\n")))


def _list(style: str, items: list[SafeString]) -> SafeString:
    tag = "ol" if style == "number" else "ul"
    lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html("<{}>{}</{}>", tag, lines, tag)


def _span(context: Context, span: Span) -> SafeString:
    words = doc_lines(span.text)
    if span.em:
        words = format_html("<em>{}</em>", words)
    if span.strong:
        words = format_html("<strong>{}</strong>", words)
    if span.ref and span.ref in context["titles"]:
        return _reference(context, span)
    if span.href:
        return format_html('<a href="{}" rel="noopener">{}</a>', span.href, words)
    return words


def _reference(context: Context, span: Span) -> SafeString:
    """A link inside the document: with its page number on paper, with its title on the page."""
    if not context["web"]:
        return format_html('<a class="d-pg" href="#d-{}">{} </a>', span.ref, span.text)
    words = context["titles"][span.ref] if span.text == "sidan" else span.text
    return format_html('<a href="#d-{}">{}</a>', span.ref, words)
