"""What the report is, whose, for which period, and what has been decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache

from followup.document import blocks, model
from followup.document.base import Status
from followup.document.outline import slug
from goals.selectors.scales import judgement_words
from styrmodell.access import Access
from styrmodell.models import Decision, Occasion, Slot, SlotPassage, Term
from styrmodell.selectors.words import steering_model
from ui.rules.marks import Tone
from ui.rules.swedish import month_period, year_period

EXAMPLE_NOTE = "Exempelsiffror"
LEAST_MEANING = 3  # characters: a definition shorter than this says nothing


def example_note(examples: Iterable[bool]) -> str:
    """The note of a part with at least one example behind it; empty where everything is the municipality's own."""
    return EXAMPLE_NOTE if any(examples) else ""


def holds_examples(chapters: Sequence[model.Chapter]) -> bool:
    """Does some part of the chapters say that it is an example?"""
    blocks = [block for chapter in chapters for block in chapter.blocks]
    blocks += [block for chapter in chapters for section in chapter.sections for block in section.blocks]
    return any(getattr(block, "example", "") for block in blocks)


def meta_of(
    access: Access,
    slot: Slot,
    decision: Decision | None,
    decisions: tuple[model.DocumentDecision, ...],
    words: tuple[blocks.DocumentTerm, ...],
    frozen_at: datetime | None = None,
    *,
    has_examples: bool = False,
) -> model.Meta:
    """The document's head. It says «Exempelsiffror» when something in the report does, and always in an example
    municipality, where the words are made up too. A draft is dated by its cut-off, a decided one by when it was frozen."""
    occasion, municipality = slot.occasion, access.municipality
    judged = judgement_words(access, occasion.year)
    return model.Meta(
        municipality=model.DocumentMunicipality(
            name=municipality.name, slug=municipality.slug, code=municipality.code, brand=municipality.brand_colour
        ),
        organisation=None
        if slot.is_whole
        else model.DocumentOrganisation(name=slot.organisation.name, slug=slug(slot.organisation.name) or "enhet"),
        report_type=occasion.name,
        report_code=slug(occasion.name) or "rapport",
        title=occasion.title,
        period=_period(occasion),
        cutoff=occasion.day,
        months_covered=0 if occasion.is_plan else occasion.cutoff.month,
        year_in_name=occasion.is_plan,
        status="beslutad" if decision else "utkast",
        decisions=decisions,
        diary_number=decision.diary_number if decision else "",
        unit="mnkr" if municipality.unit == "mnkr" else "tkr",
        frozen_at=frozen_at or datetime.combine(occasion.cutoff, time(12), UTC),
        example_note=example_note([has_examples or municipality.is_demo]),
        words=words_of(access),
        goal_scale=tuple(status_of(mark.label, mark.tone, mark.symbol) for mark in judged.marks),
        indicator_scale=tuple(status_of(mark.label, mark.tone, mark.symbol) for mark in judged.indicator_marks),
        terms=words,
    )


def _period(occasion: Occasion) -> str:
    """The time that the document is about: the year up to the cut-off, or a plan's years."""
    if occasion.year_from and occasion.year_to:
        return year_period(occasion.year_from, occasion.year_to)
    return f"{month_period(occasion.cutoff.replace(month=1, day=1), occasion.cutoff)} {occasion.year}"


def decisions_of(access: Access, slot: Slot, decision: Decision | None) -> tuple[model.DocumentDecision, ...]:
    """The decisions of the chain in order: those of this round's passages, and the one that freezes. A report that is
    closed with the whole municipality's says that it is a part of that decision."""
    passed = SlotPassage.objects.of(access).filter(slot=slot, round=slot.version, decision__isnull=False)
    decisions = [row.decision for row in passed.select_related("decision__organisation") if row.decision]
    if decision and decision.pk not in {row.pk for row in decisions}:
        decisions.append(decision)
    return tuple(
        model.DocumentDecision(
            body=_included(row.organisation.name) if slot.is_included and row == decision else row.organisation.name,
            date=row.date,
            paragraph=row.paragraph,
            diary_number=row.diary_number,
        )
        for row in decisions
    )


def _included(body: str) -> str:
    return f"Ingår i beslutet av {body}"


def words_of(access: Access) -> model.Words:
    """The municipality's words for goals and indicators, where it has its own."""
    rows = Term.objects.of(access).filter(key__in=["goal", "indicator"])
    own = {row.key: row for row in rows}
    given: dict[str, str] = {}
    if "goal" in own:
        given |= {"goal": own["goal"].singular, "goals": own["goal"].plural or own["goal"].singular}
    if "indicator" in own:
        given |= {
            "indicator": own["indicator"].singular,
            "indicators": own["indicator"].plural or own["indicator"].singular,
        }
    return model.Words(**given)


def terms_used(access: Access, chapters: Sequence[model.Chapter]) -> tuple[blocks.DocumentTerm, ...]:
    """The municipality's glossary in the words of its own document: the terms that the chapters use."""
    text = " ".join(chapter.model_dump_json() for chapter in chapters).replace("\u00ad", "").casefold()
    rows = Term.objects.of(access).filter(model=steering_model(access)).exclude(definition="")
    return tuple(
        blocks.DocumentTerm(word=row.singular, meaning=row.definition)
        for row in rows
        if len(row.definition) >= LEAST_MEANING and any(form.casefold() in text for form in _forms(row))
    )


def _forms(term: Term) -> list[str]:
    return [form for form in (term.singular, term.plural, term.definite) if form]


@lru_cache(maxsize=256)
def status_of(label: str, tone: str, symbol: str) -> Status:
    """A step of a scale as it is frozen."""
    return Status(label=label, tone=Tone(tone), symbol=symbol)
