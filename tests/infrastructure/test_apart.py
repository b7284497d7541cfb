"""What is dear to make is made in other processes, which yield to the web server's own, and for nobody all of the time."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.urls import get_resolver

from config import apart
from config.apart import LONGEST_REST, NICE, Apart, Rests, dear_route
from config.env import ROOT
from tests.waiting import until

T = TypeVar("T")


@pytest.fixture
def processes() -> Iterator[Apart]:
    made = Apart("os")
    yield made
    if made._pool:
        made._pool.shutdown()


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Do it in a loop of its own: a browser of other tests may keep one running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_it_is_another_process_that_yields(processes: Apart) -> None:
    async def both() -> tuple[int, int]:
        return await processes.do(os.getpid), await processes.do(os.nice, 0)

    pid, nice = in_a_loop(both())
    assert pid != os.getpid()
    assert nice == min(NICE + os.nice(0), 19), "the system has no more than 19"


def test_when_one_dies_its_own_is_told_and_the_next_has_a_new_one(processes: Apart) -> None:
    async def die_and_go_on() -> int:
        with pytest.raises(BrokenExecutor):
            await processes.do(os._exit, 1)
        return await processes.do(len, "abc")

    assert in_a_loop(die_and_go_on()) == 3


STARTS_ONE = """
import asyncio, os, time
from config.apart import Apart
processes = Apart("os")
print(asyncio.run(processes.do(os.getpid)), flush=True)
time.sleep(60)
"""


def test_they_end_with_the_web_server_also_when_it_is_killed() -> None:
    command = [sys.executable, "-c", STARTS_ONE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout
        pid = int(server.stdout.readline())
        assert is_running(pid)
        server.send_signal(signal.SIGKILL)
    until(lambda: not is_running(pid), "it goes on alone")


def is_running(pid: int) -> bool:
    """Whoever has ended and waits for its parent to notice is not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_reports_and_the_logs_file_are_dear_and_nothing_else() -> None:
    marked = {
        f"{namespace}:{name}"
        for namespace, (_, resolver) in get_resolver().namespace_dict.items()
        for name in {key for key in resolver.reverse_dict if isinstance(key, str)}
        for pattern in resolver.url_patterns
        if pattern.name == name and getattr(pattern.callback, "is_dear", False)
    }
    assert marked == {"followup:preview", "followup:download", "followup:make", "styrmodell:log-file"}


def test_an_address_is_known_by_what_answers_there() -> None:
    assert dear_route("/ange/uppfoljning/1/rapport/") == "followup:preview"
    assert dear_route("/ange/uppfoljning/1/rapport/xlsx/") == "followup:download"
    assert dear_route("/ange/laget/") == dear_route("/finns/inte/alls") == ""


class Clock:
    """A clock that is moved by waiting."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(0.0, seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ours = Clock()
    monkeypatch.setattr(apart, "time", ours)
    monkeypatch.setattr(apart, "asyncio", ours)
    return ours


def begins(clock: Clock, rests: Rests, who: str, lasts: float) -> float:
    """When what `who` asks for now, and which lasts so long, is begun."""

    async def once() -> float:
        async with rests.after_last(who):
            began = clock.now
            clock.now += lasts
        return began

    return in_a_loop(once())


def test_whoever_has_had_one_made_rests_as_long_as_it_took_and_nobody_else_does(clock: Clock) -> None:
    rests = Rests()
    assert begins(clock, rests, "Alva", 2) == 100
    assert begins(clock, rests, "Bo", 0) == 102
    assert begins(clock, rests, "Alva", 1) == 104
    clock.now += 1  # looks at it meanwhile
    assert begins(clock, rests, "Alva", 60) == 106
    assert begins(clock, rests, "Alva", 0) == 166 + LONGEST_REST


def test_who_has_rested_is_forgotten(clock: Clock) -> None:
    rests = Rests()
    for number in range(100):
        begins(clock, rests, f"person {number}", 1)
    assert len(rests._until) == 1
