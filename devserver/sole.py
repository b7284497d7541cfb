"""What one run holds for itself: its port and its data folder."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devserver.terminal import DevserverError, reason, say, unwritable

KILLED_SECONDS = 15.0  # what a killed runner leaves behind has ended within this time
AGAIN = 0.1  # seconds


def refuse_busy_port(port: int, *, after_kill: bool = False) -> None:
    """Raise DevserverError when another program listens there, before anything is started. After a runner that was killed
    that program may be its web server, about to end: then it is waited for."""
    deadline = time.monotonic() + (KILLED_SECONDS if after_kill else 0)
    error = _why_busy(port)
    if error and after_kill:
        say("Förra körningen avbröts, och det den startade har inte hunnit avslutas. Väntar …")
    while error and time.monotonic() < deadline:
        time.sleep(AGAIN)
        error = _why_busy(port)
    if error:
        raise DevserverError(
            f"Port {port} går inte att använda: {reason(error)}. "
            f"Stoppa det programmet, eller välj en annan port: PORT={port + (1 if port < 65535 else -1)} make demo"
        ) from error


def _why_busy(port: int) -> OSError | None:
    """Both addresses of localhost are tried, since the browser may choose either."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if error.errno not in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:  # a machine without IPv6
                return error
    return None


@contextmanager
def sole_runner(var_dir: Path) -> Iterator[bool]:
    """Hold the data folder for this run; was the one before it killed? Raises DevserverError when the folder cannot be
    written or is in use."""
    path = var_dir / "demo.lock"
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        lock = path.open("a+", encoding="ascii")
    except OSError as error:
        raise unwritable(var_dir, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise DevserverError(
                f"Styrmodell körs redan med data i {var_dir} (process {lock.read().strip()}). "
                "Avsluta den med Ctrl-C där den startades, eller välj en annan mapp med VAR_DIR och port med PORT."
            ) from error
        lock.seek(0)
        was_killed = bool(lock.read())
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield was_killed
        finally:
            lock.truncate(0)
