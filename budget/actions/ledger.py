"""Uploading, confirming and throwing away a ledger file; closing and opening months."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from budget import policies, tasks
from budget.importers.apply import discard, folder, waits_for_codes
from budget.models import ClosedMonth, LedgerBatch
from budget.models.ledger import lock_ledger
from styrmodell import audit, jobs
from styrmodell.access import Access
from styrmodell.actions.organisations import place_ledger_codes
from styrmodell.models import AuditEvent, Job
from ui.rules.swedish import MONTHS


@transaction.atomic
def upload(*, access: Access, file: UploadedFile[bytes], year: int, month: int | None, sign: str) -> LedgerBatch:
    """Keep the file under a name of our own and have a worker read it. Raises PermissionDenied, and TooManyError when the
    person has too many waiting: then no file is left behind."""
    policies.can_import(access).require()
    filename = Path(file.name or "fil").name
    batch = LedgerBatch.objects.create(
        municipality=access.municipality,
        year=year,
        filename=filename,
        sign=sign,
        staged_path=f"{uuid.uuid4().hex}{Path(filename).suffix.lower()[:5]}",
        created_by_id=access.user_id,
    )
    batch.job = jobs.order(kind=tasks.READ, key=f"{batch.pk}-{month or ''}", access=access)
    batch.sha256 = _store(file, folder() / batch.staged_path)
    batch.save(update_fields=["job", "sha256"])
    audit.record(AuditEvent.Type.LEDGER_UPLOADED, target=batch, access=access, summary=filename)
    return batch


def _store(file: UploadedFile[bytes], path: Path) -> str:
    """Write the upload to disk in pieces; returns its SHA-256. Nothing half is left when it cannot be written."""
    digest = hashlib.sha256()
    try:
        with path.open("wb") as target:
            for piece in file.chunks():
                digest.update(piece)
                target.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


@transaction.atomic
def confirm(*, access: Access, batch: LedgerBatch) -> Job:
    """Have a worker post the reviewed rows. Raises PermissionDenied when the file is not waiting to be used."""
    policies.can_import(access).require()
    locked = _locked(access, batch)
    if locked.state != LedgerBatch.State.STAGED or not locked.row_count:
        raise PermissionDenied("Filen väntar inte på att läsas in. Välj filen på nytt.")
    locked.job = jobs.order(kind=tasks.POST, key=str(locked.pk), access=access)
    locked.save(update_fields=["job"])
    audit.record(AuditEvent.Type.LEDGER_CONFIRMED, target=locked, access=access, summary=locked.filename)
    return locked.job


@transaction.atomic
def place_codes(*, access: Access, batch: LedgerBatch, places: Mapping[str, int]) -> LedgerBatch:
    """Say where the file's unknown codes belong, and have a worker read it again. Raises PermissionDenied when the file no
    longer waits for it, TreeRefused when a code has got another place, TooManyError as `upload`."""
    policies.can_import(access).require()
    place_ledger_codes(access=access, places=places)
    locked = _locked(access, batch)
    if not waits_for_codes(locked):
        raise PermissionDenied("Koderna har fått sin plats, men filen finns inte kvar. Välj den på nytt.")
    locked.state, locked.report = LedgerBatch.State.STAGED, {}
    key = locked.job.key if locked.job else f"{locked.pk}-"
    locked.job = jobs.order(kind=tasks.READ, key=key, access=access)
    locked.save(update_fields=["state", "report", "job"])
    return locked


@transaction.atomic
def throw_away(*, access: Access, batch: LedgerBatch) -> LedgerBatch:
    """Discard a file that has not been used."""
    policies.can_import(access).require()
    locked = _locked(access, batch)
    if locked.state not in {LedgerBatch.State.STAGED, LedgerBatch.State.REFUSED}:
        raise PermissionDenied("Filen är redan inläst och kan inte kastas. Läs in en rättad fil i stället.")
    locked.state = LedgerBatch.State.DISCARDED
    locked.save(update_fields=["state"])
    audit.record(AuditEvent.Type.LEDGER_DISCARDED, target=locked, access=access, summary=locked.filename)
    transaction.on_commit(lambda: discard(locked))
    return locked


def _locked(access: Access, batch: LedgerBatch) -> LedgerBatch:
    rows = LedgerBatch.objects.of(access).select_for_update(no_key=True)
    return rows.get(pk=batch.pk)


@transaction.atomic
def close_month(*, access: Access, year: int, month: int) -> ClosedMonth:
    """Close a month: from here on the database refuses every change of its outcome. Closing again changes nothing.
    Waits for a file that is being posted. Raises PermissionDenied."""
    lock_ledger(access)
    policies.can_close_months(access).require()
    closed, created = ClosedMonth.objects.get_or_create(
        municipality=access.municipality, year=year, month=month, defaults={"closed_by_id": access.user_id}
    )
    if created:
        summary = f"{MONTHS[month - 1]} {year}"
        audit.record(AuditEvent.Type.PERIOD_CLOSED, target=closed, access=access, summary=summary)
    return closed


@transaction.atomic
def open_month(*, access: Access, year: int, month: int, reason: str) -> None:
    """Open a closed month, with a reason that stays in the log. Waits as `close_month`. Raises PermissionDenied."""
    lock_ledger(access)
    policies.can_close_months(access).require()
    closed = ClosedMonth.objects.of(access).filter(year=year, month=month).first()
    if closed is None:
        return
    summary = f"{MONTHS[month - 1]} {year}: {reason}"
    audit.record(AuditEvent.Type.PERIOD_OPENED, target=closed, access=access, summary=summary)
    closed.delete()
