"""Reading a ledger file in a worker: first the review, then, when somebody has confirmed, the posting."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from budget import policies
from budget.importers.apply import ImportRefused, apply, stage
from budget.models import LedgerBatch
from styrmodell import jobs
from styrmodell.models import Job

READ = "ledger_read"
POST = "ledger_post"

jobs.register(READ, "budget.tasks.read_ledger")
jobs.register(POST, "budget.tasks.post_ledger")


@shared_task(acks_late=True)
def read_ledger(job_id: int) -> None:
    """Parse an uploaded file and write what the review shows."""
    jobs.run(job_id, READ, _read)


@shared_task(acks_late=True)
def post_ledger(job_id: int) -> None:
    """Post a reviewed file's rows, all or nothing, with the rights of whoever confirmed."""
    jobs.run(job_id, POST, _post)


def _read(job: Job) -> dict[str, Any]:
    batch_id, _, month = job.key.partition("-")
    batch = LedgerBatch.objects.of(job).get(pk=int(batch_id))
    if not batch.report:  # else the job ran before and lost its worker after the review was written
        stage(batch, jobs.access_of(job), int(month) if month else None)
    return {"rows": batch.row_count, "errors": batch.report.get("error_count", 0)}


def _post(job: Job) -> dict[str, Any]:
    access = jobs.access_of(job)
    verdict = policies.can_import(access)
    if not verdict:
        raise jobs.JobError(verdict.reason)
    batch = LedgerBatch.objects.of(job).get(pk=int(job.key))
    if batch.state == LedgerBatch.State.APPLIED:  # the job ran before and lost its worker after the commit
        return {"rows": batch.row_count}
    try:
        apply(batch, access)
    except ImportRefused as error:
        raise jobs.JobError(str(error)) from error
    return {"rows": batch.row_count}
