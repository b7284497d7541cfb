"""The rights that the program has in production: the tests are the owner otherwise, since they empty tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from config.env import database_from_url
from config.sockets import PROGRAM


@contextmanager
def as_program() -> Iterator[None]:
    """Within the block this process is the program's role in the database, and so is every connection that a thread
    opens. Not inside a transaction."""
    with _settings({"USER": PROGRAM}):
        yield


@contextmanager
def connected_to(address: str) -> Iterator[None]:
    """Within the block this process's database is the one at the address."""
    with _settings(database_from_url(address)):
        yield


@contextmanager
def _settings(changed: dict[str, Any]) -> Iterator[None]:
    settings = connections.settings["default"]
    own = settings.copy()
    connections.close_all()
    settings.update(changed)
    try:
        yield
    finally:
        connections.close_all()
        settings.update(own)
