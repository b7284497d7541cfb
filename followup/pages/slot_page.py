"""One slot's page: the chain, what is left, who has done what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budget.pages.slips import SlipQuestion, slip_questions
from followup.compose.handed_in import MovedFigure, moved_since, seal_of
from followup.pages.board import BoardPart, mark_of, parts_of
from followup.selectors.missing import Missing, decisions_left, missing_parts
from followup.selectors.moves import position_of, whole_of
from followup.selectors.sections import SectionRow, section_rows
from followup.selectors.steps import NextStep, next_step, waits_for_decisions
from goals.models import Goal
from goals.selectors.planned import PlannedGoal, ended_goals, planned_goals
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot, SlotPassage, Step
from styrmodell.permissions import Permission
from styrmodell.policies import can_read_history
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.log import events_of
from styrmodell.selectors.slots import steps_of
from ui import clock


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the chain: done, now or later; when, and the decision if there is one."""

    step: Step
    state: str  # done, now, later
    due: date | None
    passage: SlotPassage | None

    @property
    def mark(self) -> str:
        """The step's mark in the row of steps: those of activities (docs/reference/design.md)."""
        return {"done": "nas", "now": "a-pag", "later": "a-ej"}[self.state]

    @property
    def has_more(self) -> bool:
        """Is there more to read about the step than its day?"""
        row = self.passage
        return row is not None and bool(row.note or row.early_reason or hasattr(row, "attachment"))


MarkedSection = tuple[SectionRow, str, str]  # with mark and word
MOST_MISSING = 40  # on the page: what is beyond is counted


@dataclass(frozen=True, slots=True)
class SlotPage:
    """Everything the page shows. `checks` deserve a look but stop nothing; `parts` is empty for a reader from outside the organisation, `log` for whoever does not read how the report came to be."""

    slot: Slot
    chain: list[StepRow]
    missing: list[Missing]
    checks: list[SlipQuestion]
    sections: list[SectionRow]
    parts: tuple[BoardPart, ...]
    log: list[AuditEvent]
    whole: Slot | None
    asked: NextStep | None
    demand: str = ""
    waits_for: Sequence[Missing] = ()
    moved: Sequence[MovedFigure] = ()
    goals: Sequence[PlannedGoal] = ()  # of a plan
    ended: Sequence[Goal] = ()  # of the period before, when the plan says that they end

    @property
    def lacking(self) -> list[PlannedGoal]:
        """The goals that wait for the plan's decision and lack something that the steering model demands."""
        return [row for row in self.goals if row.lacks]

    @property
    def done_sections(self) -> int:
        """How many sections are done."""
        return sum(not row.is_left for row in self.sections)

    @property
    def position(self) -> str:
        """Where the slot stands: what the page's forms carry back."""
        return position_of(self.slot)

    @property
    def told(self) -> str:
        """Which moved figures the page tells: carried back by the form of the next step."""
        return seal_of(self.moved)

    @property
    def notes(self) -> list[StepRow]:
        """The steps with a note, a reason for the day or a document."""
        return [row for row in self.chain if row.has_more]

    @property
    def waits_for_whole(self) -> bool:
        """Is the unit's report bound in a report of the whole municipality that is handed in?"""
        return self.whole is not None and not self.whole.is_open

    @property
    def is_in_decided_whole(self) -> bool:
        """Has the whole municipality's report, where this one is a part, been decided already?"""
        return self.whole is not None and self.whole.is_decided

    @property
    def due(self) -> date | None:
        """When the report is to be handed in: a unit's by the occasion, the whole municipality's by its first step."""
        if not self.slot.is_whole:
            return self.slot.occasion.due
        return self.chain[0].due if self.chain else None

    @property
    def marked_sections(self) -> list[MarkedSection]:
        """The sections, each with its mark and word."""
        return marked(self.sections, is_late=self.slot.is_open and self.due is not None and self.due < clock.today())

    @property
    def due_is_example(self) -> bool:
        """Is that day made up, because the municipality's own document names none?"""
        if not self.slot.is_whole:
            return self.slot.occasion.due_is_example
        return bool(self.chain) and self.chain[0].step.is_example

    @property
    def missing_shown(self) -> list[Missing]:
        """What is left, as much as a page can list."""
        return self.missing[:MOST_MISSING]

    @property
    def missing_more(self) -> int:
        """How many more things are left than the page lists."""
        return max(0, len(self.missing) - MOST_MISSING)

    @property
    def has_unwritten(self) -> bool:
        """Is a section among what is left?"""
        return any(part.is_section for part in self.missing)

    @property
    def next_step(self) -> Step | None:
        """The step to be recorded next, when the report is handed in."""
        return self.asked.step if self.asked else None


