"""Makes the project's environment from nothing but Python, then runs Python in it.

    python3 scripts/bootstrap.py base -m devserver        what the program needs, then the demo
    python3 scripts/bootstrap.py dev -m pytest            what its developers need too, then the tests

Uses the standard library only, since it runs before anything is installed. Fetches packages through the Python
package index this machine is set up for (``PIP_INDEX_URL`` or pip's configuration), every file checked against the
hashes in ``requirements/``. Does nothing when the environment already matches.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import libraries  # noqa: E402 - needs the path above

REQUIREMENTS = ROOT / "requirements"
PIP = ROOT / "scripts" / "vendor" / "pip-26.3-py3-none-any.whl"
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "installed-requirements"
OLDEST_PYTHON = (3, 11)


class BootstrapError(Exception):
    """The environment cannot be made. The text is Swedish and says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def var_dir() -> Path:
    """``VAR_DIR``, else ``var/`` in the project (as ``config.env`` reads it, which needs Django)."""
    return Path(os.environ.get("VAR_DIR", "").strip() or ROOT / "var").expanduser().resolve()


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Let a second start wait for the first to finish."""
    folder = var_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / f"{name}.lock").open("a")
    except OSError as error:
        raise BootstrapError(
            f"Det går inte att skriva i {folder}: {error.strerror}. Ändra rättigheterna eller välj mapp med VAR_DIR."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def requirement_hash(level: str) -> str:
    """Hash of what the level asks for and of the Python that runs it."""
    digest = hashlib.sha256((REQUIREMENTS / f"{level}.txt").read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def installed() -> tuple[str, str]:
    """Level and hash of the environment; an environment of unknown origin counts as a developer's, never emptied."""
    if not (ENVIRONMENT / "bin" / "python").exists():
        return "", ""
    try:
        level, _, digest = STAMP.read_text(encoding="ascii").partition(" ")
    except OSError:
        return "dev", ""
    return level, digest.strip()


def ensure_environment(level: str) -> None:
    """Make ``.venv`` match ``requirements/<level>.txt``; a developer's environment is kept a developer's."""
    present, digest = installed()
    wanted = "dev" if "dev" in {level, present} else "base"
    if present == wanted and digest == requirement_hash(wanted):
        return
    uv = find_uv()
    environment = {**os.environ, **index_settings(), "UV_PYTHON_DOWNLOADS": "never"}
    if not present:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        run([uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)], environment)
    STAMP.write_text(f"{wanted} ", encoding="ascii")
    say("Installerar Pythonpaket …")
    target = str(ENVIRONMENT / "bin" / "python")
    locked = str(REQUIREMENTS / f"{wanted}.txt")
    run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", target, locked], environment)
    STAMP.write_text(f"{wanted} {requirement_hash(wanted)}", encoding="ascii")


def find_uv() -> str:
    """The installer: the one on PATH, else our own copy, fetched with the pip that lies in this repository."""
    on_path = shutil.which("uv")
    if on_path:
        return on_path
    locked = REQUIREMENTS / "uv.txt"
    folder = var_dir() / "tools" / f"uv-{hashlib.sha256(locked.read_bytes()).hexdigest()[:12]}"
    program = folder / "bin" / "uv"
    if not program.exists():
        say("Hämtar installationsprogrammet uv …")
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        install = [*pip(), "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
        run([*install, "--target", str(unfinished), "-r", str(locked)], {**os.environ, "PIP_USER": "0"})
        unfinished.rename(folder)
    return str(program)


def pip() -> list[str]:
    """The command for pip, run straight out of its wheel: the machine need not have one."""
    return [sys.executable, str(PIP / "pip"), "--disable-pip-version-check", "--no-input"]


def index_settings() -> dict[str, str]:
    """Translate pip's configured package index and certificates to uv's names, which are left alone when set."""
    listing = subprocess.run([*pip(), "config", "list"], capture_output=True, text=True, check=False).stdout
    configured: dict[str, str] = {}
    for line in listing.splitlines():
        name, found, value = line.partition("=")
        if found and value[:1] in "'\"":
            configured[name.rpartition(".")[2]] = str(ast.literal_eval(value))
    translated = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    taken = set(os.environ) | ({"UV_DEFAULT_INDEX"} if "UV_INDEX_URL" in os.environ else set())
    return {ours: configured[name] for name, ours in translated.items() if name in configured and ours not in taken}


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a step of the installation. Raises BootstrapError with its last lines when it fails."""
    result = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        tail = "\n".join((result.stderr or result.stdout).strip().splitlines()[-8:])
        raise BootstrapError(
            "Pythonpaketen kunde inte installeras. Kontrollera nätet och försök igen; "
            f"med ett eget paketindex anger du PIP_INDEX_URL.\n{tail}"
        )


def prepare(level: str) -> dict[str, str]:
    """Install what the level needs; libraries of the system meanwhile. Returns the environment to run in."""
    if sys.version_info < OLDEST_PYTHON:
        raise BootstrapError(f"Python 3.11 eller nyare krävs, men det här är {sys.version.split()[0]}.")
    with only_one("bootstrap"):
        fetch = threading.Thread(target=libraries.ensure, args=(var_dir(), say))
        fetch.start()
        try:
            ensure_environment(level)
        finally:
            fetch.join()
    environment = {**os.environ, **libraries.environment(var_dir())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the second start is quick because the first kept its bytecode
    return environment


def main(arguments: list[str]) -> int:
    """Prepare the environment and become Python in it. Returns only when there is nothing to run, or on error."""
    if not arguments or arguments[0] not in {"base", "dev"}:
        sys.stderr.write("Användning: python3 scripts/bootstrap.py base|dev [argument till Python …]\n")
        return 2
    level, *command = arguments
    try:
        environment = prepare(level)
    except BootstrapError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    if command:
        python = str(ENVIRONMENT / "bin" / "python")
        os.chdir(ROOT)
        os.execve(python, [python, *command], environment)  # noqa: S606 - no shell is wanted
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
