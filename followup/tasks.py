"""Rendering in a worker: files of frozen reports, and PDFs of drafts."""

from __future__ import annotations

import hashlib
from typing import Any

from celery import shared_task
from django.db import transaction

from followup.compose import compose
from followup.document.codec import from_json, sha256
from followup.document.model import Document
from followup.models import DraftFile, Snapshot, SnapshotFile
from followup.rendering.filenames import filename
from followup.rendering.xlsx import render_xlsx
from styrmodell import jobs
from styrmodell.models import Job, Slot
from styrmodell.permissions import Permission

RENDER_SNAPSHOT = "render_snapshot"
RENDER_DRAFT = "render_draft"
FORMATS = ("pdf", "xlsx")

jobs.register(RENDER_SNAPSHOT, "followup.tasks.render_snapshot")
jobs.register(RENDER_DRAFT, "followup.tasks.render_draft")


@shared_task(acks_late=True)
def render_snapshot(job_id: int) -> None:
    """Make the PDF and Excel of a frozen report, each once."""
    jobs.run(job_id, RENDER_SNAPSHOT, _render_snapshot)


@shared_task(acks_late=True)
def render_draft(job_id: int) -> None:
    """Make the PDF of a report that is not decided, with the rights of whoever ordered it."""
    jobs.run(job_id, RENDER_DRAFT, _render_draft)


def _render_snapshot(job: Job) -> dict[str, Any]:
    snapshot = Snapshot.objects.of(job).get(pk=int(job.key))
    document = from_json(snapshot.document)
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
    slot_id = int(job.key.split("-")[0])
    access = jobs.access_of(job)
    slot = Slot.objects.of(job).with_around().get(pk=slot_id)
    if not access.has(Permission.REPORT_EXPORT, slot.organisation_id):
        raise jobs.JobError("Du har inte längre rätt att hämta rapporten.")
    document = compose(access, slot)
    DraftFile.objects.update_or_create(
        municipality=job.municipality,
        slot=slot,
        format="pdf",
        defaults={
            "document_sha256": sha256(document),
            "filename": filename(document.meta, "pdf"),
            "content": _render(document, "pdf"),
        },
    )
    return {"sha256": sha256(document)}


def _render(document: Document, format_: str) -> bytes:
    """The file's bytes. WeasyPrint is heavy to load, so only a process that makes a PDF does it."""
    if format_ == "xlsx":
        return render_xlsx(document)
    from followup.rendering.pdf import PdfError, render_pdf

    try:
        return render_pdf(document)
    except PdfError as error:
        raise jobs.JobError(str(error)) from error
