"""The tests' broker: a real one, as in the demo, for each test process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import Celery

from config.celery import celery_settings
from config.sockets import broker_socket, broker_url
from devserver.broker import broker
from tests.waiting import until


@contextmanager
def running_broker(folder: Path) -> Iterator[str]:
    """A broker of one's own while the block lasts. Yields its address."""
    child = broker(folder, folder.with_name(f"{folder.name}.log"))
    child.start(dict(os.environ))
    until(broker_socket(folder).exists, "the broker did not start")
    try:
        yield broker_url(folder)
    finally:
        child.signal(signal.SIGKILL)


def make_app(broker: str, folder: Path) -> Celery:
    """An application of its own with the project's settings."""
    made = Celery("prov")
    made.conf.update({name.removeprefix("CELERY_").lower(): v for name, v in celery_settings(broker, folder).items()})
    return made
