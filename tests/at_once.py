"""Several people at the same moment, each in a thread with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*tasks: Callable[[], object], refused: tuple[type[Exception], ...], done: str) -> list[str]:
    """Run the tasks, begun together; answer with what each ended in: `done`, or the name of what it was `refused` with.

    Anything else that is raised fails the test."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            task()
        except refused as error:
            return type(error).__name__
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(len(tasks)) as pool:
        return sorted(pool.map(run, tasks))
