"""Celery's settings, and real messages through a real broker."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from kombu import Message
from kombu.exceptions import OperationalError
from redis import Redis

from config.celery import TIME_LIMIT, VISIBILITY_TIMEOUT, app, celery_settings
from config.sockets import broker_socket
from styrmodell import jobs
from styrmodell.rules.queues import Queue
from tests.broker import make_app, running_broker


def test_a_job_can_never_outlive_its_claim_on_the_message() -> None:
    """A limit above the visibility timeout would start a second copy beside the first."""
    values = celery_settings("redis://broker/0", Path("/tmp"))  # noqa: S108 - nothing is written
    assert values["CELERY_TASK_SOFT_TIME_LIMIT"] < TIME_LIMIT < VISIBILITY_TIMEOUT
    assert values["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] == VISIBILITY_TIMEOUT
    assert values["CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS"]["visibility_timeout"] == VISIBILITY_TIMEOUT
    assert values["CELERY_VISIBILITY_TIMEOUT"] == VISIBILITY_TIMEOUT


@pytest.fixture(autouse=True)
def tasks_are_found() -> None:
    """As a worker does when it starts."""
    app.loader.import_default_modules()


def test_the_settings_reach_the_application() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result
    assert app.conf.timezone == "Europe/Stockholm"
    assert "styrmodell.tasks.sweep_jobs" in app.tasks


@pytest.fixture(autouse=True)
def the_address_given_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celery itself takes the variable before anything that is said in settings."""
    monkeypatch.delenv("CELERY_BROKER_URL")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A broker in a folder with letters that an address must quote."""
    with running_broker(tmp_path / "min kö, åäö") as url:
        yield url


def test_a_message_arrives_as_it_was_sent(address: str, tmp_path: Path) -> None:
    prov = make_app(address, tmp_path)
    prov.send_task("look", args=[4711])
    with prov.connection() as connection, connection.SimpleQueue("imports") as queue:
        message = queue.get(timeout=5)
        assert message.payload[0] == [4711]
        assert message.content_type == "application/json"
        message.ack()


def test_the_broker_is_closed_to_everyone_else_and_keeps_nothing(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "min kö, åäö"
    socket = broker_socket(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    with Redis(unix_socket_path=str(socket)) as client:
        settings = client.config_get("port", "save", "appendonly")
    assert settings == {"port": "0", "save": "", "appendonly": "no"}


def test_a_message_is_given_back_when_the_worker_vanished(address: str, tmp_path: Path) -> None:
    prov = make_app(address, tmp_path)
    prov.send_task("look", args=[4711])
    with prov.connection() as connection, connection.SimpleQueue("imports") as queue:
        assert queue.get(timeout=5).payload[0] == [4711]  # never acknowledged: the connection goes away instead
    with prov.connection() as connection, connection.SimpleQueue("imports") as queue:
        again = queue.get(timeout=5)
        assert again.payload[0] == [4711]
        assert again.delivery_info["redelivered"]
        again.ack()


def test_what_is_read_in_goes_before_reports(address: str, tmp_path: Path) -> None:
    """A worker that is told nothing else takes from both queues, and from the imports as long as there are any."""
    prov, taken = make_app(address, tmp_path), []
    for queue in [Queue.REPORTS, Queue.IMPORTS] * 3:
        prov.send_task("look", args=[queue.value], queue=queue.value)

    def take(body: list[list[str]], message: Message) -> None:
        taken.extend(body[0])
        message.ack()

    queues = prov.amqp.queues.consume_from.values()
    with (
        prov.connection() as connection,
        connection.Consumer(list(queues), callbacks=[take], accept=["json"]) as consumer,
    ):
        consumer.qos(prefetch_count=1)
        for _ in range(6):
            connection.drain_events(timeout=5)
    assert taken == ["imports"] * 3 + ["reports"] * 3


def test_a_broker_that_is_down_is_noticed_at_once(tmp_path: Path) -> None:
    prov = make_app(f"redis+socket://{tmp_path}/nobody.sock", tmp_path)
    began = time.monotonic()
    with pytest.raises(OperationalError):
        prov.send_task("look", args=[4711])
    assert time.monotonic() - began < 5


def test_an_order_stands_when_the_broker_is_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The row is there; the sweeper finds it. Whoever ordered must not see an error."""
    monkeypatch.setattr(jobs, "current_app", make_app(f"redis+socket://{tmp_path}/nobody.sock", tmp_path))
    jobs._send(Queue.IMPORTS)


def test_every_scheduled_task_exists() -> None:
    assert settings.CELERY_BEAT_SCHEDULE
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


@pytest.mark.django_db
def test_migrations_are_made_for_every_change_of_a_model() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
