"""The rights that the program has in production: the tests are the owner otherwise, since they empty tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from config.sockets import PROGRAM


@contextmanager
def as_program() -> Iterator[None]:
    """Within the block this process is the program's role in the database. Not inside a transaction."""
    own = connection.settings_dict
    connection.close()
    connection.settings_dict = {**own, "USER": PROGRAM}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = own
