"""One assignment: what was decided, how it stands, what has been said and what the user can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goals import policies
from goals.models import Assignment, AssignmentNote
from goals.pages.assignments import decision_words
from goals.rules.assignments import RaisedRule, year_rule
from goals.rules.vocabulary import AssignmentKind, AssignmentStatus
from goals.selectors.assignments import notes_of
from styrmodell.access import Access
from styrmodell.selectors.log import LastSave, last_saved
from styrmodell.verdict import Verdict
from ui import clock
from ui.rules.marks import Mark
from ui.rules.swedish import capitalised, day_in, relative_day


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What was said on a day."""

    day: date
    words: str
    status: str
    who: str


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """An assignment with its notes."""

    assignment: Assignment
    kind: str
    lead: str
    mark: Mark
    decision: str
    closing: str
    year: RaisedRule | None
    notes: Sequence[NoteRow]
    answer: str  # empty when there is none, or when it is a draft that the user does not see
    is_hidden: bool  # there is an answer, but it is a draft
    saved: LastSave
    may_answer: Verdict
    may_change: Verdict


def assignment_page(access: Access, assignment: Assignment) -> AssignmentPage:
    """An assignment with its notes, the latest first (two queries)."""
    today, kind = clock.today(), AssignmentKind(assignment.kind)
    may_read = policies.can_read_answer(access, assignment)
    rule = year_rule(kind, assignment.decision.date, assignment.reported, today)
    return AssignmentPage(
        assignment=assignment,
        kind=kind.label,
        lead=_lead(assignment, today),
        mark=assignment.mark(today),
        decision=decision_words(assignment.decision),
        closing=decision_words(assignment.closing) if assignment.closing else "",
        year=None if assignment.is_closed else rule,
        notes=[_note(row) for row in notes_of(access, assignment)],
        answer=assignment.answer if may_read else "",
        is_hidden=bool(assignment.answer) and not may_read,
        saved=last_saved(access, assignment),
        may_answer=policies.can_answer(access, assignment),
        may_change=policies.can_change_assignment(access, assignment),
    )


def _lead(assignment: Assignment, today: date) -> str:
    """Who answers for it, and when it is due."""
    if assignment.closing is not None:
        return f"Avslutat genom beslut {day_in(assignment.closing.date, today.year)}."
    due = f"{day_in(assignment.due, today.year)}, {relative_day(assignment.due, today)}"
    if assignment.status == AssignmentStatus.DONE:
        return f"Klart. Avslutas genom beslut i {assignment.decision.organisation.name}."
    verb = "skulle vara klart" if assignment.due < today else "ska vara klart"
    return capitalised(f"{verb} senast {due}.")


def _note(row: AssignmentNote) -> NoteRow:
    who = row.written_by.name if row.written_by else ""
    return NoteRow(row.day, row.words, AssignmentStatus(row.status).label, who)
