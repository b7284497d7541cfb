"""The written sections as a chapter."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import DocumentType, Level, ReportingSlot, ReportingStep
from styrmodell.rules.swedish import capitalised
from styrmodell.selectors.words import steering_model

from ..document.blocks import Block, Chain, ChainLevel, Text
from ..document.model import Chapter, Section
from ..document.outline import slug
from ..selectors.sections import SectionRow, section_rows

STEERING = slug("Styrning och uppföljning av den kommunala verksamheten")
MOST_LEVELS = 9


def chapter(access: Access, slot: ReportingSlot) -> Chapter | None:
    """Förvaltningsberättelse for a statutory report of the whole municipality, else the unit's own words."""
    rows = section_rows(slot)
    if not rows:
        return None
    statutory = slot.occasion.rule.is_statutory and slot.scope == ReportingStep.Scope.WHOLE
    sections = tuple(Section(heading=row.heading.heading, blocks=_blocks(access, slot, row)) for row in rows)
    return Chapter(id="texter", heading="Förvaltningsberättelse" if statutory else "Kommentarer", sections=sections)


def _blocks(access: Access, slot: ReportingSlot, row: SectionRow) -> tuple[Block, ...]:
    """What has been written; the heading about steering also shows the steering chain."""
    text = (Text.plain(row.body),) if row.is_written else ()
    return (*text, *_chain(access, slot)) if row.heading.code == STEERING else text


def _chain(access: Access, slot: ReportingSlot) -> tuple[Chain, ...]:
    """Every level with who decides it and where, in the municipality's own words (three queries)."""
    model = steering_model(access, slot.occasion.year)
    documents = dict(DocumentType.objects.filter(model=model).values_list("code", "name"))
    found = [
        ChainLevel(
            name=capitalised(row.singular), decided_by=row.decided_by, document=documents.get(row.decided_in, "")
        )
        for row in Level.objects.filter(model=model).order_by("position", "pk")[:MOST_LEVELS]
    ]
    return (Chain(levels=tuple(found)),) if found else ()
