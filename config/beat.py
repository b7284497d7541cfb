"""Beat, one at a time: its schedule is a file that two would spoil for each other."""

from __future__ import annotations

import fcntl
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from celery.beat import PersistentScheduler

LOCK = "beat.lock"
_log = logging.getLogger("styrmodell.beat")


class OneScheduler(PersistentScheduler):
    """Keeps the schedule in a file, as Celery's own, and holds that file for itself. It does not stand still when the
    machine's clock is set back."""

    schedule_filename: str

    def setup_schedule(self) -> None:
        """Open the schedule, when nobody else has it open."""
        self._held = held(Path(self.schedule_filename).parent)
        super().setup_schedule()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Start what is due; seconds until it should be asked again."""
        now = self.app.now()
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at and entry.last_run_at > now]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None  # made anew from the entries
        return super().tick(*args, **kwargs)


def held(folder: Path) -> IO[str]:
    """The folder's lock, held until this process ends. A second beat waits for it, and takes over when the first has
    stopped. Raises SystemExit, with words, when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a")
    except OSError as error:
        raise SystemExit(f"Klockan (beat) kan inte skriva i {folder}: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _log.warning("En annan klocka (beat) går redan över %s. Den här väntar, och tar över när den stannar.", folder)
        with _ended_by_signals():
            fcntl.flock(lock, fcntl.LOCK_EX)
        _log.warning("Den andra klockan (beat) har stannat. Den här har tagit över.")
    return lock


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Celery answers a signal by saving the schedule, which it would wait for: until it has it, a signal just ends it."""
    usual = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
