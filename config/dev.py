"""The one-command runner: the whole of Styrmodell on this machine, with nothing to install or set up.

``python -m config.dev`` starts the embedded PostgreSQL, brings the schema up to date, loads the demo into an empty
database, and then runs web, worker and beat until Ctrl-C, or until one of them ends. ``--reset`` starts over.
Every child ends with this process, even when it is killed.
"""

import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.embedded import EmbeddedError, end_with_parent, local_cluster, reason, stop

WEB_START_SECONDS = 60.0
STOP_SECONDS = 15.0
PREPARING = "preparing"  # marks a database that is being filled for the first time


class RunnerError(Exception):
    """The demo cannot run. The text is Swedish and says what to do."""


@dataclass
class Child:
    """One supervised process, its output in a file of its own."""

    name: str
    command: list[str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self, environment: dict[str, str]) -> None:
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*end_with_parent(), *self.command],
                env=environment,
                cwd=env.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Reach the process and those it has started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def tail(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-10:])


class Runner:
    """Starts everything in order, watches it, and stops it in the opposite order."""

    def __init__(self, var_dir: Path, port: int) -> None:
        self.var_dir = var_dir
        self.port = port
        self.stopping = threading.Event()
        self.environment = {**os.environ, "VAR_DIR": str(var_dir)}
        if not env.is_production():
            self.environment.setdefault("DEMO_MODE", "1")
        logs = var_dir / "log"
        logs.mkdir(parents=True, exist_ok=True)
        celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
        quiet = ["--loglevel", "WARNING"]
        self.web = Child("webbservern", [sys.executable, *_granian(port)], logs / "web.log")
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        work = ["worker", "--pool", "threads", "--concurrency", "2", *alone]
        self.worker = Child("arbetsprocessen", [*celery, *work, *quiet], logs / "worker.log")
        self.beat = Child("klockan", [*celery, "beat", "--pidfile=", *quiet], logs / "beat.log")
        self.database: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """The whole life of the demo. Raises RunnerError or EmbeddedError."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            self._start_database()
            if not (self.var_dir / PREPARING).exists():
                self.web.start(self.environment)  # the data is there: pages may come while the rest is looked over
            self._prepare()
            for child in (self.web, self.worker, self.beat):
                if child.process is None and not self.stopping.is_set():
                    child.start(self.environment)
            self._wait_for_web()
            self._watch()
        except EmbeddedError:
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
        command = [*end_with_parent(), sys.executable, "-m", "config.dev", "prepare"]
        preparing = subprocess.Popen(command, env=self.environment, cwd=env.ROOT, start_new_session=True)
        while preparing.poll() is None:
            if self.stopping.wait(0.05):
                preparing.terminate()
                preparing.wait()
                return
        if preparing.returncode != 0:
            raise RunnerError("Databasen kunde inte göras i ordning. Felet står ovan. make demo-reset börjar om.")
        (self.var_dir / PREPARING).unlink(missing_ok=True)

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + WEB_START_SECONDS
        while not self.stopping.is_set():
            self._refuse_dead_child()
            if _answers(self.port):
                say(f"\nStyrmodell är igång: http://localhost:{self.port}/   (avsluta med Ctrl-C)\n")
                return
            if time.monotonic() > deadline:
                raise RunnerError(f"Webbservern svarade inte inom {WEB_START_SECONDS:.0f} s. Se {self.web.log}.")
            time.sleep(0.05)

    def _watch(self) -> None:
        while not self.stopping.wait(0.3):
            self._refuse_dead_child()

    def _refuse_dead_child(self) -> None:
        if self.database is not None and self.database.poll() is not None:
            raise RunnerError(f"Databasen har stannat, så allt stoppas. Se {local_cluster(self.var_dir).log}.")
        for child in (self.web, self.worker, self.beat):
            if not child.running:
                raise RunnerError(f"{child.name.capitalize()} har stannat, så allt stoppas.\n{child.tail()}")

    def _stop_all(self) -> None:
        """Ask politely, then insist; the database last, so that nobody loses it under their feet."""
        children = [child for child in (self.web, self.beat, self.worker) if child.process is not None]
        for child in children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.running for child in children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in children:
            child.signal(signal.SIGKILL)
        if self.database is not None:
            stop(self.database)


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _granian(port: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    threads = ["--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning", "--respawn-failed-workers"]
    return ["-m", "granian", *options, *threads, "config.wsgi:application"]


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": env.LOCAL_HOSTS[0]})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def refuse_busy_port(port: int) -> None:
    """Raise RunnerError when another program listens there, before anything is started.

    Both addresses of localhost are tried, since the browser may choose either.
    """
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:  # a machine without IPv6
                continue
            raise RunnerError(
                f"Port {port} går inte att använda: {reason(error)}. "
                f"Stoppa det programmet, eller välj en annan port: PORT={port + (1 if port < 65535 else -1)} make demo"
            ) from error


@contextmanager
def sole_runner(var_dir: Path) -> Iterator[None]:
    """Hold the data folder for this run. Raises RunnerError when it cannot be written or is in use."""
    path = var_dir / "demo.lock"
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        lock = path.open("a+", encoding="ascii")
    except OSError as error:
        raise RunnerError(
            f"Det går inte att skriva i {var_dir}: {reason(error)}. Ändra rättigheterna eller välj mapp med VAR_DIR."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise RunnerError(
                f"Styrmodell körs redan med data i {var_dir} (process {lock.read().strip()}). "
                "Avsluta den med Ctrl-C där den startades, eller välj en annan mapp med VAR_DIR och port med PORT."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def reset(var_dir: Path) -> None:
    """Delete the demo's data, its files and its queue; what was downloaded stays."""
    cluster = local_cluster(var_dir)
    cluster.remove()
    for name in ("media", "broker", "log", PREPARING, "beat-schedule"):
        path = var_dir / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    say(f"Demons data i {var_dir} är borttagna.")


def prepare() -> None:
    """Migrate, make the cache table and load the demo, each only when needed (runs in a child of the runner)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command, get_commands
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Skapar tabeller …")
        call_command("migrate", interactive=False, verbosity=0)
    from styrmodell.models import Municipality

    if not Municipality.objects.exists() and "load_demo" in get_commands():
        say("Läser in exempeldata …")
        call_command("load_demo", verbosity=0)
    _list_logins()


def _list_logins() -> None:
    from styrmodell.selectors.demo import demo_logins

    say("\nLogga in utan lösenord: välj kommun och roll på inloggningssidan.")
    for municipality, logins in demo_logins():
        roles = dict.fromkeys(login.role.partition(",")[0] for login in logins)
        say(f"  {municipality.name}: {', '.join(roles)}")


def main(arguments: list[str]) -> int:
    """``prepare`` is for the runner's own child; ``--reset`` deletes the data first."""
    try:
        if arguments == ["prepare"]:
            prepare()
            return 0
        var_dir, port = env.var_dir(), env.port()
        with sole_runner(var_dir):
            refuse_busy_port(port)
            if "--reset" in arguments:
                reset(var_dir)
            Runner(var_dir, port).run()
    except (RunnerError, EmbeddedError, ImproperlyConfigured) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    say("\nStyrmodell är stoppad. Data finns kvar till nästa start.")
    return 0


def _run() -> NoReturn:
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    _run()
