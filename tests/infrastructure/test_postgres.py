"""The embedded PostgreSQL: private, restartable, shared, and gone when its users are."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from config.env import ROOT
from devserver import postgres
from devserver.postgres import Cluster, stop
from devserver.terminal import DevserverError
from tests.shared_server import shared_server
from tests.waiting import until

USER = """
import sys
from pathlib import Path
from devserver.postgres import Cluster
from tests.shared_server import shared_server
with shared_server(Cluster(Path(sys.argv[1]), durable=False)):
    print("using", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    return Cluster(tmp_path / "pg", durable=False)


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def test_it_keeps_data_between_starts_and_understands_swedish_letters(cluster: Cluster) -> None:
    assert cluster.create()
    server = cluster.spawn()
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE t AS SELECT upper('åäö') AS v")
    stop(server)
    assert not cluster.is_ready()
    assert not cluster.create()
    server = cluster.spawn()
    assert ask(cluster, "SELECT v FROM t") == "ÅÄÖ"
    stop(server)


def test_it_is_closed_to_everyone_else(cluster: Cluster) -> None:
    cluster.create()
    server = cluster.spawn()
    try:
        assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
        assert ask(cluster, "SHOW listen_addresses") == ""
        assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    finally:
        stop(server)


def test_a_killed_server_starts_again_with_what_was_committed(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "mina data, åäö")
    cluster.create()
    server = cluster.spawn()
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE t AS SELECT 4711 AS v")
    server.kill()
    server.wait()
    assert (cluster.data / "postmaster.pid").exists()
    assert not cluster.is_ready()
    server = cluster.spawn()
    assert ask(cluster, "SELECT v FROM t") == 4711
    stop(server)


def test_a_killed_server_whose_children_live_on_is_waited_for_with_words(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(postgres, "say", said.append)
    cluster.create()
    server = cluster.spawn()
    visitor = psycopg.connect(cluster.url())
    child = visitor.info.backend_pid
    os.kill(child, signal.SIGSTOP)  # so that it does not notice
    server.kill()
    server.wait()

    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(cluster.spawn)
        until(lambda: said or starting.done(), "nothing was said")
        assert not starting.done(), cluster._log_tail()
        os.kill(child, signal.SIGKILL)
        visitor.close()
        server = starting.result(30)
        assert ask(cluster, "SELECT 1") == 1
        stop(server)  # before the thread ends, which the server takes for its parent's end
    assert said == ["Den förra databasen har inte hunnit avslutas. Väntar på den …"]


def test_an_interrupted_creation_is_made_again(cluster: Cluster) -> None:
    cluster.create()
    half = cluster.folder / "data.building"
    cluster.data.rename(half)
    (half / "PG_VERSION").unlink()
    assert cluster.create()
    assert not half.exists()


def test_a_folder_with_something_else_is_refused_with_advice(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    with pytest.raises(DevserverError, match=r"ingen hel databas.*make demo-reset"):
        cluster.create()


def test_data_of_another_version_is_refused_with_advice(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(DevserverError, match="PostgreSQL 12"):
        cluster.create()


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("lång-mapp-" * 12), durable=False)
    assert len(os.fsencode(cluster.socket_dir)) < 100
    cluster.create()
    server = cluster.spawn()
    try:
        assert ask(cluster, "SELECT 1") == 1
    finally:
        stop(server)
        cluster.socket_dir.rmdir()


def start_user(cluster: Cluster) -> subprocess.Popen[str]:
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(cluster.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout is not None
    return user


def started(user: subprocess.Popen[str]) -> bool:
    assert user.stdout is not None
    return user.stdout.readline() == "using\n"


def test_users_started_together_share_one_server_that_ends_after_the_last(cluster: Cluster) -> None:
    users = [start_user(cluster) for _ in range(3)]
    assert all(started(user) for user in users)
    pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    users[0].communicate("", timeout=30)
    users[1].kill()  # a killed user lets go too
    users[1].wait()
    assert cluster.is_ready()
    users[2].communicate("", timeout=30)
    until(lambda: not Path(f"/proc/{pid}").exists(), "the server still runs after its last user")


def test_a_crashed_test_server_is_replaced_by_a_new_one(cluster: Cluster) -> None:
    """Without fsync its data cannot be trusted after a crash."""
    with shared_server(cluster):
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE t AS SELECT 1 AS v")
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        until(lambda: not cluster.is_ready(), "the killed server still answers")
    with shared_server(cluster):
        assert ask(cluster, "SELECT to_regclass('t') IS NULL") is True
