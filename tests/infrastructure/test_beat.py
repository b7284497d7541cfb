"""The clock of the program: one at a time, the second waits with words; and it goes on when time is set back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from celery.beat import PersistentScheduler

from config.beat import OneScheduler
from config.env import ROOT
from tests.broker import make_app
from tests.waiting import until

COMMAND = [sys.executable, "-m", "celery", "-A", "config.celery", "beat", "--pidfile=", "--loglevel", "INFO"]
WAITS = "En annan klocka (beat) g"  # the log is ASCII
TOOK_OVER = "Den andra klockan (beat) har stannat"


class Beat:
    """A beat over a folder, as in production."""

    def __init__(self, folder: Path, number: int) -> None:
        self.log = folder.parent / f"beat-{number}.log"
        environment = os.environ | {"VAR_DIR": str(folder)}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=output, stderr=output)

    def says(self, words: str) -> None:
        until(lambda: words in self.log.read_text(), f"it never said {words}")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def start_beat(tmp_path: Path) -> Iterator[Callable[[], Beat]]:
    """`start_beat()`, each over the same folder; those that a test leaves running are ended."""
    started: list[Beat] = []

    def start() -> Beat:
        started.append(Beat(tmp_path / "var", len(started)))
        return started[-1]

    yield start
    for beat in started:
        beat.process.kill()
        beat.process.wait()


def test_a_second_clock_waits_with_words_and_takes_over_when_the_first_is_gone(
    start_beat: Callable[[], Beat], tmp_path: Path
) -> None:
    first = start_beat()
    until(lambda: any((tmp_path / "var").glob("beat-schedule*")), "the first never began")
    told, second = start_beat(), start_beat()
    told.says(WAITS)
    second.says(WAITS)
    assert told.end(signal.SIGTERM) == -signal.SIGTERM, "it ends at once when it is told to"
    assert first.process.poll() is None

    first.end(signal.SIGKILL)
    second.says(TOOK_OVER)


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    beat = Beat(tmp_path / "var", 1)
    beat.says("Klockan (beat) kan inte skriva i")
    assert beat.process.wait(30) == 1
    assert "Traceback" not in beat.log.read_text()


NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


def starts(scheduler: PersistentScheduler, moment: datetime) -> int:
    """How often its task is started in a minute that begins at the moment, when it is asked each second."""
    started: list[str] = []
    scheduler.apply_entry = lambda entry, producer=None: started.append(entry.name)
    for second in range(60):
        with time_machine.travel(moment + timedelta(seconds=second), tick=False):
            scheduler.tick()
    return len(started)


@pytest.mark.parametrize(("kind", "goes_on"), [(OneScheduler, True), (PersistentScheduler, False)])
def test_a_clock_that_is_set_back_stops_nothing(
    kind: type[PersistentScheduler], goes_on: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celery's own, the control, waits until the moment comes again at which the task was last started."""
    monkeypatch.delenv("CELERY_BROKER_URL")  # which Celery takes before anything that it is told
    app = make_app("memory://", tmp_path)
    app.conf.beat_schedule = {"prov": {"task": "look", "schedule": 10}}
    with time_machine.travel(NOON, tick=False):
        scheduler = kind(app=app, schedule_filename=str(tmp_path / "beat-schedule"))
    assert starts(scheduler, NOON) == 5
    assert starts(scheduler, NOON - timedelta(hours=2)) == (5 if goes_on else 0)
