"""Several people at the same moment, each in a thread with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

from tests.waiting import until

Task = Callable[[], object]
Refusals = tuple[type[Exception], ...]


def at_once(*tasks: Task, refused: Refusals, done: str) -> list[str]:
    """Run the tasks, begun together; answer with what each ended in: `done`, or the name of what it was `refused` with.

    Anything else that is raised fails the test."""
    return sorted(_names(answers_at_once(*tasks, refused=refused), done))


def answers_at_once(*tasks: Task, refused: Refusals) -> list[object]:
    """Run the tasks, begun together; answer in their order with what each returned, or was `refused` with."""
    start = Barrier(len(tasks))

    def run(task: Task) -> object:
        start.wait(timeout=10)
        return _answer(task, refused)

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def held_up(*tasks: Task, by: Task, refused: Refusals, done: str) -> list[str]:
    """Do `by` in a transaction, and before it ends begin the tasks, each when the one before has come to wait for a
    lock; answer in their order with what they ended in, as `at_once`. A task that does not wait fails the test."""
    begun: list[Future[object]] = []
    with ThreadPoolExecutor(len(tasks)) as pool:
        with transaction.atomic():
            by()
            for task in tasks:
                begun.append(pool.submit(_answer, task, refused))
                until(lambda: _waiting() == len(begun) or begun[-1].done(), "nobody waits", seconds=20)
                assert not begun[-1].done(), f"task {len(begun)} did not wait"
        return _names([future.result(timeout=20) for future in begun], done)


def _answer(task: Task, refused: Refusals) -> object:
    try:
        return task()
    except refused as error:
        return error
    finally:
        connection.close()


def _names(answers: Sequence[object], done: str) -> list[str]:
    return [type(answer).__name__ if isinstance(answer, Exception) else done for answer in answers]


def _waiting() -> int:
    """How many wait for a lock in this test's database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])
