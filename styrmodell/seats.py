"""How much of what is dear to make goes on at once: so many for each person, each municipality, and for all.

A seat is a lock in the database that belongs to its connection: it holds over all processes, and is free when the
process ends, however that ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection

from accounts.limits import TooManyError
from styrmodell.access import Access

PERSON, MUNICIPALITY, ALL = 1, 2, 3  # whose seats they are: the first key of the lock
OF_PERSON, OF_MUNICIPALITY, OF_ALL = 2, 3, 5  # seats; no municipality takes them all, and eight threads are more
PATIENCE = 1.5  # seconds: most reports are made in less
LOOK_AGAIN = 0.05  # seconds
COME_BACK = 5  # seconds
YOURS = "Du har redan två rapporter som tas fram. Vänta tills någon av dem är klar och försök igen."
OTHERS = "Många rapporter tas fram just nu. Vänta några sekunder och försök igen."


@contextmanager
def seat(access: Access) -> Iterator[None]:
    """Hold a seat while something dear is made. Waits a moment for one that others have, never for one's own: whoever
    waits keeps a thread, and nobody keeps more than two. Raises TooManyError when there is none (up to eight queries
    when nobody waits)."""
    with ExitStack() as taken:
        until = time.monotonic() + PATIENCE
        if access.user_id is not None:
            taken.enter_context(_one_of(OF_PERSON, PERSON, access.user_id, YOURS))
        taken.enter_context(_one_of(OF_MUNICIPALITY, MUNICIPALITY, access.municipality.pk, OTHERS, until))
        taken.enter_context(_one_of(OF_ALL, ALL, 0, OTHERS, until))
        yield


@contextmanager
def _one_of(seats: int, whose: int, of: int, words: str, until: float = 0) -> Iterator[None]:
    while (taken := _free(seats, whose, of)) is None:
        if time.monotonic() >= until:
            raise TooManyError(words, retry_after=COME_BACK)
        time.sleep(LOOK_AGAIN)
    try:
        yield
    finally:
        _ask("pg_advisory_unlock", whose, taken)


def _free(seats: int, whose: int, of: int) -> int | None:
    """The key of a seat that was free and is now taken."""
    return next((key for key in range(of * seats, (of + 1) * seats) if _ask("pg_try_advisory_lock", whose, key)), None)


def _ask(function: str, whose: int, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [whose, key])
        return bool(cursor.fetchone()[0])
