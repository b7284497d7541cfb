"""Reading a ledger file in a worker: first the review, then, when somebody has confirmed, the posting."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from budget import policies
from budget.importers.apply import ImportRefused, apply, stage
from budget.importers.stray import remove_stray
from budget.models import LedgerBatch
from styrmodell import jobs
from styrmodell.access import Access
from styrmodell.models import Job
from styrmodell.rules.queues import Queue

READ = "ledger_read"
POST = "ledger_post"


def _read(job: Job) -> dict[str, Any]:
    """Parse an uploaded file and write what the review shows."""
    batch_id, _, month = job.key.partition("-")
    batch = LedgerBatch.objects.of(job).get(pk=int(batch_id))
    if not batch.report:  # else the job ran before and lost its worker after the review was written
        stage(batch, jobs.access_of(job), int(month) if month else None)
    return {"rows": batch.row_count, "errors": batch.report.get("error_count", 0)}


def _post(job: Job) -> dict[str, Any]:
    """Post a reviewed file's rows, all or nothing, with the rights of whoever confirmed.

    What became of the file decides, not what this copy of the job met: it may have run before, or run beside another."""
    batch = LedgerBatch.objects.of(job).get(pk=int(job.key))
    try:
        _post_as(jobs.access_of(job), batch)
    except (jobs.JobError, ImportRefused) as error:
        batch.refresh_from_db()
        if not batch.is_posted:
            raise jobs.JobError(str(error)) from error
    return {"rows": batch.row_count}


def _post_as(access: Access, batch: LedgerBatch) -> None:
    verdict = policies.can_import(access)
    if not verdict:
        raise jobs.JobError(verdict.reason)
    apply(batch, access)


jobs.register(READ, _read, Queue.IMPORTS)
jobs.register(POST, _post, Queue.IMPORTS)


@shared_task
def remove_stray_files() -> int:
    """Take away uploaded files and lines that belong to no import."""
    return remove_stray()
