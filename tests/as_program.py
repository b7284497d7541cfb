"""The rights that the program has in production: the tests are the owner otherwise, since they empty tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from config.sockets import PROGRAM


@contextmanager
def as_program() -> Iterator[None]:
    """Within the block this process is the program's role in the database, and so is every connection that a thread
    opens. Not inside a transaction."""
    settings = connections.settings["default"]
    own = settings["USER"]
    connections.close_all()
    settings["USER"] = PROGRAM
    try:
        yield
    finally:
        connections.close_all()
        settings["USER"] = own
