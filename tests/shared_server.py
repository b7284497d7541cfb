"""One test server for several processes: the first user starts it, and it ends after the last one."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devserver import ROOT
from devserver.postgres import START_SECONDS, Cluster, stop
from devserver.terminal import DevserverError


@contextmanager
def shared_server(cluster: Cluster) -> Iterator[Cluster]:
    """Use a server that several processes share; the first one starts it and it ends after the last one.

    Every user holds a shared lock on a file, which the kernel drops even for a killed process. A keeper process waits
    for the exclusive lock and then stops the server.
    """
    cluster.folder.parent.mkdir(parents=True, exist_ok=True)
    users = cluster.folder.with_name(f"{cluster.folder.name}.users")
    with users.open("a") as user_lock, users.with_suffix(".start").open("a") as start_lock:
        fcntl.flock(user_lock, fcntl.LOCK_SH)
        fcntl.flock(start_lock, fcntl.LOCK_EX)
        if not cluster.is_ready():
            _start_keeper(cluster, users)
        fcntl.flock(start_lock, fcntl.LOCK_UN)
        yield cluster


def _start_keeper(cluster: Cluster, users: Path) -> None:
    if (cluster.data / "postmaster.pid").exists() and not cluster.durable:  # it was not shut down in order
        cluster.remove()
    cluster.create()
    report = users.with_suffix(".log")
    with report.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.shared_server", str(cluster.folder), str(users)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not cluster.is_ready():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise DevserverError(f"Testdatabasen startade inte:\n{report.read_text(encoding='utf-8')}")
        time.sleep(0.02)


def _keep(folder: Path, users: Path) -> None:
    """Run a shared server until nobody holds the lock. Signals to the terminal's group do not reach it."""
    server = Cluster(folder, durable=False).spawn()
    try:
        with users.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            stop(server)
    finally:
        stop(server)


if __name__ == "__main__":
    try:
        _keep(Path(sys.argv[1]), Path(sys.argv[2]))
    except DevserverError as error:
        sys.exit(str(error))
