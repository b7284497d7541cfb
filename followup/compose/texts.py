"""The written sections as a chapter."""

from __future__ import annotations

from styrmodell.models import ReportingSlot, ReportingStep

from ..document.blocks import Text
from ..document.model import Chapter, Section
from ..selectors.sections import section_rows


def chapter(slot: ReportingSlot) -> Chapter | None:
    """Förvaltningsberättelse for a statutory report of the whole municipality, else the unit's own words."""
    rows = section_rows(slot)
    if not rows:
        return None
    statutory = slot.occasion.rule.is_statutory and slot.scope == ReportingStep.Scope.WHOLE
    sections = tuple(
        Section(heading=row.heading.heading, blocks=(Text.plain(row.body),) if row.is_written else ()) for row in rows
    )
    return Chapter(id="texter", heading="Förvaltningsberättelse" if statutory else "Kommentarer", sections=sections)
