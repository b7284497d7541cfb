"""What messages start: a worker that looks for a job, and the sweeper that finds what a message lost."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task

from styrmodell import jobs


@shared_task(bind=True, acks_late=True)
def work(self: Task[Any, Any], queue: str) -> None:
    """Do the job of the queue whose turn it is."""
    jobs.work(queue, self.request.id or "")


@shared_task
def forget_jobs() -> int:
    """Take away the jobs that ended long ago."""
    return jobs.forget_old()


@shared_task
def sweep_jobs() -> int:
    """Wake a worker for each waiting job (`SWEEP_SECONDS` apart)."""
    return jobs.wake_waiting()
