"""The five example municipalities for tests: loaded once, then cloned into the database of whoever wants them.

The template is named after a hash of everything the loading goes through, so a changed fixture or program never meets
old data. Clones are made in a fraction of a second and may be changed freely.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import time_machine
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from config.env import ROOT
from tests.as_program import connected_to
from tests.database import address_of, create_from, drop, schema_hash

# The day everything is tried on: the interim report's cut-off and all its meetings have been.
TODAY = datetime(2026, 9, 30, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
TEMPLATES_KEPT = 2


def examples_name() -> str:
    """The name of this process's database of examples."""
    return f"test_examples_{os.getpid()}"


@contextmanager
def example_municipalities() -> Iterator[None]:
    """Within the block this process's database holds the five examples and it is 30 September 2026.

    It is a database of its own, thrown away after the block; the process's usual one is left as it is."""
    with _administrator() as admin, time_machine.travel(TODAY, tick=True):
        with _lock():
            create_from(admin, examples_name(), _ensure_template(admin))
        try:
            with connected_to(address_of(examples_name())):
                yield
        finally:
            drop(admin, examples_name())


def _rename(admin: psycopg.Connection[tuple[object, ...]], old: str, new: str) -> None:
    """Give a database another name; whoever is still connected is disconnected."""
    connections.close_all()
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [old])
    admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _administrator() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address_of("postgres"), autocommit=True)


@contextmanager
def _lock() -> Iterator[None]:
    """One process at a time: a template cannot be copied while somebody is connected to it."""
    path = Path(os.environ["TEST_POSTGRES_DIR"]).with_name("test-postgres.demo")
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure_template(admin: psycopg.Connection[tuple[object, ...]]) -> str:
    template = f"demo_{_hash()}"
    rows = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'demo_') ORDER BY oid DESC")
    existing = [str(row[0]) for row in rows.fetchall()]
    if template in existing:
        return template
    building = f"building_demo_{os.getpid()}"
    create_from(admin, building, f"migrated_{schema_hash()}")
    _load(building)
    _rename(admin, building, template)
    for old in existing[TEMPLATES_KEPT - 1 :]:
        drop(admin, old)
    return template


def _load(name: str) -> None:
    """Load the examples into the named database through this process's own connection."""
    own_name = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        call_command("load_demo", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own_name


def _hash() -> str:
    """Hash of the schema, the program and the fixtures."""
    digest = hashlib.sha256(schema_hash().encode())
    apps = [folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists() and folder.name != "tests"]
    files = [path for app in apps for path in app.rglob("*.py")] + [*(ROOT / "fixtures").rglob("*.*")]
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
