"""One supervised process: its log, its end, and its new starts when it dies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from devserver import ROOT
from devserver.terminal import DevserverError, say, unwritable

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before each new start; after the last, it is given up
QUICK = 60.0  # seconds: whatever lived longer than this has its earlier deaths forgotten


def end_with_parent(signal_name: str = "TERM") -> list[str]:
    """Command prefix that makes a child end when its parent does, even by kill -9 (Linux; else nothing)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name] if setpriv else []


@dataclass
class Child:
    """One supervised process, its output in a file of its own."""

    name: str
    command: list[str]
    log: Path
    pauses: tuple[float, ...] = PAUSES
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    born: float = field(default=0.0, init=False)
    quick_deaths: int = field(default=0, init=False)
    start_again_at: float | None = field(default=None, init=False)

    def start(self, environment: dict[str, str]) -> None:
        """Start it, in a session of its own. A new start adds to the log. Raises DevserverError when there is no place for
        that."""
        with self._opened_log() as output:
            self.process = subprocess.Popen(
                [*end_with_parent(), *self.command],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.born, self.start_again_at = time.monotonic(), None

    def _opened_log(self) -> IO[bytes]:
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            return self.log.open("ab" if self.process else "wb")
        except OSError as error:
            raise unwritable(self.log.parent, error) from error

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def look_after(self, environment: dict[str, str]) -> None:
        """Start it again when it has died, after a pause that grows. Raises DevserverError when that never helps."""
        if self.running:
            return
        if self.start_again_at is None:
            self._note_death()
        elif time.monotonic() >= self.start_again_at:
            self.signal(signal.SIGKILL)  # what it left behind may hold its port
            self.start(environment)

    def _note_death(self) -> None:
        if time.monotonic() - self.born > QUICK:
            self.quick_deaths = 0
        if self.quick_deaths == len(self.pauses):
            raise DevserverError(
                f"{self.name.capitalize()} har stannat gång på gång, så allt stoppas. Logg: {self.log}\n{self.tail()}"
            )
        pause = self.pauses[self.quick_deaths]
        self.quick_deaths += 1
        self.start_again_at = time.monotonic() + pause
        say(f"{self.name.capitalize()} har stannat och startas igen. Logg: {self.log}")

    def signal(self, number: int) -> None:
        """Reach the process and those it has started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def tail(self) -> str:
        """The end of its log, which may be gone."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-10:])
