"""A worker and a broker of one's own, that may be killed, and a municipality with something for them to do."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from config.sockets import PROGRAM, broker_socket, broker_url
from devserver.broker import broker as broker_of
from devserver.child import Child
from styrmodell import jobs
from styrmodell.models import Job
from tests.broker import make_app
from tests.database import address_of, database_name
from tests.waiting import until

LONG = "chaos_long"
LEASE = 2  # seconds; in life ten times as long


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes is left out unless it is asked for by its mark."""
    if LONG not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker(LONG)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@dataclass
class Stack:
    """The processes behind the tests' own database: what they lose, the database must know."""

    broker: Child
    worker: Child
    socket: Path
    environment: dict[str, str]

    def start_broker(self) -> None:
        """A new and empty broker, at the same address."""
        self.broker.start(self.environment)
        until(self.answers, "the broker did not start")

    def answers(self) -> bool:
        """Does the broker answer? The socket of one that was killed is still there."""
        with Redis(unix_socket_path=str(self.socket)) as client:
            try:
                return bool(client.ping())
            except RedisConnectionError:
                return False

    def start_worker(self) -> None:
        """A worker with two children, as in production."""
        self.worker.start(self.environment)

    def kill(self, child: Child) -> None:
        """As a machine that loses its power."""
        child.signal(signal.SIGKILL)
        assert child.process is not None
        child.process.wait()

    def stop(self) -> None:
        """End all."""
        for child in (self.worker, self.broker):
            if child.process is not None:
                self.kill(child)

    def pool(self) -> list[int]:
        """The worker's children, that do the work."""
        assert self.worker.process is not None
        pid = self.worker.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Broker and worker of the module, not started."""
    folder = tmp_path_factory.mktemp("kaos")
    queue, url = folder / "broker", broker_url(folder / "broker")
    command = [sys.executable, "-m", "celery", "-A", "tests.chaos.app", "worker", "--concurrency", "2"]
    alone = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    environment = {
        **os.environ,
        "CELERY_BROKER_URL": url,
        "DATABASE_URL": address_of(database_name(), PROGRAM),
        "JOB_LEASE_SECONDS": str(LEASE),
    }
    worker = Child("arbetsprocessen", [*command, *alone], folder / "worker.log")
    stack = Stack(broker_of(queue, folder / "broker.log"), worker, broker_socket(queue), environment)
    yield stack
    stack.stop()


@pytest.fixture
def stack(transactional_db: None, processes: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """Broker and worker at work; messages of the test go to that broker."""
    if not processes.broker.running:
        processes.start_broker()
    if not processes.worker.running:
        processes.start_worker()
    processes.worker.signal(signal.SIGCONT)  # a test that failed may have left it stopped
    url = processes.environment["CELERY_BROKER_URL"]
    monkeypatch.setenv("CELERY_BROKER_URL", url)  # before anything that is said in settings
    monkeypatch.setattr(jobs, "current_app", make_app(url, processes.socket.parent))
    return processes


def state(job: Job) -> str:
    """The job's state now."""
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def done(*those: Job) -> bool:
    """Are they all done?"""
    return all(state(job) == Job.State.DONE for job in those)


def swept_until_ended(*those: Job, as_: str = Job.State.DONE) -> None:
    """Sweep as beat does, and wait until all have ended so: a message may wait for the broker's next one."""

    def ended() -> bool:
        jobs.wake_waiting()
        return all(state(job) == as_ for job in those)

    until(ended, f"not ended: {[(job.kind, state(job)) for job in those]}", seconds=60)
