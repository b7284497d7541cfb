"""The register of assignments: written down by who keeps it, answered by who is responsible, closed by a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from goals import policies
from goals.models import Assignment, AssignmentNote
from goals.rules.assignments import year_is_out
from goals.rules.vocabulary import AssignmentKind, AssignmentStatus
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Decision, Organisation
from ui import clock

ONCE = "Det finns redan i registret, med samma rubrik och beslut."
NO_ANSWER = "Skriv vad det ledde till, så att svaret finns när det avslutas."


@dataclass(frozen=True, slots=True)
class BodyDecision:
    """Which body decided, when, and where in its minutes."""

    body_id: int
    day: date
    paragraph: str
    diary_number: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentInput:
    """What is written in the register. Without `due` a motion or a proposal is due when its year is out."""

    kind: AssignmentKind
    title: str
    by: BodyDecision
    organisation_id: int
    responsible: str = ""
    due: date | None = None
    reported: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """How an assignment stands, in a few words that are kept, and the answer so far."""

    status: AssignmentStatus
    words: str
    answer: str = ""


@transaction.atomic
def register_assignment(*, access: Access, given: AssignmentInput) -> Assignment:
    """Write an assignment in the body's register. Locks the body.

    Raises PermissionDenied without the right, ValidationError by field when it stands there already (sent twice) or what
    is written does not fit."""
    assignment = Assignment(municipality=access.municipality, version=0)
    return _write(assignment, given, access)


@transaction.atomic
def edit_assignment(*, access: Access, assignment: Assignment, given: AssignmentInput, version: int) -> Assignment:
    """Change what the register says. Locks the assignment, then the body.

    Raises PermissionDenied without the right or when it is closed, Stale when `version` is not the newest,
    ValidationError as `register_assignment`."""
    row = _locked(access, assignment)
    policies.can_change_assignment(access, row).require()
    row.ensure_seen(version)
    return _write(row, given, access)


@transaction.atomic
def answer_assignment(*, access: Access, assignment: Assignment, given: AnswerInput, version: int) -> AssignmentNote:
    """Say how an assignment stands; what was said before is kept. Locks the assignment.

    Raises PermissionDenied without the right or when it is closed, Stale when `version` is not the newest,
    ValidationError by field when it is done and has no answer."""
    row = _locked(access, assignment)
    policies.can_answer(access, row).require()
    row.ensure_seen(version)
    if given.status == AssignmentStatus.DONE and not given.answer.strip():
        raise ValidationError({"answer": [NO_ANSWER]})
    row.status, row.answer = given.status.value, given.answer.strip()
    row.version += 1
    row.save(update_fields=["status", "answer", "version"])
    note = AssignmentNote.objects.create(
        municipality=access.municipality, assignment=row, day=clock.today(), words=given.words.strip(),
        status=row.status, written_by_id=access.user_id,
    )  # fmt: skip
    audit.record(
        AuditEvent.Type.ASSIGNMENT_ANSWERED, target=row, access=access, summary=row.title, status=row.status,
        version=row.version,
    )  # fmt: skip
    return note


@transaction.atomic
def close_assignment(
    *, access: Access, assignment: Assignment, by: BodyDecision, answer: str, version: int
) -> Assignment:
    """Write down that a body has decided that an assignment is over. Then nobody changes it. Locks the assignment, then
    the body.

    Raises PermissionDenied without the right or when it is closed, Stale when `version` is not the newest,
    ValidationError by field when there is no answer or the decision does not fit."""
    row = _locked(access, assignment)
    policies.can_change_assignment(access, row).require()
    row.ensure_seen(version)
    if not answer.strip():
        raise ValidationError({"answer": [NO_ANSWER]})
    if by.day < row.decision.date:
        raise ValidationError({"day": ["Dagen ligger före beslutet som det gavs genom. Ändra dagen."]})
    row.closing, row.answer = _decision(by, row.title, access), answer.strip()
    row.version += 1
    row.save(update_fields=["closing", "answer", "version"])
    audit.record(
        AuditEvent.Type.ASSIGNMENT_CLOSED, target=row, access=access, summary=row.title, decision=str(row.closing),
        version=row.version,
    )  # fmt: skip
    return row


def _locked(access: Access, assignment: Assignment) -> Assignment:
    rows = Assignment.objects.of(access).select_related("decision")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=assignment.pk)


def _write(row: Assignment, given: AssignmentInput, access: Access) -> Assignment:
    _check(given, access)
    row.decision = _decision(given.by, given.title, access)
    row.kind, row.title, row.responsible = given.kind.value, given.title.strip(), given.responsible.strip()
    row.organisation_id, row.reported = given.organisation_id, given.reported
    row.due = given.due or year_is_out(given.by.day)
    same = Assignment.objects.of(access).filter(decision=row.decision, title=row.title)
    if same.exclude(pk=row.pk).exists():
        raise ValidationError({"title": [ONCE]})
    row.version += 1
    row.save()
    audit.record(
        AuditEvent.Type.ASSIGNMENT_SAVED, target=row, access=access, summary=row.title, version=row.version,
        due=row.due.isoformat(), decision=str(row.decision),
    )  # fmt: skip
    return row


def _check(given: AssignmentInput, access: Access) -> None:
    """What is written is held against the law and against itself."""
    errors: dict[str, list[str]] = {}
    body = access.known[given.by.body_id]
    if given.kind.is_raised and body.kind != Organisation.Kind.ASSEMBLY:
        errors["body"] = ["Motioner och medborgarförslag väcks i fullmäktige. Välj fullmäktige, eller ett annat slag."]
    if given.due is None and not given.kind.is_raised:
        errors["due"] = ["Skriv när det ska vara klart. Bara motioner och medborgarförslag har ett år av sig själva."]
    if given.due is not None and given.due < given.by.day:
        errors["due"] = ["Dagen ligger före beslutet. Ändra en av dagarna."]
    if given.reported is not None and not given.kind.is_raised:
        errors["reported"] = ["Bara motioner och medborgarförslag anmäls till fullmäktige. Ta bort dagen."]
    elif given.reported is not None and not given.by.day <= given.reported <= clock.today():
        errors["reported"] = ["Anmälan kan inte ha gjorts före beslutet, och inte efter i dag."]
    if errors:
        raise ValidationError(errors)


def _decision(by: BodyDecision, title: str, access: Access) -> Decision:
    """The body's decision of that day and §, written down when it is new. Locks the body, so that it is written once."""
    policies.can_keep(access, by.body_id).require()
    if by.day > clock.today():
        raise ValidationError({"day": ["Dagen har inte varit än. Skriv in beslutet när det är fattat."]})
    Organisation.objects.of(access).select_for_update(no_key=True).get(pk=by.body_id)
    place = {"organisation_id": by.body_id, "date": by.day, "paragraph": by.paragraph}
    known = Decision.objects.of(access).filter(**place, diary_number=by.diary_number).first()
    return known or Decision.objects.create(
        municipality=access.municipality, **place, diary_number=by.diary_number, title=title[:200],
        recorded_by_id=access.user_id,
    )  # fmt: skip
