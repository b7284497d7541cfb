"""Measuring a piece of work: its time, its questions to the database and the size of its answer."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_OF_A_TEST = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # what stands for BEGIN and COMMIT where a measurement is undone


@dataclass(frozen=True)
class Size:
    """How much is measured: organisations at least, rounds at most, chapters of the PDF (all when None), rows of the
    files that are read in, events of the log."""

    organisations: int
    rounds: int
    chapters: int | None
    short_file: int
    long_file: int
    longest_file: int
    events: int


LARGE = Size(
    organisations=600,
    rounds=25,
    chapters=None,
    short_file=1_000,
    long_file=200_000,
    longest_file=1_000_000,
    events=1_000_000,
)
SMALL = Size(organisations=40, rounds=1, chapters=1, short_file=10, long_file=20, longest_file=30, events=2_000)


@dataclass(frozen=True)
class Goal:
    """What the work may cost at most: milliseconds, questions, kilobytes."""

    milliseconds: float | None = None
    queries: int | None = None
    kilobytes: float | None = None

    def __str__(self) -> str:
        found = [
            f"{spaced(self.milliseconds)} ms" if self.milliseconds else "",
            f"{self.queries} frågor" if self.queries else "",
            f"{self.kilobytes:.0f} kB" if self.kilobytes else "",
        ]
        return ", ".join(filter(None, found)) or "–"


@dataclass(frozen=True)
class Figure:
    """One line of the table. Times are milliseconds."""

    work: str
    goal: Goal
    p50: float
    p95: float
    queries: int | None = None
    kilobytes: float | None = None


def spaced(number: float) -> str:
    """A whole number with its thousands apart: "195 000"."""
    return f"{number:,.0f}".replace(",", "\u00a0")


def undone(work: Callable[[], Any]) -> Callable[[], Any]:
    """The work, and then as if it had not been done: every round meets the same data."""
    from django.db import transaction

    def run() -> Any:
        with transaction.atomic():
            answer = work()
            transaction.set_rollback(True)
        return answer

    return run


def measure(work: str, goal: Goal, call: Callable[[], Any], rounds: int) -> Figure:
    """Do the work once unmeasured, once counting its questions, and `rounds` times by the clock."""
    size = _size(call())
    queries = _count(call)
    times = sorted(_milliseconds(call) for _ in range(rounds))
    return Figure(work, goal, statistics.median(times), times[int((rounds - 1) * 0.95)], queries, size)


def measure_once(work: str, goal: Goal, call: Callable[[], Any]) -> tuple[Figure, Any]:
    """Long work: once by the clock. With what it answered."""
    start = time.perf_counter()
    answer = call()
    took = (time.perf_counter() - start) * 1000
    return Figure(work, goal, took, took, None, _size(answer)), answer


def _milliseconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _count(call: Callable[[], Any]) -> int:
    from django.db import connection

    asked = 0

    def ask(execute: Callable[..., Any], sql: Any, *given: Any) -> Any:
        nonlocal asked
        asked += not str(sql).startswith(_OF_A_TEST)
        return execute(sql, *given)

    with connection.execute_wrapper(ask):
        call()
    return asked


def _size(answer: Any) -> float | None:
    """Kilobytes of a page or a file. A page that is not answered as it should be is not measured."""
    if hasattr(answer, "content"):
        assert answer.status_code == 200, (answer.status_code, answer.request)
    content = getattr(answer, "content", answer)
    return len(content) / 1000 if isinstance(content, bytes) else None


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| arbete | frågor | p50 ms | p95 ms | kB | högst |", "|---|---|---|---|---|---|"]
    for row in figures:
        queries = "" if row.queries is None else str(row.queries)
        size = "" if row.kilobytes is None else f"{row.kilobytes:.0f}"
        lines.append(f"| {row.work} | {queries} | {row.p50:.0f} | {row.p95:.0f} | {size} | {row.goal} |")
    return "\n".join(lines)
