"""The drill: a backup of the examples, read into a new PostgreSQL with the command, verified, and walked through."""

from __future__ import annotations

import io
import lzma
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pyrage
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import sql

from accounts.models import User
from config.env import ROOT
from config.sockets import OWNER, PROGRAM
from devserver.postgres import Cluster, stop
from followup.verification import CHECKS
from styrmodell import backup as backup_module
from styrmodell.backup import DUMP, NOT_BEFORE_17, _program
from styrmodell.models import AuditEvent, Municipality
from tests.as_program import as_program, connected_to
from tests.demo_database import example_municipalities
from tests.infrastructure.test_upgrade import EARLIER

pytestmark = pytest.mark.xdist_group("demo")

UPLOAD = b"ansvar;konto;belopp\n"
LEFT_OUT = {"django_session", "django_cache", "accounts_mail"}
PAGES = ("followup:status-view", "goals:tree", "budget:overview", "followup:board", "styrmodell:documents")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The examples, with the settings of production: two roles."""
    with django_db_blocker.unblock(), example_municipalities(), as_program():
        yield


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("key") / "nyckel.txt"


@pytest.fixture(scope="module")
def recipient(key: Path) -> str:
    said = io.StringIO()
    call_command("backup_key", key, stdout=said)
    return said.getvalue().splitlines()[0].removeprefix("BACKUP_RECIPIENT=")


@pytest.fixture(scope="module")
def new_server(tmp_path_factory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("new") / "pg", durable=False)
    cluster.create()
    server = cluster.spawn()
    yield cluster
    stop(server)


@pytest.fixture
def production(demo: None, recipient: str, tmp_path: Path, monkeypatch, django_db_blocker) -> Iterator[None]:
    monkeypatch.setattr(settings, "DATABASE_OWNER", {"USER": OWNER})
    monkeypatch.setattr(settings, "BACKUP_RECIPIENT", recipient)
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    (tmp_path / "media" / "utfall").mkdir(parents=True)
    (tmp_path / "media" / "utfall" / "juli.csv").write_bytes(UPLOAD)
    with django_db_blocker.unblock():
        yield


def backup(folder: Path) -> Path:
    """Make a backup as the command does."""
    folder.mkdir(exist_ok=True)
    call_command("backup", folder, stdout=io.StringIO())
    (made,) = folder.iterdir()
    return made


def new_database(server: Cluster, name: str) -> str:
    with psycopg.connect(server.url("postgres"), autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return name


def restore(server: Cluster, name: str, file: Path, key: Path, var_dir: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as the manual says, against a database of the new server."""
    environment = os.environ | {
        "DATABASE_URL": server.url(name, PROGRAM),
        "DATABASE_OWNER_URL": server.url(name),
        "VAR_DIR": str(var_dir),
    }
    command = [sys.executable, "manage.py", "restore", str(file), "--key", str(key)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def counts(address: str) -> dict[str, int]:
    with psycopg.connect(address) as owner:
        names = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: owner.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()[0]
            for (name,) in names
        }


def test_a_backup_is_read_into_a_new_server_holds_together_and_can_be_worked_with(
    production: None, new_server: Cluster, key: Path, tmp_path: Path
):
    reader = User.objects.get(email="controller@hallsberg.example")
    before = Client()
    before.force_login(reader)
    own = counts(
        f"postgresql:///{connection.settings_dict['NAME']}?host={connection.settings_dict['HOST']}&user={OWNER}"
    )
    made = backup(tmp_path / "backups")
    name = new_database(new_server, "restored")

    answer = restore(new_server, name, made, key, tmp_path / "new")

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count(": ja\n") == 5 * len(CHECKS)
    assert (tmp_path / "new" / "media" / "utfall" / "juli.csv").read_bytes() == UPLOAD
    restored = counts(new_server.url(name))
    log = own.pop("styrmodell_auditevent")
    assert restored.pop("styrmodell_auditevent") == log + 2 * 5, "restored and verified, in each municipality"
    assert restored == own | dict.fromkeys(LEFT_OUT, 0)
    with connected_to(new_server.url(name, PROGRAM)):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("1min",), "the database that was made by hand has its time limits"
        assert not Session.objects.exists(), "who was signed out does not come back"
        assert before.get(reverse(PAGES[0], args=["hallsberg"])).status_code == 302
        again = Client()
        again.force_login(User.objects.get(email="controller@hallsberg.example"))
        assert {page: again.get(reverse(page, args=["hallsberg"])).status_code for page in PAGES} == dict.fromkeys(
            PAGES, 200
        )


def test_a_backup_that_holds_what_is_damaged_is_restored_and_told(
    production: None, new_server: Cluster, key: Path, tmp_path: Path
):
    """The control: what `verify` says after a restore is about what was restored."""
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"], host=connection.settings_dict["HOST"], user=OWNER
    ) as owner:
        owner.execute("ALTER TABLE followup_snapshot DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE followup_snapshot SET document = document || ' ' WHERE id = (SELECT min(id) FROM followup_snapshot)"
        )
        owner.commit()
        made = backup(tmp_path / "backups")
        owner.execute(
            "UPDATE followup_snapshot SET document = rtrim(document) WHERE id = (SELECT min(id) FROM followup_snapshot)"
        )
        owner.execute("ALTER TABLE followup_snapshot ENABLE TRIGGER USER")

    answer = restore(new_server, new_database(new_server, "damaged"), made, key, tmp_path / "new")

    assert answer.returncode == 1
    assert "Beslutade rapporter stämmer med sin kontrollsumma: FEL" in answer.stdout


