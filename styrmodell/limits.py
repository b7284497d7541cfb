"""How much of what is dear to make goes on at once: so many for each person, each municipality, and for all.

A seat is a lock in the database that belongs to its connection: it holds over all processes, and is free when the
process ends, however that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection

from accounts.limits import TooManyError
from styrmodell.access import Access

PERSON, MUNICIPALITY, ALL = 1, 2, 3  # whose seats they are: the first key of the lock
OF_PERSON, OF_MUNICIPALITY, OF_ALL = 2, 3, 3  # seats; those of all leave a thread free where there are four
COME_BACK = 5  # seconds
YOURS = "Du har redan två rapporter som tas fram. Vänta tills någon av dem är klar och försök igen."
OTHERS = "Många rapporter tas fram just nu. Vänta några sekunder och försök igen."


@contextmanager
def seat(access: Access) -> Iterator[None]:
    """Hold a seat while something dear is made. Raises TooManyError when there is none; nobody waits in line, since
    whoever waits keeps a thread from the others (up to eight queries)."""
    with ExitStack() as taken:
        if access.user_id is not None:
            taken.enter_context(_one_of(OF_PERSON, PERSON, access.user_id, YOURS))
        taken.enter_context(_one_of(OF_MUNICIPALITY, MUNICIPALITY, access.municipality.pk, OTHERS))
        taken.enter_context(_one_of(OF_ALL, ALL, 0, OTHERS))
        yield


@contextmanager
def _one_of(seats: int, whose: int, of: int, words: str) -> Iterator[None]:
    taken = next((key for key in range(of * seats, (of + 1) * seats) if _ask("pg_try_advisory_lock", whose, key)), None)
    if taken is None:
        raise TooManyError(words, retry_after=COME_BACK)
    try:
        yield
    finally:
        _ask("pg_advisory_unlock", whose, taken)


def _ask(function: str, whose: int, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [whose, key])
        return bool(cursor.fetchone()[0])
