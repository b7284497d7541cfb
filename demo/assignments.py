"""The register of assignments of an example municipality."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from accounts.models import User
from demo.content import AssignmentText
from goals.models import Assignment, AssignmentNote
from goals.rules.assignments import year_is_out
from styrmodell.models import Decision, Organisation

Organisations = Mapping[str, Organisation]
Place = tuple[str, date, str]  # body, day, §


def create_assignments(
    texts: Sequence[AssignmentText], organisations: Organisations, writer: Callable[[Organisation], User]
) -> None:
    """The assignments with their decisions and notes; the notes are written by whoever heads the organisation."""
    decisions = _decisions(texts, organisations)
    rows = Assignment.objects.bulk_create(_assignment(text, organisations, decisions) for text in texts)
    AssignmentNote.objects.bulk_create(
        AssignmentNote(
            municipality_id=row.municipality_id,
            assignment=row,
            day=day,
            words=words,
            status=row.status,
            written_by=writer(row.organisation),
        )
        for row, text in zip(rows, texts, strict=True)
        for day, words in text.notes.items()
    )


def _assignment(text: AssignmentText, organisations: Organisations, decisions: Mapping[Place, Decision]) -> Assignment:
    organisation = organisations[text.organisation]
    return Assignment(
        municipality_id=organisation.municipality_id,
        kind=text.kind,
        title=text.title,
        decision=decisions[text.body, text.on, text.paragraph],
        organisation=organisation,
        responsible=text.responsible,
        due=text.due or year_is_out(text.on),
        status=text.status,
        answer=text.answer,
        reported=text.reported,
        closing=decisions[text.closing.body, text.closing.on, text.closing.paragraph] if text.closing else None,
        is_example=True,
    )


def _decisions(texts: Sequence[AssignmentText], organisations: Organisations) -> dict[Place, Decision]:
    """Each decision once, the one that is written down already when there is one."""
    wanted: dict[Place, tuple[str, str]] = {}
    for text in texts:
        wanted[text.body, text.on, text.paragraph] = (text.diary_number, text.title)
        if text.closing:
            wanted[text.closing.body, text.closing.on, text.closing.paragraph] = (text.diary_number, text.title)
    return {place: _decision(place, *words, organisations) for place, words in wanted.items()}


def _decision(place: Place, diary_number: str, title: str, organisations: Organisations) -> Decision:
    code, day, paragraph = place
    body = organisations[code]
    found, _ = Decision.objects.get_or_create(
        organisation=body,
        date=day,
        paragraph=paragraph,
        defaults={
            "municipality_id": body.municipality_id,
            "diary_number": diary_number,
            "title": title,
            "is_example": True,
        },
    )
    return found
