"""Jobs are rows: make one in the business transaction, wake a worker after commit, claim before working."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from styrmodell.access import Access, AccessDenied, access_for, system_access
from styrmodell.models import Job
from styrmodell.models.job import MAX_ATTEMPTS

# Which task does which kind of job. Apps above register theirs in their `tasks` module.
_TASKS: dict[str, str] = {}


class JobError(Exception):
    """Expected trouble: the message is Swedish and is shown to whoever ordered the job."""


def register(kind: str, task: str) -> None:
    """Say that jobs of a kind are done by the task with this name."""
    _TASKS[kind] = task


def order(*, kind: str, key: str, access: Access) -> Job:
    """Put a job in the queue, once per kind and key; a failed one is queued again. Wakes a worker after commit."""
    job, created = Job.objects.get_or_create(
        municipality=access.municipality, kind=kind, key=key, defaults={"requested_by_id": access.user_id}
    )
    if not created and job.state == Job.State.FAILED:
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, attempts=0, reason="")
        job.refresh_from_db()
    wake(job)
    return job


def wake(job: Job) -> None:
    """Tell a worker to look at the job when the transaction has committed."""
    transaction.on_commit(partial(_send, job.kind, job.pk))


def _send(kind: str, job_id: int) -> None:
    try:
        current_app.send_task(_TASKS[kind], args=[job_id], ignore_result=True)
    except (OSError, OperationalError):  # the broker is down: the sweeper finds the row
        return


def run(job_id: int, kind: str, work: Callable[[Job], dict[str, Any]]) -> None:
    """Claim the job, do the work, write the result if the claim still holds. Safe to call twice.

    A message may be older than the database it meets (after a restore): a job of another kind is left alone.
    JobError fails the job at once with its reason; anything else is tried again by the sweeper, at most three times."""
    fence = Job.objects.claim(job_id, kind)
    if fence is None:
        return
    mine = Job.objects.filter(pk=job_id, fence=fence)
    job = mine.get()
    try:
        result = work(job)
    except JobError as error:
        mine.update(state=Job.State.FAILED, reason=str(error), finished_at=timezone.now())
    except Exception:
        again = job.attempts < MAX_ATTEMPTS
        state = Job.State.QUEUED if again else Job.State.FAILED
        mine.update(
            state=state, reason=f"Ett oväntat fel. Ange referens {job.kind}-{job.pk} till den som sköter driften."
        )
        raise
    else:
        mine.update(state=Job.State.DONE, result=result, reason="", finished_at=timezone.now())


def access_of(job: Job) -> Access:
    """The rights of whoever ordered the job, as they are now (ASVS 8.3.3); a command's own rights without a person.

    Raises JobError when the person has lost them."""
    if job.requested_by_id is None:
        return system_access(job.municipality)
    user = User.objects.filter(pk=job.requested_by_id, is_active=True).first()
    try:
        return access_for(user, job.municipality) if user else _gone()
    except AccessDenied:
        _gone()


def _gone() -> NoReturn:
    raise JobError("Den som beställde jobbet har inte längre någon roll i kommunen.")


def wake_waiting() -> int:
    """Wake a worker for every job that waits or has lost its worker; give up on those tried too often."""
    waiting = list(Job.objects.claimable())
    for job in waiting:
        _send(job.kind, job.pk)
    lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now(), attempts__gte=MAX_ATTEMPTS)
    lost.update(
        state=Job.State.FAILED, reason="Jobbet avbröts tre gånger. Försök igen eller kontakta den som sköter driften."
    )
    return len(waiting)
