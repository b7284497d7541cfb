"""What is dear to make is made apart: in processes that yield to the others, for each person half of the time at most.

A thread that calculates shares the interpreter with every thread beside it and makes them wait. A process does not, and a
nice one gets what nobody else wants of the processor."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from multiprocessing.util import Finalize
from typing import Any, TypeVar

from django.urls import Resolver404, resolve

T = TypeVar("T")

PROCESSES = (
    4  # more than one municipality has seats (styrmodell/seats.py), so that who is refused a seat waits for none
)
NICE = 10
LONGEST_REST = 5.0  # seconds


class Apart:
    """The processes of one web server's process. They come when they are needed, from one that has loaded `module`."""

    def __init__(self, module: str) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([module])
        self._pool: ProcessPoolExecutor | None = None

    async def do(self, work: Callable[..., T], *args: Any) -> T:
        """Do it there. Raises BrokenExecutor when one of the processes has died; the next time there are new ones."""
        pool = self._pool = self._pool or self._new_pool()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *args))
        except BrokenExecutor:
            if self._pool is pool:
                self._pool = None
            raise

    def _new_pool(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(PROCESSES, self._context, _begin)
        # A web server's process is itself one of multiprocessing's, which closes queues (at 10) and waits for its children
        # before any pool is told to end.
        Finalize(None, pool.shutdown, kwargs={"cancel_futures": True}, exitpriority=100)
        return pool


def _begin() -> None:
    os.nice(NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A web server that is killed tells nobody, and its processes would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(0)


class Rests:
    """Whoever has had something made waits for the next as long as that took, which is not felt by who looks at it first.
    They wait where waiting costs no thread."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    @asynccontextmanager
    async def after_last(self, who: str) -> AsyncIterator[None]:
        """Wait until `who` has rested; what lasts in the block is what they rest from next."""
        await asyncio.sleep(self._until.get(who, 0) - time.monotonic())
        began = time.monotonic()
        try:
            yield
        finally:
            ended = time.monotonic()
            self._until = {other: until for other, until in self._until.items() if until > ended}
            self._until[who] = ended + min(ended - began, LONGEST_REST)


def dear_route(path: str) -> str:
    """The name of what answers at the path, if it has the mark `dear`; else nothing."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return match.view_name if getattr(match.func, "is_dear", False) else ""
