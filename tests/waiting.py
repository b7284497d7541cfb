"""Waiting for another process: asks again and again, and fails with a reason instead of hanging."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(condition: Callable[[], bool], otherwise: str, seconds: float = 120.0) -> None:
    """Return as soon as the condition holds; AssertionError with the reason when it has not within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)
