"""What the clock starts here."""

from __future__ import annotations

from celery import shared_task

from accounts import limits, mail
from accounts.sessions import SessionStore


@shared_task
def forget_visits() -> None:
    """Forget the counts of guesses and the sessions whose time is out."""
    limits.forget_old()
    SessionStore.clear_expired()


@shared_task
def send_mail() -> int:
    """Send the mail that waits."""
    return mail.send_waiting()
