"""Starts broker, database, web, worker and beat in order, watches them, and stops them in the opposite order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from config import env
from config.sockets import broker_folder, broker_url
from devserver.broker import broker
from devserver.child import Child, end_with_parent
from devserver.postgres import local_cluster, stop
from devserver.terminal import DevserverError, say

APPLICATION = "config.asgi:application"
WEB_START_SECONDS = 60.0
STOP_SECONDS = 15.0
EXAMPLE_DAY = "2026-09-09"  # the interim reports are being written: one deadline has passed, four are near
PREPARING = "preparing"  # marks a database that is being filled for the first time


class Runner:
    """Starts everything in order, watches it, and stops it in the opposite order."""

    def __init__(self, var_dir: Path, port: int) -> None:
        self.var_dir = var_dir
        self.port = port
        self.stopping = threading.Event()
        self.environment = {**os.environ, "VAR_DIR": str(var_dir)}
        if not env.is_production():
            self.environment.setdefault("DEMO_MODE", "1")
            self.environment.setdefault("EXAMPLE_DAY", EXAMPLE_DAY)
        self.environment.setdefault("CELERY_BROKER_URL", broker_url(broker_folder(var_dir)))
        logs = var_dir / "log"
        logs.mkdir(parents=True, exist_ok=True)
        celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
        quiet = ["--loglevel", "WARNING"]
        self.web = Child("webbservern", [sys.executable, *web_server(port)], logs / "web.log")
        yielding = ["nice", "-n", "10"]  # reports are waited for, pages are looked at
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        work = ["worker", "--pool", "threads", "--concurrency", "2", *alone]
        self.worker = Child("arbetsprocessen", [*yielding, *celery, *work, *quiet], logs / "worker.log")
        self.beat = Child("klockan", [*celery, "beat", "--pidfile=", *quiet], logs / "beat.log")
        self.servers = [] if env.text("CELERY_BROKER_URL") else [broker(broker_folder(var_dir), logs / "broker.log")]
        self.children = [*self.servers, self.web, self.worker, self.beat]
        self.database: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """The whole life of the demo. Raises DevserverError."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            for server in self.servers:
                server.start(self.environment)
            self._start_database()
            if not (self.var_dir / PREPARING).exists():
                self.web.start(self.environment)  # the data is there: pages may come while the rest is looked over
            self._prepare()
            for child in self.children:
                if child.process is None and not self.stopping.is_set():
                    child.start(self.environment)
            self._wait_for_web()
            self._watch()
        except DevserverError:
            if not self.stopping.is_set():  # Ctrl-C reaches the database's own tools too
                raise
        finally:
            self._stop_all()

    def _start_database(self) -> None:
        if env.text("DATABASE_URL"):
            return
        cluster = local_cluster(self.var_dir)
        unfinished = self.var_dir / PREPARING
        if unfinished.exists() and cluster.data.exists():
            say("Förra starten avbröts innan exempeldata var inlästa. Databasen görs om från början.")
            cluster.remove()
        if cluster.create():
            unfinished.touch()
        self.database = cluster.spawn()

    def _prepare(self) -> None:
        """Schema and demo data, in a child of its own so that the runner stays small."""
        command = [*end_with_parent(), sys.executable, "-m", "devserver.preparing"]
        preparing = subprocess.Popen(command, env=self.environment, cwd=env.ROOT, start_new_session=True)
        while preparing.poll() is None:
            if self.stopping.wait(0.05):
                preparing.terminate()
                preparing.wait()
                return
        if preparing.returncode != 0:
            raise DevserverError("Databasen kunde inte göras i ordning. Felet står ovan. make demo-reset börjar om.")
        (self.var_dir / PREPARING).unlink(missing_ok=True)

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + WEB_START_SECONDS
        while not self.stopping.is_set():
            self._look_after_all()
            if _answers(self.port):
                say(f"\nStyrmodell är igång: http://localhost:{self.port}/   (avsluta med Ctrl-C)\n")
                return
            if time.monotonic() > deadline:
                raise DevserverError(f"Webbservern svarade inte inom {WEB_START_SECONDS:.0f} s. Se {self.web.log}.")
            time.sleep(0.05)

    def _watch(self) -> None:
        while not self.stopping.wait(0.3):
            self._look_after_all()

    def _look_after_all(self) -> None:
        if self.database is not None and self.database.poll() is not None:
            raise DevserverError(f"Databasen har stannat, så allt stoppas. Se {local_cluster(self.var_dir).log}.")
        for child in self.children:
            child.look_after(self.environment)

    def _stop_all(self) -> None:
        """The opposite order: the servers last, so that nobody loses them under their feet."""
        _end([self.web, self.beat, self.worker])
        _end(self.servers)
        if self.database is not None:
            stop(self.database)


def _end(children: Sequence[Child]) -> None:
    """Ask politely, then insist."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(child.running for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)


def web_server(port: int) -> list[str]:
    """The arguments of Python for the web server."""
    options = ["--interface", "asginl", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    patience = ["--http", "1", "--no-ws", "--backpressure", "512", "--http1-header-read-timeout", "10000"]
    return ["-m", "granian", *options, *patience, "--log-level", "warning", "--respawn-failed-workers", APPLICATION]


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": env.LOCAL_HOSTS[0]})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