def marked(rows: Sequence[SectionRow], *, is_late: bool) -> list[MarkedSection]:
    """The sections, each with the mark and word that the board has for a part; empty where nothing has to be written."""
    return [
        (row, *mark_of(int(not row.is_left), 1, is_late=is_late)) if row.is_written or row.is_left else (row, "", "")
        for row in rows
    ]


def slot_page(access: Access, slot: Slot) -> SlotPage:
    """The slot's page, a fixed number of queries."""
    is_inside = access.has(Permission.VIEW, slot.organisation_id)
    is_waiting = slot.is_submitted
    sections, chain = section_rows(access, slot), step_rows(access, slot)
    whole_waits = is_waiting and slot.is_whole
    return SlotPage(
        slot=slot,
        chain=chain,
        missing=missing_parts(access, slot, sections) if slot.is_open else [],
        checks=_checks(access, slot),
        sections=sections,
        parts=parts_of(access, slot) if is_inside and not slot.occasion.is_plan else (),
        log=log_of(access, slot) if can_read_history(access, slot.organisation_id) else [],
        whole=whole_of(access, slot) if is_waiting else None,
        asked=next_step(access, slot, [row.step for row in chain]) if is_waiting else None,
        demand=_demand(access, slot) if whole_waits else "",
        waits_for=decisions_left(access, slot) if whole_waits else (),
        moved=moved_since(access, slot) if is_waiting and is_inside else (),
        goals=planned_goals(access, slot) if slot.occasion.is_plan else (),
        ended=ended_goals(access, slot) if slot.occasion.is_plan else (),
    )


def _demand(access: Access, slot: Slot) -> str:
    """What the municipality demands of the units before the whole may be decided, in a sentence."""
    if waits_for_decisions(access, slot.occasion):
        return "Varje enhets eget organ ska ha beslutat om sin rapport innan helheten beslutas."
    return "Alla enheter ska ha lämnat in innan helheten beslutas."


def _checks(access: Access, slot: Slot) -> list[SlipQuestion]:
    """Forecasts of the unit that look like slips of the pen: they are shown before handing in, and stop nothing."""
    asks = slot.is_open and not slot.is_whole and Content.FORECAST in slot.occasion.contents
    return slip_questions(access, slot) if asks else []


def step_rows(access: Access, slot: Slot) -> list[StepRow]:
    """The slot's chain with what has been passed in this round (two queries)."""
    rows = (
        SlotPassage.objects.of(access)
        .filter(slot=slot, round=slot.version)
        .select_related("decision__organisation", "by", "attachment")
        .defer("attachment__content")
    )
    passed = {passage.step_id: passage for passage in rows}
    chain: list[StepRow] = []
    for place, step in enumerate(steps_of(access, slot)):
        state = "done" if place < slot.passed_steps else "now" if place == slot.passed_steps else "later"
        due = step.due_after(slot.occasion.cutoff) if slot.decision_id is None else None
        chain.append(StepRow(step, state, due, passed.get(step.pk)))
    return chain


def log_of(access: Access, slot: Slot, limit: int = 12) -> list[AuditEvent]:
    """The slot's latest events, newest first (one query)."""
    return list(events_of(access, Slot, [slot.pk])[:limit])