def test_a_backup_says_nothing_without_its_key(production: None, key: Path, tmp_path: Path):
    made = backup(tmp_path / "backups").read_bytes()
    assert made.startswith(b"age-encryption.org/v1")
    assert [word for word in (b"PGDMP", b"juli.csv", b"Hallsberg", UPLOAD) if word in made] == []
    assert oct(key.stat().st_mode)[-3:] == "600"


def test_each_municipality_has_its_backup_in_the_log(production: None, tmp_path: Path):
    made = backup(tmp_path / "backups")
    events = AuditEvent.objects.filter(type=AuditEvent.Type.BACKUP_MADE, summary=made.name)
    assert {event.municipality_id for event in events} == set(Municipality.objects.values_list("pk", flat=True))


def test_a_backup_that_fails_leaves_nothing(production: None, tmp_path: Path, monkeypatch):
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr(settings, "DATABASE_OWNER", {"USER": OWNER, "NAME": "no_such_database"})
    with pytest.raises(CommandError, match="no_such_database"):
        call_command("backup", folder)
    with pytest.raises(CommandError, match="kan inte skrivas"):
        call_command("backup", tmp_path / "no such folder")
    monkeypatch.setattr(settings, "BACKUP_RECIPIENT", "")
    with pytest.raises(CommandError, match="BACKUP_RECIPIENT ska vara"):
        call_command("backup", folder)
    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_or_restore_has_left_is_removed_by_the_next(
    production: None, key: Path, tmp_path: Path, monkeypatch
):
    folder, var_dir = tmp_path / "backups", tmp_path / "var"
    folder.mkdir()
    (var_dir / "restore-0f0f").mkdir(parents=True)
    (var_dir / "restore-0f0f" / "backup.zip").write_text("what was encrypted")
    left, goes_on = (folder / f".styrmodell-2026-09-{day}T020000.age.delvis" for day in (29, 30))
    for half in (left, goes_on):
        half.touch()
    os.utime(left, (0, 0))

    call_command("backup", folder, stdout=io.StringIO())

    assert (left.exists(), goes_on.exists()) == (False, True)
    monkeypatch.setattr(settings, "VAR_DIR", var_dir)
    monkeypatch.setattr(backup_module, "_refuse_what_is_in_use", lambda: None)
    with pytest.raises(CommandError, match="annan nyckels, eller skadad"):
        call_command("restore", goes_on, "--key", key)
    assert list(var_dir.iterdir()) == []


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process grows beyond 100 kB, as where the disk has no more."""
    own = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, own[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, own)


def test_a_backup_that_meets_a_full_disk_says_so_and_leaves_nothing(production: None, tmp_path: Path, full_disk: None):
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(CommandError, match="Är disken full"):
        call_command("backup", folder)
    assert list(folder.iterdir()) == []


def test_the_setting_that_older_servers_do_not_know_is_the_one_that_dumps_have(tmp_path: Path):
    """It is left out of what is read in; PostgreSQL 15 and 16 refuse it."""
    dump = tmp_path / "ange.dump"
    dump.write_bytes(lzma.decompress(EARLIER.read_bytes()))
    script = subprocess.run([_program("pg_restore"), "--file=-", dump], capture_output=True, check=True).stdout
    assert script.splitlines(keepends=True).count(NOT_BEFORE_17) == 1


def test_a_dump_that_ends_too_early_leaves_the_database_empty(
    new_server: Cluster, key: Path, recipient: str, tmp_path: Path, monkeypatch, django_db_blocker
):
    """All tables and most rows have been read in by then, and the last that came is whole: an end like any other."""
    dump = lzma.decompress(EARLIER.read_bytes())
    plain = io.BytesIO()
    with ZipFile(plain, "w") as archive:
        archive.writestr(DUMP, dump[:-1000])
    cut = tmp_path / "cut.age"
    cut.write_bytes(pyrage.encrypt(plain.getvalue(), [pyrage.x25519.Recipient.from_str(recipient)]))
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    address = new_server.url(new_database(new_server, "half"))
    with django_db_blocker.unblock(), connected_to(address):
        with pytest.raises(CommandError, match="kunde inte läsas in, och är tom"):
            call_command("restore", cut, "--key", key)
        assert connection.introspection.table_names() == []


def test_what_cannot_be_restored_is_refused_before_anything_is_written(
    production: None, new_server: Cluster, key: Path, tmp_path: Path
):
    made = backup(tmp_path / "backups")
    call_command("backup_key", tmp_path / "other.txt", stdout=io.StringIO())
    cut = tmp_path / "cut.age"
    cut.write_bytes(made.read_bytes()[:-1000])
    with pytest.raises(CommandError, match="Databasen är inte tom"):
        call_command("restore", made, "--key", key)
    with connected_to(new_server.url(new_database(new_server, "empty"), PROGRAM)):
        with pytest.raises(CommandError, match="Flytta undan den"):
            call_command("restore", made, "--key", key)
        settings.MEDIA_ROOT = tmp_path / "elsewhere"
        for file, its_key, words in (
            (made, tmp_path / "other.txt", "annan nyckels, eller skadad"),
            (cut, key, "annan nyckels, eller skadad"),
            (made, made, "ingen nyckel"),
            (tmp_path / "gone.age", key, "kan inte läsas"),
        ):
            with pytest.raises(CommandError, match=words):
                call_command("restore", file, "--key", its_key)
        assert connection.introspection.table_names() == []
    with pytest.raises(CommandError, match="kan inte skrivas"):
        call_command("backup_key", key)
