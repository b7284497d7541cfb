"""The order of a report (docs/reference/report.md): Läget på en sida, contents, goals, economy, texts, glossary, about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from followup.compose import economy, goals, meta, plan, statements, summary, texts, way
from followup.compose.economy import Money
from followup.document.blocks import Colophon, Contents, DocumentTerm, GlossaryBlock
from followup.document.model import Chapter, Document, DocumentDecision, DocumentSection
from followup.models import Snapshot
from followup.selectors.frozen import frozen_document
from goals.selectors.planned import ended_goals, planned_goals
from goals.selectors.reported import ReportedGoals, reported_goals
from styrmodell.access import Access
from styrmodell.models import Decision, Slot
from styrmodell.rules.vocabulary import Content


def compose(
    access: Access, slot: Slot, *, decision: Decision | None = None, frozen_at: datetime | None = None
) -> Document:
    """The slot's report from what stands in the database now; with a decision it says so, else it is a draft.

    The same input gives the same document, so that its checksum tells whether anything has changed."""
    if slot.occasion.is_plan:
        return _compose_plan(access, slot, decision, frozen_at)
    reported = reported_goals(access, slot) if Content.GOALS in slot.occasion.contents else ReportedGoals()
    money = economy.read(access, slot) if economy.is_included(slot) else None
    decisions = meta.decisions_of(access, slot, decision)
    parts = [
        summary.chapter(slot, reported, money, decisions if decision else ()),
        Chapter(id="innehall", heading="Innehåll", numbered=False, blocks=(Contents(),)),
        goals.chapter(access, slot, reported, _result(slot, money)),
        economy.chapter(slot, money),
        texts.chapter(access, slot),
    ]
    chapters = [chapter for chapter in parts if chapter is not None]
    return _document(access, slot, chapters, decision, decisions, frozen_at)


def _compose_plan(access: Access, slot: Slot, decision: Decision | None, frozen_at: datetime | None) -> Document:
    """A plan: its goals with their targets, and what is written. No outcome, no judgement."""
    goals = planned_goals(access, slot)
    decisions = meta.decisions_of(access, slot, decision)
    parts = [
        plan.summary(slot, goals, decisions if decision else ()),
        Chapter(id="innehall", heading="Innehåll", numbered=False, blocks=(Contents(),)),
        texts.chapter(access, slot),
        plan.chapter(slot, goals, ended_goals(access, slot)),
    ]
    chapters = [chapter for chapter in parts if chapter is not None]
    return _document(access, slot, chapters, decision, decisions, frozen_at)


def _document(
    access: Access,
    slot: Slot,
    chapters: Sequence[Chapter],
    decision: Decision | None,
    decisions: tuple[DocumentDecision, ...],
    frozen_at: datetime | None,
) -> Document:
    words = meta.terms_used(access, chapters)
    head = meta.meta_of(access, slot, decision, decisions, words, frozen_at, has_examples=meta.holds_examples(chapters))
    return Document(meta=head, chapters=(*chapters, _about(words, way.section(access, slot), slot.occasion.noun)))


def _result(slot: Slot, money: Money | None) -> str:
    """The year's result, for the financial goal of it."""
    return statements.share_note(money.statements, slot.occasion.year) if money else ""


def _about(words: tuple[DocumentTerm, ...], steps: DocumentSection | None, noun: str) -> Chapter:
    """The words that the report or plan uses, its way to the decision, and where it comes from."""
    sections = (
        [DocumentSection(id="ordlista", heading="Ordlista", blocks=(GlossaryBlock(terms=words),))] if words else []
    )
    sections += [steps] if steps else []
    sections.append(DocumentSection(id="om", heading=f"Om {noun}", blocks=(Colophon(),)))
    return Chapter(id="ord-och-uppgifter", heading="Ord och uppgifter", sections=tuple(sections))


def document_of(access: Access, slot: Slot) -> Document:
    """The slot's report: the frozen one when decided, else composed from what stands there now."""
    if slot.is_decided:
        return frozen_document(Snapshot.objects.of(access).get(slot=slot))
    return compose(access, slot)
