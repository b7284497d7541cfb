"""What is being done right now, a request or a job, by the reference that pages show and every line of the log has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("reference", default="")


def current_reference() -> str:
    """The reference of what is being done; empty outside requests and jobs."""
    return _current.get()


@contextmanager
def referred_to(reference: str) -> Iterator[None]:
    """Let what is done in the block have the reference."""
    token = _current.set(reference)
    try:
        yield
    finally:
        _current.reset(token)
