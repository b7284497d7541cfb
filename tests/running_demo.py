"""The demo as a process, started as `make demo` does, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg
from redis import Redis

from config.env import ROOT
from config.sockets import broker_folder, broker_socket
from devserver.postgres import local_cluster
from tests.waiting import until

# Left out of the runner's environment: what the tests set, and what would make it compile itself at every start.
OWN_VARIABLES = (
    "PYTHONDONTWRITEBYTECODE",
    "DATABASE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "HTTPS",
    "DEBUG",
    "CELERY_BROKER_URL",
    "DEMO_MODE",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Demo:
    """One start of the runner, its output in a file."""

    process: subprocess.Popen[bytes]
    output: Path
    port: int
    var_dir: Path

    def text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def answers(self, path: str = "/readyz") -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=30) as response:
                return response.status == 200
        except OSError:
            return False

    def wait_for_page(self, seconds: float = 120.0) -> float:
        """Seconds until the first page came."""
        began = time.monotonic()
        until(lambda: self.process.poll() is not None or self.answers(), "no page came", seconds)
        assert self.process.poll() is None, self.text()
        return time.monotonic() - began

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def oldest(self, part: str) -> int | None:
        """The process whose command has the words; the first, when it has started others."""
        words = part.replace("celery", "celery -A config.celery")
        return min((pid for pid, command in self.relatives().items() if words in command), default=None)

    def kill(self, part: str) -> int:
        """Kill that process, without warning. Answers with its id."""
        victim = self.oldest(part)
        assert victim is not None, self.relatives()
        os.kill(victim, signal.SIGKILL)
        return victim

    def sweeps_taken(self) -> int:
        """How many times the worker has taken a message from the broker, of those beat has put there."""
        with Redis(unix_socket_path=str(broker_socket(broker_folder(self.var_dir)))) as client:
            counted = client.info("commandstats")
            put, waiting = counted.get("cmdstat_lpush", {"calls": 0})["calls"], client.llen("imports")
        return int(put) - int(waiting)

    def order_a_job(self) -> int:
        """A decided report's files are to be made; the message about it has been lost. Answers with the job's id."""
        fields = "(municipality_id, kind, key, state, fence, attempts, result, reason, created_at)"
        new = "SELECT municipality_id, 'render_snapshot', id, 'koad', 0, 0, '{}', '', now() FROM followup_snapshot"
        without_job = "WHERE id::text NOT IN (SELECT key FROM styrmodell_job WHERE kind = 'render_snapshot')"
        with psycopg.connect(local_cluster(self.var_dir).url()) as connection:
            made = connection.execute(
                f"INSERT INTO styrmodell_job {fields} {new} {without_job} ORDER BY id LIMIT 1 RETURNING id"
            )
            return int(made.fetchall()[0][0])

    def job_is_done(self, job: int) -> bool:
        return self.ask("SELECT state FROM styrmodell_job WHERE id = %s", job) == [("klar",)]

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of the demo's database."""
        with psycopg.connect(local_cluster(self.var_dir).url()) as connection:
            return connection.execute(question, values or None).fetchall()

    def relatives(self) -> dict[int, str]:
        """Every living process that works with this demo's folder, by its environment or its database's folder."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                environment = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if entry.name.isdigit() and f"VAR_DIR={self.var_dir}".encode() in environment.split(b"\0"):
                found[int(entry.name)] = command
        return found


def start(var_dir: Path, port: int | None = None, *arguments: str, examples: str = "hallsberg") -> Demo:
    kept = {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}
    port = port or free_port()
    output = var_dir.with_name(f"{var_dir.name}-{time.monotonic_ns()}.log")
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "devserver", *arguments],
            cwd=ROOT,
            env={**kept, "VAR_DIR": str(var_dir), "PORT": str(port), "EXAMPLES": examples},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Demo(process, output, port, var_dir)
