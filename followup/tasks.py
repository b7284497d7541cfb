"""Rendering in a worker: files of frozen reports, and PDFs of drafts."""

from __future__ import annotations

import hashlib
from typing import Any

from celery import shared_task
from django.db import transaction

from followup import policies
from followup.compose import compose
from followup.document.codec import sha256
from followup.document.model import Document
from followup.models import DraftFile, Snapshot, SnapshotFile
from followup.rendering.filenames import filename
from followup.rendering.xlsx import render_xlsx
from followup.selectors.frozen import frozen_document
from followup.verification import verify_due
from styrmodell import jobs
from styrmodell.models import Job, Slot
from styrmodell.rules.queues import Queue

RENDER_SNAPSHOT = "render_snapshot"
RENDER_DRAFT = "render_draft"
FORMATS = ("pdf", "xlsx")

KEPT = 5  # PDFs of a draft: the latest, of whatever values and readers


def _render_snapshot(job: Job) -> dict[str, Any]:
    """Make the PDF and Excel of a frozen report, each once."""
    snapshot = Snapshot.objects.of(job).get(pk=int(job.key))
    document = frozen_document(snapshot)
    for format_ in FORMATS:
        store_file(snapshot, document, format_)
    return {"sha256": snapshot.sha256}


def store_file(snapshot: Snapshot, document: Document, format_: str) -> SnapshotFile:
    """The snapshot's file in a format, rendered unless it is there (the rendering stands outside the transaction)."""
    existing = SnapshotFile.objects.of(snapshot).filter(snapshot=snapshot, format=format_).first()
    if existing:
        return existing
    content = _render(document, format_)
    with transaction.atomic():
        file, _ = SnapshotFile.objects.get_or_create(
            municipality_id=snapshot.municipality_id,
            snapshot=snapshot,
            format=format_,
            defaults={
                "filename": filename(document.meta, format_),
                "content": content,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )
    return file


def draft_key(slot: Slot, digest: str) -> str:
    """The key of a draft's job: the same values are rendered once."""
    return f"{slot.pk}-{digest}"


def _render_draft(job: Job) -> dict[str, Any]:
    """Make the PDF of a report that is not decided, with the rights of whoever ordered it."""
    slot_id = int(job.key.split("-")[0])
    access = jobs.access_of(job)
    slot = Slot.objects.of(job).with_around().get(pk=slot_id)
    if not policies.can_fetch(access, slot):
        raise jobs.JobError("Du har inte längre rätt att hämta rapporten.")
    document = compose(access, slot)
    digest = sha256(document)
    if not DraftFile.objects.of(job).filter(slot=slot, format="pdf", document_sha256=digest).exists():
        _store_draft(slot, document, digest, _render(document, "pdf"))
    return {"sha256": digest}


@transaction.atomic
def _store_draft(slot: Slot, document: Document, digest: str, content: bytes) -> None:
    """Keep the PDF of these values beside the latest ones of others, and throw away those before them."""
    DraftFile.objects.get_or_create(
        municipality_id=slot.municipality_id,
        slot=slot,
        format="pdf",
        document_sha256=digest,
        defaults={"filename": filename(document.meta, "pdf"), "content": content},
    )
    latest = DraftFile.objects.of(slot).filter(slot=slot).order_by("-pk").values("pk")[:KEPT]
    DraftFile.objects.of(slot).filter(slot=slot).exclude(pk__in=latest).delete()


def _render(document: Document, format_: str) -> bytes:
    """The file's bytes. WeasyPrint is heavy to load, so only a process that makes a PDF does it."""
    if format_ == "xlsx":
        return render_xlsx(document)
    from followup.rendering.pdf import PdfError, render_pdf

    try:
        return render_pdf(document)
    except PdfError as error:
        raise jobs.JobError(str(error)) from error


@shared_task
def verify_when_due() -> int:
    """Look whether what is stored still holds together, once a night (beat asks now and then)."""
    return verify_due()


jobs.register(RENDER_SNAPSHOT, _render_snapshot, Queue.REPORTS, limited=False)  # follows from the decision
jobs.register(RENDER_DRAFT, _render_draft, Queue.REPORTS)
