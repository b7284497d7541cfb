"""A document as HTML: a page of the application, or the source of the PDF. Same templates, same figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from followup.document.blocks import Colophon, GlossaryBlock, KeyFigure, SummaryBlock
from followup.document.codec import sha256
from followup.document.figures import Chart, Stack
from followup.document.model import Document, Meta
from followup.document.outline import NumberedChapter, Outline, outline
from followup.rendering import charts, cover
from followup.rendering.filenames import filename
from followup.rendering.table_views import Page
from followup.rendering.views import BlockView, ChapterView, chapter_view
from ui.drawing.letters import text_width
from ui.rules.swedish import DateForm, clock, sv_date

_TITLE_SIZES = (50, 42, 35, 29, 24)
_TITLE_WIDTH = 470
_STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A block view with the summary's small pictures."""

    template: str
    block: SummaryBlock
    level: int
    figures: tuple[tuple[KeyFigure, SafeString | None], ...]
    stack: SafeString | None


def render_html(document: Document, *, page: Page = "web", chapter: str | None = None) -> str:
    """Render a document as an article for the application (`web`), or as a whole HTML file for paper (`print`).

    `chapter` is the anchor of one chapter, to show that alone with the numbers it has in the whole report; raises
    KeyError for an unknown one. The article has the report's h1 when it has its cover; a lone chapter begins at h2.
    """
    numbered = outline(document)
    chosen = numbered.chapters if chapter is None else (_chapter(numbered, chapter),)
    views = [_with_pictures(chapter_view(part, page)) for part in chosen]
    return render_to_string(f"followup/document/{page}.html", _context(numbered, views, page, chapter is None))


def _chapter(numbered: Outline, anchor: str) -> NumberedChapter:
    for part in numbered.chapters:
        if part.anchor == anchor:
            return part
    raise KeyError(anchor)


def _with_pictures(view: ChapterView) -> ChapterView:
    """Give the summary its small charts."""
    blocks = tuple(_summary(block) if isinstance(block.block, SummaryBlock) else block for block in view.blocks)
    return replace(view, blocks=blocks)  # type: ignore[arg-type]


def _summary(view: BlockView) -> SummaryView:
    block = view.block
    if not isinstance(block, SummaryBlock):
        raise TypeError("only a summary has these pictures")
    pictures = tuple((figure, _picture(figure)) for figure in block.figures)
    stack = None
    if block.goals and block.goals.parts:
        chart = Chart(title=block.goals.heading, figure=Stack(parts=block.goals.parts))
        stack = charts.draw(chart)
    return SummaryView(view.template, block, view.level, pictures, stack)


def _picture(figure: KeyFigure) -> SafeString | None:
    return charts.draw(figure.chart, width=charts.SMALL) if figure.chart else None


def _context(numbered: Outline, views: list[ChapterView], page: Page, with_cover: bool) -> dict[str, Any]:
    document = numbered.document
    meta = document.meta
    checksum = sha256(document)
    return {
        "meta": meta,
        "web": page == "web",
        "chapters": views,
        "with_cover": with_cover,
        "entries": numbered.entries(),
        "titles": numbered.titles,
        "words": meta.words,
        "keywords": ", ".join(meta.keywords),
        "frozen_at": meta.frozen_at.isoformat(),
        "cover_facts": _cover_facts(meta),
        "title_size": f"d-t{title_size(meta.report_type)}",
        "ring": cover.ring(meta.months_covered, meta.municipality.brand, ground=True) if page == "web" else "",
        "terms": _terms(numbered),
        "facts": _facts(numbered),
        "checksum": [checksum[place : place + 8] for place in range(0, len(checksum), 8)],
        "table_count": len(numbered.tables()),
        "xlsx_name": filename(meta, "xlsx"),
    }


def title_size(words: str) -> int:
    """The largest of the cover's sizes, in points, at which the longest word fits on a line."""
    longest = max(words.split(), key=lambda word: text_width(word, 10, 700), default="")
    for size in _TITLE_SIZES:
        if text_width(longest, size, 700) <= _TITLE_WIDTH:
            return size
    return _TITLE_SIZES[-1]


def _cover_facts(meta: Meta) -> list[tuple[str, str]]:
    facts = [(decision.body, decision.when) for decision in meta.decisions[:4]]
    diary = meta.diary_number or next((item.diary_number for item in meta.decisions if item.diary_number), "")
    if diary:
        facts.append(("Diarienummer", diary))
    return facts


def _facts(numbered: Outline) -> list[tuple[str, str]]:
    """The rows of Om rapporten, from the document and from its colophon."""
    meta = numbered.document.meta
    frozen = meta.frozen_at.astimezone(_STOCKHOLM)
    decided = "; ".join(f"{item.body} {item.when}" for item in meta.decisions)
    facts = [("Beslut", decided or "Inte beslutad: detta är ett utkast.")]
    facts += [fact for fact in _cover_facts(meta) if fact[0] == "Diarienummer"]
    when = f"{sv_date(frozen.date(), DateForm.FULL)} kl. {clock(frozen)}"
    facts.append(("Uppgifterna frysta", "Nej, de kan ändras till beslutet." if meta.is_draft else when))
    if meta.composed_from:
        facts.append(("Uppgifterna kommer från", meta.composed_from))
    if not meta.is_draft:
        facts.append(("Ändrat efter beslut", " ".join(meta.changed_after_decision) or "Inga ändringar"))
    facts.append(
        (
            "Format",
            "PDF/UA-1 för tillgänglighet, utan arkivmärkning (utkast)"
            if meta.is_draft
            else "PDF/A-3a för arkiv, PDF/UA-1 för tillgänglighet",
        )
    )
    colophons = [block.block for block in numbered.blocks() if isinstance(block.block, Colophon)]
    return facts + [(fact.label, fact.value) for block in colophons for fact in block.facts]


def _terms(numbered: Outline) -> Iterable[object]:
    """The glossary's terms and those of the meta, once each, in Swedish alphabetical order."""
    by_word = {term.word: term for term in numbered.document.meta.terms}
    for block in numbered.blocks():
        if isinstance(block.block, GlossaryBlock):
            by_word |= {term.word: term for term in block.block.terms}
    return sorted(by_word.values(), key=lambda term: _alphabet(term.word))


def _alphabet(word: str) -> str:
    """Sorting key: å, ä and ö come last, whatever the server's locale."""
    return word.lower().translate(str.maketrans("åäöéü", "{|}eu"))
