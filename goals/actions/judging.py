"""Judging a goal."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goals.models import Goal, Judgement
from goals.rules.attainment import GoalState, Proposal, goal_state_of
from goals.rules.reasons import reason_problem
from goals.selectors.judging import Judging, is_judged_at, judging
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, ScaleStep, Slot
from styrmodell.models.versioned import Stale
from styrmodell.selectors.slots import locked_slot
from ui import clock


@dataclass(frozen=True, slots=True)
class JudgementInput:
    """What is written: the step, Resultat – Orsak – Åtgärd – Effekt, and the reason when one is needed."""

    step: ScaleStep
    result: str = ""
    cause: str = ""
    action: str = ""
    effect: str = ""
    reason: str = ""


TEXTS = ("result", "cause", "action", "effect", "reason")


@transaction.atomic
def judge_goal(*, goal: Goal, slot: Slot, access: Access, given: JudgementInput, version: int) -> Judgement:
    """Judge the goal at the slot that governs it. `version` is the one the form was opened with, 0 for a first one.

    Locks the slot's row. Raises PermissionDenied without the right or when the slot is handed in, ValidationError
    when the step is not of the scale or a reason is missing, Stale when `version` is not the newest."""
    slot = locked_slot(access, slot.pk)
    now = judging(access, goal, slot)
    if not is_judged_at(access, goal, slot):
        raise PermissionDenied("Målet bedöms inte i den här rapporten.")
    now.verdict.require()
    _check(now, given)
    row = now.given
    if version != now.version:
        raise Stale(row or Judgement(goal=goal, slot=slot, version=0))
    before = row.step.label if row and row.step else ""
    row = row or Judgement(municipality=access.municipality, goal=goal, slot=slot, version=0)
    row.step = given.step
    for name in TEXTS:
        setattr(row, name, getattr(given, name).strip())
    row.judged_at, row.judged_by_id, row.version = clock.now(), access.user_id, row.version + 1
    row.save()
    audit.record(
        AuditEvent.Type.GOAL_JUDGED, target=goal, access=access, summary=f"{goal.title}: {given.step.label}",
        slot=slot.pk, before=before, after=given.step.label, version=row.version,
    )  # fmt: skip
    return row


def step_problem(step: ScaleStep, proposal: Proposal, reason: str) -> str:
    """Say in Swedish which reason is missing for the step; empty when none is."""
    return reason_problem(goal_state_of(step.symbol) or GoalState.NOT_JUDGED, proposal, reason)


def _check(now: Judging, given: JudgementInput) -> None:
    if given.step not in now.words.steps:
        raise ValidationError({"step": "Välj bedömning i listan."})
    problem = step_problem(given.step, now.proposal, given.reason)
    if problem:
        raise ValidationError({"reason": problem})
