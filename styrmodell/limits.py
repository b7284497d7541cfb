"""What stops one person from taking it all."""

from __future__ import annotations


class TooManyError(Exception):
    """Asked for too much at once: the message says in Swedish what and when to come back. Answered with 429."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds
