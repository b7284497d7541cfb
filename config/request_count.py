"""How requests go in this process, counted for whoever watches (`config/metrics.py`)."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Histogram

_SECONDS = (0.1, 0.3, 1, 3, 10)
registry = CollectorRegistry()
_requests = Histogram(
    "styrmodell_request_seconds",
    "How long requests took, by route and status, in the process that answers",
    ["process", "route", "status"],
    buckets=_SECONDS,
    registry=registry,
)


def count_request(route: str, status: int, seconds: float) -> None:
    """Count a request that has been answered."""
    _requests.labels(str(os.getpid()), route, str(status)).observe(seconds)
