"""Drafts of the steering model: an administrator writes one, reads what it would change, and reads it in or throws it
away. Nothing that is in force changes before that."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from goals.actions.steering import load_whole_file
from goals.loader.whole import export_whole_file, fingerprint, model_before
from styrmodell import audit, policies
from styrmodell.access import Access
from styrmodell.actions.steering import Applied
from styrmodell.loader.schema import PeriodEntry, SteeringFile
from styrmodell.loader.sync import ApplyError
from styrmodell.loader.write import write_steering_file
from styrmodell.models import AuditEvent, Edition, Municipality
from styrmodell.models.versioned import Stale

Type = AuditEvent.Type
YEARS = 4  # of a term of office (vallagen 1 kap. 3 §)


@transaction.atomic
def keep_draft(*, file: SteeringFile, access: Access, text: str = "", filename: str = "") -> Edition:
    """Keep a file as a draft; `text` is what was sent, when it was. Raises ApplyError for another municipality's file."""
    policies.can_configure(access).require()
    if file.municipality.slug != access.slug:
        raise ApplyError(f"Filen gäller {file.municipality.slug} men du arbetar i {access.slug}.")
    draft = Edition.objects.create(
        municipality=access.municipality,
        filename=filename,
        created_by_id=access.user_id,
        **_columns(file, text),
    )
    audit.record(Type.STEERING_DRAFTED, target=draft, access=access, summary=filename or "skrivet i programmet")
    return draft


def begin_next_term(*, access: Access) -> Edition:
    """A draft of the next version: the newest model with the term of office after its own. Its areas are not copied, for
    what a term decided is another goal in the next."""
    policies.can_configure(access).require()
    file = export_whole_file(access.municipality)
    model = file.steering_model
    first = model.term_of_office.valid_to + timedelta(days=1)
    term = PeriodEntry(valid_from=first, valid_to=first.replace(year=first.year + YEARS) - timedelta(days=1))
    after = model.model_copy(update={"version": model.version + 1, "term_of_office": term})
    return keep_draft(file=file.model_copy(update={"steering_model": after, "areas": []}), access=access)


@transaction.atomic
def change_draft(*, draft: Edition, file: SteeringFile, access: Access, seen: int) -> Edition:
    """Save a draft anew. `seen` is the number of the save that was shown; raises Stale after a later one, and when it
    has been read in."""
    policies.can_configure(access).require()
    row = locked_draft(access, draft.pk)
    if row.version != seen:
        raise Stale(row)
    for name, value in _columns(file, "").items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record(Type.STEERING_DRAFTED, target=row, access=access, summary=row.filename or "skrivet i programmet")
    return row


@transaction.atomic
def throw_draft_away(*, draft: Edition, access: Access) -> None:
    """Throw a draft away. Raises Stale when it has been read in."""
    policies.can_configure(access).require()
    row = locked_draft(access, draft.pk)
    audit.record(Type.STEERING_DISCARDED, target=row, access=access, summary=row.filename or "skrivet i programmet")
    row.delete()


@transaction.atomic
def load_draft(*, draft: Edition, access: Access, seen: str) -> Applied:
    """Read a draft in. `seen` is the fingerprint of what it was compared with: raises Stale when that has changed since,
    or the draft has been read in. Raises ApplyError when it cannot replace what is in use."""
    policies.can_configure(access).require()
    Municipality.objects.select_for_update(no_key=True).get(pk=access.municipality.pk)
    row = locked_draft(access, draft.pk)
    before = model_before(access.municipality, row.model_version)
    if before is not None and fingerprint(before) + str(row.version) != seen:
        raise Stale(row)
    return load_whole_file(file=file_of(row), access=access, draft=row)


def file_of(edition: Edition) -> SteeringFile:
    """What an edition says."""
    return SteeringFile.model_validate(edition.content, by_alias=True, by_name=False)


def locked_draft(access: Access, edition_id: int) -> Edition:
    """The draft, locked. Raises Stale when it is none any more."""
    row = Edition.objects.of(access).select_for_update(no_key=True).filter(pk=edition_id).first()
    if row is None or not row.is_draft:
        raise Stale(row)
    return row


def _columns(file: SteeringFile, text: str) -> dict[str, object]:
    return {
        "model_version": file.steering_model.version,
        "text": text or write_steering_file(file),
        "content": file.model_dump(mode="json", by_alias=True),
    }
