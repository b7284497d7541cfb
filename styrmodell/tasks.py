"""Background tasks of the house: the sweeper that finds what a message lost."""

from __future__ import annotations

from celery import shared_task

from styrmodell import jobs


@shared_task
def sweep_jobs() -> int:
    """Wake a worker for each waiting job (every minute)."""
    return jobs.wake_waiting()
