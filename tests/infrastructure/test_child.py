"""A supervised process: started again when it dies, given up when that never helps."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver import child as child_module
from devserver.child import Child
from devserver.terminal import DevserverError
from tests.waiting import until

ENVIRONMENT = dict(os.environ)
QUICK_PAUSES = (0.0, 0.01, 0.02)


def look_until_given_up(child: Child) -> bool:
    try:
        child.look_after(ENVIRONMENT)
    except DevserverError:
        return True
    return False


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[Child]:
    """A process that only waits."""
    child = Child("prov", [sys.executable, "-c", "import signal; signal.pause()"], tmp_path / "log", QUICK_PAUSES)
    child.start(ENVIRONMENT)
    yield child
    child.signal(signal.SIGKILL)


def test_what_dies_at_once_again_and_again_is_given_up_with_its_last_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child = Child("prov", [sys.executable, "-c", "print('ajajaj')"], tmp_path / "log", pauses=QUICK_PAUSES)
    child.start(ENVIRONMENT)
    until(lambda: look_until_given_up(child), "it was never given up")
    assert child.log.read_text() == "ajajaj\n" * (1 + len(QUICK_PAUSES))
    assert capsys.readouterr().out.count(f"Prov har stannat och startas igen. Logg: {child.log}\n") == 3
    with pytest.raises(DevserverError, match=r"Prov har stannat gång på gång, så allt stoppas[\s\S]*ajajaj"):
        child.look_after(ENVIRONMENT)


def test_what_dies_when_its_log_is_gone_is_started_again_and_given_up_with_words(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    child = Child("prov", [sys.executable, "-c", "pass"], folder / "prov.log", pauses=(0.0,))
    child.start(ENVIRONMENT)
    shutil.rmtree(folder)
    until(lambda: look_until_given_up(child), "it was never given up")
    shutil.rmtree(folder)
    with pytest.raises(DevserverError, match="Prov har stannat gång på gång"):
        child.look_after(ENVIRONMENT)


def test_a_log_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    child = Child("prov", [sys.executable, "-c", "pass"], tmp_path / "log" / "prov.log")
    with pytest.raises(DevserverError, match=r"Det går inte att skriva i .*log: .*VAR_DIR"):
        child.start(ENVIRONMENT)


def die_and_start_again(child: Child) -> None:
    assert child.process is not None
    before = child.process
    before.kill()
    before.wait()

    def started_again() -> bool:
        child.look_after(ENVIRONMENT)
        return child.running

    until(started_again, "it was not started again")


def test_deaths_far_apart_are_forgotten(lasting: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "QUICK", 0.0)
    for _ in range(2 * len(QUICK_PAUSES)):
        die_and_start_again(lasting)
    assert lasting.quick_deaths == 1


def test_deaths_close_together_make_the_pause_grow(lasting: Child) -> None:
    for death in range(len(QUICK_PAUSES)):
        assert lasting.quick_deaths == death
        die_and_start_again(lasting)
