"""The written sections as a chapter."""

from __future__ import annotations

from followup.document.blocks import Block, ChainBlock, ChainLevel, Text
from followup.document.model import Chapter, DocumentSection
from followup.document.outline import slug
from followup.selectors.sections import SectionRow, section_rows
from styrmodell.access import Access
from styrmodell.models import DocumentType, Level, Slot
from styrmodell.selectors.words import steering_model
from ui.rules.swedish import capitalised

STEERING = slug("Styrning och uppföljning av den kommunala verksamheten")


def chapter(access: Access, slot: Slot) -> Chapter | None:
    """Förvaltningsberättelse for a statutory report of the whole municipality, else the unit's own words."""
    rows = [row for row in section_rows(access, slot) if row.is_written or not row.heading.is_optional]
    if not rows:
        return None
    statutory = slot.occasion.rule.is_statutory and slot.is_whole
    sections = tuple(DocumentSection(heading=row.heading.heading, blocks=_blocks(access, slot, row)) for row in rows)
    heading = "Planen" if slot.occasion.is_plan else "Förvaltningsberättelse" if statutory else "Kommentarer"
    return Chapter(id="texter", heading=heading, sections=sections)


def _blocks(access: Access, slot: Slot, row: SectionRow) -> tuple[Block, ...]:
    """What has been written; the heading about steering also shows the steering chain."""
    text = (Text.plain(row.body),) if row.is_written else ()
    return (*text, *_chain(access, slot)) if row.heading.code == STEERING else text


def _chain(access: Access, slot: Slot) -> tuple[ChainBlock, ...]:
    """Every level with who decides it and where, in the municipality's own words (three queries)."""
    model = steering_model(access, slot.occasion.year)
    documents = dict(DocumentType.objects.of(access).filter(model=model).values_list("code", "name"))
    levels = [
        ChainLevel(
            name=capitalised(row.singular), decided_by=row.decided_by, document=documents.get(row.decided_in, "")
        )
        for row in Level.objects.of(access).filter(model=model).order_by("position", "pk")
    ]
    return (ChainBlock(levels=tuple(levels)),) if levels else ()
