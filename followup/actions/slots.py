"""Moves of a slot: hand in, give back, walk the chain, decide. Nothing else changes a slot's status."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from budget.models.ledger import lock_ledger
from followup.actions.freeze import freeze
from followup.actions.refusals import IncompleteError, MovedError, ensure
from followup.compose.handed_in import keep_figures, moved_since, seal_of
from followup.models import Attachment
from followup.rules.step_dates import date_problem, early_question
from followup.selectors.missing import decisions_left, missing_parts
from followup.selectors.moves import whole_of
from followup.selectors.steps import NextStep, next_step, units_decide
from goals.actions.plans import decide_goals_of, lock_goals
from styrmodell import audit, policies
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Decision, Organisation, Slot, SlotPassage, Step
from styrmodell.permissions import Permission
from styrmodell.rules.workflow import SlotAction, SlotStatus, advance
from styrmodell.selectors.slots import current_slot, locked_slot, steps_of
from ui import clock
from ui.rules.swedish import join_words

FIGURES_MOVED = "Siffror i rapporten har ändrats sedan du öppnade sidan. Läs vilka, och anteckna beslutet igen."
TAKEN_MEANWHILE = "Någon annan antecknade steget före just nu. Öppna sidan på nytt och anteckna nästa."
DOCUMENT_MISSING = "Bifoga revisorernas skriftliga bedömning. Fullmäktige ska ha den före sin behandling."


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """What is written down when a body has decided."""

    organisation: Organisation
    date: date
    paragraph: str
    diary_number: str = ""


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """A document that is handed over in a step."""

    filename: str
    content: bytes


@transaction.atomic
def submit_slot(*, slot: Slot, access: Access, seen: str = "") -> Slot:
    """Hand the report in. From here on its input is locked. `seen` is where the user saw it stand (`position_of`).

    Raises PermissionDenied without the right, MovedError when it is not open any longer, IncompleteError when
    something is missing, TooManyError when a file is being posted for long."""
    _first_step(access, current_slot(access, slot.pk), seen)  # whoever may not hand in does not wait either
    _hold(access, slot)  # nothing that it is made from changes between what is written down and the hand-in
    slot = locked_slot(access, slot.pk)
    first = _first_step(access, slot, seen)
    missing = missing_parts(access, slot)
    if missing:
        raise IncompleteError(missing)
    _move(slot, SlotAction.SUBMIT)
    slot.submitted_at, slot.submitted_by_id, slot.returned_reason = clock.now(), access.user_id, ""
    if first and first.kind == Step.Kind.SUBMIT:
        _pass(slot, first, access)
    _save(slot)
    keep_figures(slot)
    audit.record(AuditEvent.Type.REPORT_SUBMITTED, target=slot, access=access, summary=str(slot.occasion))
    return slot


@transaction.atomic
def return_slot(*, slot: Slot, access: Access, reason: str, seen: str = "") -> Slot:
    """Give the report back with a reason; it opens for correction and walks the chain anew when handed in again.

    Locks the whole municipality's slot first, so that it is not handed in meanwhile. Raises PermissionDenied,
    MovedError."""
    whole = whole_of(access, slot)
    whole = locked_slot(access, whole.pk) if whole else None
    slot = locked_slot(access, slot.pk)
    ensure(access, slot, Permission.REPORT_RETURN, policies.can_return(access, slot, whole), seen)
    _move(slot, SlotAction.RETURN)
    slot.returned_reason, slot.passed_steps, slot.version = reason, 0, slot.version + 1
    _save(slot)
    audit.record(AuditEvent.Type.REPORT_RETURNED, target=slot, access=access, summary=reason)
    return slot


@transaction.atomic
def pass_step(
    *,
    slot: Slot,
    access: Access,
    decision: DecisionInput | None = None,
    held_on: date | None = None,
    note: str = "",
    early_reason: str = "",
    document: DocumentInput | None = None,
    seen: str = "",
    told: str = "",
    departure: str = "",
) -> Slot:
    """Record the next step of the chain. The step that decides freezes the slot and its document (KL 5:1, 11:16).

    A day before the hand-in needs an `early_reason`; the auditors' step its `document`. `told` is the seal of the moved
    figures that the user was told of (`seal_of`); the step that decides is not taken when others have moved. The goals of
    a plan are decided with it; `departure` says why, when some lack what the model demands.

    Raises PermissionDenied without the right or when a deciding step comes without a decision, MovedError out of
    order, IncompleteError when a unit is open again, ValidationError when the day cannot be right, TooManyError when a
    file is being posted for long."""
    slot, asked = _locked_step(access, slot, seen)
    if asked.locks and told not in ("", seal_of(moved_since(access, slot))):
        raise MovedError(FIGURES_MOVED)
    _check_decision(asked, decision)
    _check_day(asked, decision.date if decision else held_on, early_reason)
    if asked.wants_document and document is None:
        raise ValidationError({"document": DOCUMENT_MISSING})
    waiting = decisions_left(access, slot) if asked.locks and slot.is_whole else []
    if waiting:
        raise IncompleteError(waiting)
    row = _record_decision(slot, access, decision) if decision else None
    passage = _pass(slot, asked.step, access, decision=row, held_on=held_on, note=note, early_reason=early_reason)
    if document is not None:
        _attach(passage, document)
    if asked.locks and row is not None:
        if slot.occasion.is_plan:
            decide_goals_of(access, slot, row, departure)
        _decide(slot, row, access)
    else:
        _save(slot)
        audit.record(AuditEvent.Type.REPORT_STEP, target=slot, access=access, summary=asked.step.name)
    return slot


def _first_step(access: Access, slot: Slot, seen: str) -> Step | None:
    """The step that handing in takes. Raises as `submit_slot` when the user may not, or it is not open."""
    chain = steps_of(access, slot)
    first = chain[0] if chain else None
    ensure(access, slot, Permission.REPORT_SUBMIT, policies.can_submit(access, slot, first), seen, first)
    return first


def _locked_step(access: Access, slot: Slot, seen: str) -> tuple[Slot, NextStep]:
    """The slot, locked, and its next step. The step that freezes holds the ledger too, before the slot: no file is posted
    between what is asked about and what is frozen. The other steps, and whoever may take none, do not wait for it."""
    freezes = _next_step(access, current_slot(access, slot.pk), seen).locks
    if freezes:
        _hold(access, slot)
    slot = locked_slot(access, slot.pk)
    asked = _next_step(access, slot, seen)
    if asked.locks and not freezes:
        raise MovedError(TAKEN_MEANWHILE)
    return slot, asked


def _hold(access: Access, slot: Slot) -> None:
    """Lock what the slot is made from, before the slot: the ledger, or the goals of a plan."""
    if slot.occasion.is_plan:
        lock_goals(access, slot.occasion.rule.model_id)
    else:
        lock_ledger(access)


def _next_step(access: Access, slot: Slot, seen: str) -> NextStep:
    asked = next_step(access, slot, steps_of(access, slot))
    step = asked.step if asked else None
    verdict = policies.can_pass(access, slot, step, decides=asked is not None and asked.decides)
    ensure(access, slot, Permission.DECISION_RECORD, verdict, seen, step)
    assert asked is not None
    return asked


def _check_decision(asked: NextStep, decision: DecisionInput | None) -> None:
    """A decision has body, date and §, and the body is that of the step. What an official decides has no §."""
    if asked.decides and (decision is None or (asked.wants_paragraph and not decision.paragraph.strip())):
        raise PermissionDenied("Ett beslut antecknas med organ, datum och paragraf.")
    if decision and decision.organisation not in asked.bodies:
        raise PermissionDenied(
            f"{join_words([body.name for body in asked.bodies], 'eller')} beslutar i det här steget."
        )


def _check_day(asked: NextStep, day: date | None, early_reason: str) -> None:
    """The day lies between what the step is about and today; one before the hand-in has a reason."""
    if day is None:
        return
    problem = date_problem(day, cutoff=asked.cutoff, before=asked.before, today=clock.today())
    if problem:
        raise ValidationError({"date": problem})
    if asked.handed_in and day < asked.handed_in and not early_reason.strip():
        raise ValidationError({"early_reason": early_question(day, asked.handed_in)})


def _attach(passage: SlotPassage, document: DocumentInput) -> None:
    Attachment.objects.create(
        municipality=passage.municipality,
        passage=passage,
        filename=document.filename,
        content=document.content,
        sha256=hashlib.sha256(document.content).hexdigest(),
    )


def _decide(slot: Slot, decision: Decision, access: Access) -> None:
    """Freeze and close the slot. The whole municipality's decision also closes the units that no body of their own
    decides: they are a part of it, and say so. A unit with a body of its own waits for that one's decision."""
    _close(slot, decision, access)
    for unit in _units_without_own_decision(access, slot) if slot.is_whole else []:
        unit.is_included = True
        _close(unit, decision, access)


