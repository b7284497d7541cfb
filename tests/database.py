"""The tests' PostgreSQL: one shared server, one migrated template, one clone for each test process.

The server is the embedded one, started by the first test process and stopped after the last (``TEST_DATABASE_URL``
points to another server instead, whose role must be allowed to create databases). The template is named after a hash
of all migrations, so migrating happens once for each state of them.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from config.env import ROOT
from config.sockets import OWNER, PROGRAM
from devserver.postgres import Cluster
from styrmodell.database import allow, of_the_database
from tests.shared_server import shared_server

TEMPLATES_KEPT = 4


def cluster() -> Cluster:
    """The shared test cluster; without fsync, since its data can be made anew."""
    return Cluster(Path(os.environ["TEST_POSTGRES_DIR"]), durable=False)


def database_name() -> str:
    """This process's own database."""
    return f"test_{os.getpid()}"


def address_of(name: str, role: str = OWNER) -> str:
    """``DATABASE_URL`` of one database on the test server. The tests are the owner, since they empty tables."""
    other_server = os.environ.get("TEST_DATABASE_URL", "")
    if not other_server:
        return cluster().url(name, role)
    query = "" if role == OWNER else f"user={role}"
    return urlunsplit(urlsplit(other_server)._replace(path=f"/{name}", query=query))


@contextmanager
def cloned_database() -> Iterator[str]:
    """Give this process a migrated database of its own, and take it away afterwards. Yields its name."""
    name = database_name()
    if os.environ.get("TEST_DATABASE_URL"):
        with _clone(name):
            yield name
        return
    with shared_server(cluster()), _clone(name):
        yield name


@contextmanager
def _clone(name: str) -> Iterator[None]:
    with _administrator() as admin:
        with _template_lock():
            template = _ensure_template(admin)
            _remove_abandoned(admin)
            create_from(admin, name, template)
        try:
            yield
        finally:
            connections.close_all()
            drop(admin, name)


def _administrator() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address_of("postgres"), autocommit=True)


def create_from(admin: psycopg.Connection[tuple[object, ...]], name: str, template: str) -> None:
    """Copy a database file by file, twice as quick here; nobody may be connected to the template meanwhile."""
    drop(admin, name)
    admin.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        ),
    )
    for statement in of_the_database(name):
        admin.execute(statement)


def drop(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Remove a database, ending whoever is still connected."""
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _template_lock() -> Iterator[None]:
    path = Path(os.environ["TEST_POSTGRES_DIR"]).with_name("test-postgres.template")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _databases(admin: psycopg.Connection[tuple[object, ...]], prefix: str) -> list[str]:
    """Names of the databases with the prefix, the newest first."""
    rows = admin.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [prefix]
    ).fetchall()
    return [str(row[0]) for row in rows]


def _ensure_template(admin: psycopg.Connection[tuple[object, ...]]) -> str:
    template = f"migrated_{schema_hash()}"
    existing = _databases(admin, "migrated_")
    if template not in existing:
        building = f"building_{os.getpid()}"
        drop(admin, building)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(building)))
        _migrate(building)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        admin.execute(rename.format(sql.Identifier(building), sql.Identifier(template)))
        for old in existing[TEMPLATES_KEPT - 1 :]:
            drop(admin, old)
    return template


def _migrate(name: str) -> None:
    """Run all migrations in the named database through this process's own connection."""
    connection = connections["default"]
    own_name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0, stderr=io.StringIO())
        allow(PROGRAM)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own_name


def _remove_abandoned(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    """Drop the databases of test processes that were killed."""
    for name in [*_databases(admin, "test_"), *_databases(admin, "building_")]:
        pid = name.rpartition("_")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            drop(admin, name)


def schema_hash() -> str:
    """Hash of all that decides the schema: migrations, locked packages, models without migrations, and who may do what."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    digest.update((ROOT / "styrmodell" / "database.py").read_bytes())
    for app in sorted(folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists()):
        migrations = sorted((app / "migrations").glob("[0-9]*.py"))
        models = [*sorted(app.glob("models.py")), *sorted((app / "models").rglob("*.py"))]
        for path in migrations or models:
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
