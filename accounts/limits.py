"""What stops one person from taking it all, and for how long it is remembered."""

from __future__ import annotations

from django.db import connection


class TooManyError(Exception):
    """Asked for too much at once: the message says in Swedish what and when to come back. Answered with 429.

    Without a message it was guesses at a password."""

    def __init__(self, message: str = "", *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


def forget_old() -> int:
    """Forget the counts whose time is out; answers with how many.

    Nothing else throws a count out: the cache that holds them has no greatest size, else whoever guesses could push
    the count of one account out with guesses at many others."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_cache WHERE expires < now()")
        return int(cursor.rowcount)
