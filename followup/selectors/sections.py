"""The written sections of a slot: what the rule asks for, and what has been written."""

from __future__ import annotations

from dataclasses import dataclass

from followup.document.model import STATUTORY_HEADINGS
from followup.document.outline import slug
from followup.models import Section
from styrmodell.access import Access
from styrmodell.models import OccasionRule, Slot, Step


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A section that the report has: its code, heading and the question it answers."""

    code: str
    heading: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its text; `pk` and `version` are 0 until somebody has written."""

    heading: SectionHeading
    body: str = ""
    version: int = 0
    changed_by: str = ""

    @property
    def is_written(self) -> bool:
        """Has anything been written?"""
        return bool(self.body.strip())


def headings_of(rule: OccasionRule, scope: str, kind: str) -> list[SectionHeading]:
    """The sections of a rule, for an organisation of the kind: a section may be some units' only.

    The whole municipality's report has them all; a statutory one opens with the nine headings of RKR R15."""
    is_whole = scope == Step.Scope.WHOLE
    own = [
        SectionHeading(part["kod"], part["rubrik"], part.get("fraga") or "")
        for part in rule.sections
        if is_whole or kind in (part.get("lamnas_av") or [kind])
    ]
    if rule.is_statutory and is_whole:
        taken = {heading.heading for heading in own}
        return [*(SectionHeading(slug(text), text) for text in STATUTORY_HEADINGS if text not in taken), *own]
    return own


def section_rows(access: Access, slot: Slot) -> list[SectionRow]:
    """Every section the slot's report has, in order (one query; the slot's occasion and rule are at hand)."""
    sections = {row.code: row for row in Section.objects.of(access).filter(slot=slot).select_related("updated_by")}
    headings = headings_of(slot.occasion.rule, slot.scope, slot.organisation.kind)
    return [_row(heading, sections.get(heading.code)) for heading in headings]


def _row(heading: SectionHeading, section: Section | None) -> SectionRow:
    if section is None:
        return SectionRow(heading)
    name = section.updated_by.name if section.updated_by else ""
    return SectionRow(heading, section.body, section.version, name)
