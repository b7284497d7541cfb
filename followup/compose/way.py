"""The report's way to its decision as a section: each step with its day, decision, note and document."""

from __future__ import annotations

from django.utils import timezone

from followup.document.blocks import Block, HeadingBlock, Text
from followup.document.model import DocumentSection
from styrmodell.access import Access
from styrmodell.models import Slot, SlotPassage
from ui.rules.swedish import DateForm, sv_date


def section(access: Access, slot: Slot) -> DocumentSection | None:
    """The steps of this round in order, None before the hand-in (one query)."""
    rows = SlotPassage.objects.of(access).filter(slot=slot, round=slot.version)
    rows = rows.select_related("step", "decision__organisation", "attachment").defer("attachment__content")
    blocks: list[Block] = []
    for row in rows.order_by("pk"):
        blocks += [HeadingBlock(text=row.step.name), Text.plain("\n\n".join(_lines(slot, row)))]
    return DocumentSection(id="vagen", heading="Vägen till beslutet", blocks=tuple(blocks)) if blocks else None


def _lines(slot: Slot, row: SlotPassage) -> list[str]:
    """What is told about a step: when, who decided, why the day is before the hand-in, what was said and handed over."""
    lines = [f"{_when(slot, row)}."]
    if row.early_reason:
        lines.append(f"Dagen är före inlämningen: {row.early_reason}")
    if row.note:
        lines.append(row.note)
    file = getattr(row, "attachment", None)
    if file is not None:
        lines.append(f"Bilaga: {file.filename}, SHA-256 {file.sha256}.")
    return lines


def _when(slot: Slot, row: SlotPassage) -> str:
    """The day it was held or handed in; body and § when a body decided."""
    if row.held_on is None:
        return f"Inlämnad {sv_date(timezone.localtime(slot.submitted_at or row.at).date(), DateForm.FULL)}"
    day = sv_date(row.held_on, DateForm.FULL)
    if row.decision is None:
        return day
    paragraph = f", §\u00a0{row.decision.paragraph}" if row.decision.paragraph else ""
    return f"{row.decision.organisation.name} {day}{paragraph}"