def _close(slot: Slot, decision: Decision, access: Access) -> None:
    freeze(slot=slot, decision=decision, access=access)
    keep_figures(slot, at_decision=True)
    _move(slot, SlotAction.DECIDE)
    slot.decision = decision
    _save(slot)
    audit.record(AuditEvent.Type.REPORT_DECIDED, target=slot, access=access, summary=str(decision))


def _units_without_own_decision(access: Access, slot: Slot) -> list[Slot]:
    """The handed-in units' slots of the occasion, locked; none when the units' own bodies decide them."""
    if units_decide(access, slot.occasion):
        return []
    units = Slot.objects.of(access).filter(occasion=slot.occasion, scope=Step.Scope.UNIT)
    waiting = units.filter(status=SlotStatus.SUBMITTED.value)
    return list(waiting.with_around().locked().order_by("pk"))


def _record_decision(slot: Slot, access: Access, given: DecisionInput) -> Decision:
    return Decision.objects.create(
        municipality=access.municipality,
        organisation=given.organisation,
        date=given.date,
        paragraph=given.paragraph,
        diary_number=given.diary_number,
        title=f"{slot.occasion.title if slot.occasion.is_plan else slot.occasion.name}, {slot.organisation.name}",
        recorded_by_id=access.user_id,
        is_example=access.municipality.is_demo,
    )


def _pass(
    slot: Slot,
    step: Step,
    access: Access,
    *,
    decision: Decision | None = None,
    held_on: date | None = None,
    note: str = "",
    early_reason: str = "",
) -> SlotPassage:
    passage = SlotPassage.objects.create(
        municipality=access.municipality,
        slot=slot,
        step=step,
        round=slot.version,
        by_id=access.user_id,
        decision=decision,
        held_on=held_on or (decision.date if decision else None),
        note=note,
        early_reason=early_reason,
    )
    slot.passed_steps += 1
    return passage


def _move(slot: Slot, action: SlotAction) -> None:
    slot.status = advance(SlotStatus(slot.status), action).value


def _save(slot: Slot) -> None:
    slot.save(
        update_fields=[
            "status",
            "passed_steps",
            "version",
            "submitted_at",
            "submitted_by",
            "returned_reason",
            "decision",
            "is_included",
        ]
    )
