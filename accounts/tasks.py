"""What the clock starts here."""

from __future__ import annotations

from celery import shared_task

from accounts import limits


@shared_task
def forget_old_limits() -> int:
    """Forget the counts of guesses whose time is out."""
    return limits.forget_old()
