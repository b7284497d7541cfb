"""The written sections of a slot: what the rule asks for, and what has been written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budget.selectors.missing import MEASURES_WHEN
from followup.document.model import STATUTORY_HEADINGS
from followup.document.outline import slug
from followup.models import Section
from styrmodell.access import Access
from styrmodell.models import OccasionRule, Slot, Step
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.slots import readable_slots

# What a report can hold that has no page of its own yet: it is written, or told where it is kept, as a section.
IN_WORDS = {
    Content.STAFF: "Personal",
    Content.INVESTMENTS: "Investeringar",
    Content.CONTROL: "Intern kontroll",
    Content.QUALITY: "Kvalitetsfaktorer",
    Content.ASSIGNMENTS: "Uppdrag",
}
NOTHING = re.compile(r"\W*(inget|ingenting) (särskilt )?att rapportera\W*", re.IGNORECASE)
OUTSIDE = "Ingår i rapporten men skrivs utanför systemet än så länge. Sammanfatta här och ange var underlaget finns."


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A section that the report has: its code, heading and the question it answers."""

    code: str
    heading: str
    question: str = ""
    is_statutory: bool = False  # the law asks for it: to say that there is nothing wants a reason
    is_optional: bool = False  # written when there is reason to, and in the report only then


DEPARTURE = SectionHeading(
    "ramen-kan-inte-hallas",
    "Ramen kan inte hållas",
    "Skrivs när åtgärderna inte möter hela underskottet: varför, vilka konsekvenser det får och vad som behöver beslutas.",
    is_optional=True,
)


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its text; `pk` and `version` are 0 until somebody has written."""

    heading: SectionHeading
    body: str = ""
    version: int = 0
    changed_by: str = ""
    is_done: bool = True  # a plan's section is left until somebody says that it is done

    @property
    def is_written(self) -> bool:
        """Has anything been written?"""
        return bool(self.body.strip())

    @property
    def is_left(self) -> bool:
        """Must something still be written?"""
        if self.heading.is_statutory and NOTHING.fullmatch(self.body):
            return True
        return not ((self.is_written and self.is_done) or self.heading.is_optional)


def headings_of(rule: OccasionRule, scope: str, kind: str) -> list[SectionHeading]:
    """The sections of a rule, for an organisation of the kind: a section may be some units' only.

    The whole municipality's report has them all; a statutory one opens with the nine headings of RKR R15. What the
    report holds and no section is about gets one last."""
    is_whole = scope == Step.Scope.WHOLE
    own = [
        SectionHeading(part["kod"], part["rubrik"], part.get("fraga") or "")
        for part in rule.sections
        if is_whole or kind in (part.get("lamnas_av") or [kind])
    ]
    statutory = STATUTORY_HEADINGS if rule.is_statutory and is_whole else ()
    taken = {heading.heading for heading in own}
    first = [SectionHeading(slug(text), text, is_statutory=True) for text in statutory if text not in taken]
    departure = [DEPARTURE] if not is_whole and _obliges(rule) else []
    return [*first, *own, *_in_words(rule, has_staff=bool(statutory)), *departure]


def _obliges(rule: OccasionRule) -> bool:
    """Does a deficit oblige to measures, or to say why not?"""
    return Content.FORECAST in rule.contents and not MEASURES_WHEN.isdisjoint(rule.measures_when)


def _in_words(rule: OccasionRule, *, has_staff: bool) -> list[SectionHeading]:
    """A section for each content that only words can carry, unless one of the rule's is about it; R15 asks of staff."""
    about = {part.get("innehall") or part["kod"] for part in rule.sections} | (
        {Content.STAFF.value} if has_staff else set()
    )
    return [
        SectionHeading(slug(heading), heading, OUTSIDE)
        for content, heading in IN_WORDS.items()
        if content in rule.contents and about.isdisjoint({content.value, slug(heading)})
    ]


def section_rows(access: Access, slot: Slot) -> list[SectionRow]:
    """Every section the slot's report has, in order (one query; the slot's occasion and rule are at hand)."""
    sections = {row.code: row for row in Section.objects.of(access).filter(slot=slot).select_related("updated_by")}
    headings = headings_of(slot.occasion.rule, slot.scope, slot.organisation.kind)
    is_plan = slot.occasion.is_plan
    return [_row(heading, sections.get(heading.code), is_plan=is_plan) for heading in headings]


def _row(heading: SectionHeading, section: Section | None, *, is_plan: bool) -> SectionRow:
    if section is None:
        return SectionRow(heading, is_done=not is_plan)
    name = section.updated_by.name if section.updated_by else ""
    return SectionRow(heading, section.body, section.version, name, section.is_done or not is_plan)


def text_before(access: Access, slot: Slot, code: str) -> Section | None:
    """The same section of the plan that the organisation decided or wrote for the time before (one query)."""
    occasion = slot.occasion
    rows = Section.objects.of(access).filter(
        code=code, slot__organisation=slot.organisation_id, slot__scope=slot.scope,
        slot__occasion__rule__code=occasion.rule.code, slot__occasion__year_from__lt=occasion.year_from,
    )  # fmt: skip
    rows = rows.filter(slot__in=readable_slots(access)).exclude(body="")
    return (
        rows.select_related("slot__occasion", "slot__decision__organisation")
        .order_by("-slot__occasion__year_from")
        .first()
    )
