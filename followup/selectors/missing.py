"""What is left to do before a report can be handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budget.selectors.missing import missing_in_forecast
from followup.selectors.sections import DEPARTURE, SectionRow, section_rows
from followup.selectors.steps import waits_for_decisions
from goals.selectors.attainment import unjudged
from goals.selectors.demands import lacking
from styrmodell.access import Access
from styrmodell.models import Slot, Step
from styrmodell.rules.vocabulary import Content
from styrmodell.rules.workflow import SlotStatus

UNITS = "enheter"  # no content of the report, but what the whole waits for
HEADINGS = {UNITS: "Enheter", Content.GOALS: "Mål", Content.FORECAST: "Prognos", Content.TEXT: "Avsnitt"}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is left, in Swedish, and what it hangs on: a unit's slot, a goal, the forecast or a section."""

    part: str  # UNITS or a `Content`
    text: str
    slot_id: int = 0
    goal_id: int = 0
    code: str = ""

    @property
    def heading(self) -> str:
        """What it stands under in the list."""
        return HEADINGS[self.part]

    @property
    def is_unit(self) -> bool:
        """Is it a unit that has not handed in, or not decided?"""
        return self.part == UNITS

    @property
    def is_goal(self) -> bool:
        """Is it a goal to judge?"""
        return self.part == Content.GOALS

    @property
    def is_forecast(self) -> bool:
        """Is it a forecast to give or explain?"""
        return self.part == Content.FORECAST

    @property
    def is_section(self) -> bool:
        """Is it a section to write?"""
        return self.part == Content.TEXT


def missing_parts(access: Access, slot: Slot, sections: Sequence[SectionRow] | None = None) -> list[Missing]:
    """What stops the slot from being handed in: sections to write and, of a report, goals to judge, with the analysis and measures
    that are demanded, and forecasts to give or explain.

    The whole municipality's report also waits for the units to hand in; its goals are those that no unit answers
    for. A section is written when it has text, also one that says that there is nothing to report. `sections` are the
    slot's, when they have been read already."""
    contents = slot.occasion.contents
    missing = units_left(access, slot) if slot.is_whole else []
    rows = section_rows(access, slot) if sections is None else sections
    if Content.GOALS in contents and not slot.occasion.is_plan:
        missing += [Missing(Content.GOALS, f"Bedöm {goal.title}", goal_id=goal.pk) for goal in unjudged(access, slot)]
        missing += [Missing(Content.GOALS, lack.instruction, goal_id=lack.goal_id) for lack in lacking(access, slot)]
    if Content.FORECAST in contents and not slot.is_whole:
        departs = any(row.heading is DEPARTURE and row.is_written for row in rows)
        texts = missing_in_forecast(access, slot, departs=departs)
        missing += [Missing(Content.FORECAST, text, slot_id=slot.pk) for text in texts]
    return missing + [
        Missing(Content.TEXT, _to_do(row), slot_id=slot.pk, code=row.heading.code) for row in rows if row.is_left
    ]


def _to_do(row: SectionRow) -> str:
    verb = "Klarmarkera" if row.is_written and not row.is_done else "Skriv"
    return f"{verb} avsnittet {row.heading.heading}"


def units_left(access: Access, slot: Slot) -> list[Missing]:
    """The units of the slot's occasion whose reports are still open (one query)."""
    open_units = Slot.objects.of(access).filter(
        occasion=slot.occasion,
        scope=Step.Scope.UNIT,
        status__in=[SlotStatus.DRAFT.value, SlotStatus.RETURNED.value],
    )
    rows = open_units.order_by("organisation__position", "pk").values_list("pk", "organisation__name")
    return [Missing(UNITS, f"{name} har inte lämnat in", slot_id=pk) for pk, name in rows]


def decisions_left(access: Access, slot: Slot) -> list[Missing]:
    """What the whole's decision waits for: units that have not handed in, and where the municipality demands it
    those whose own body has not decided (three queries)."""
    left = units_left(access, slot)
    if not waits_for_decisions(access, slot.occasion):
        return left
    units = Slot.objects.of(access).filter(occasion=slot.occasion, scope=Step.Scope.UNIT)
    rows = units.filter(status=SlotStatus.SUBMITTED.value).order_by("organisation__position", "pk")
    names = rows.values_list("pk", "organisation__name")
    return left + [Missing(UNITS, f"{name} har inte beslutat om sin rapport", slot_id=pk) for pk, name in names]
