"""Two roles in the database: the owner changes tables, the program only what stands in them (docs/operations.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

# Whoever can set a variable could else switch our triggers off by name, as pgtrigger lets its own tests do.
ONLY_THE_OWNER_IGNORES = """
    SELECT current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'public.django_migrations'::regclass)
       AND trigger_name = ANY(coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')::text[])
"""
IGNORE_FUNCTION = "public._pgtrigger_should_ignore"

# Nobody waits for ever on somebody else; and questions are short, the data in memory or on a solid disk.
DATABASE_SETTINGS = {
    "timezone": "Europe/Stockholm",
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "10min",
    "jit": "off",
    "random_page_cost": "1.1",
}


@contextmanager
def as_owner() -> Iterator[str]:
    """Within the block this process is the owner in the database. Yields the program's role; nothing when the settings
    name no owner, and one role is both."""
    program, owner = connection.settings_dict, settings.DATABASE_OWNER
    if owner is None:
        yield ""
        return
    connection.close()
    connection.settings_dict = {**program, **owner}
    try:
        yield program["USER"]
    finally:
        connection.close()
        connection.settings_dict = program


def final_operations() -> Iterator[tuple[str, str]]:
    """Table and operation of all that nobody ever does: rows that are written once and stay as they are."""
    tables = set(connection.introspection.table_names())  # half-way through the migrations some are not there yet
    for model, trigger in pgtrigger.registered():
        if isinstance(trigger, pgtrigger.Protect) and trigger.condition is None and model._meta.db_table in tables:
            for operation in str(trigger.operation).split(" OR "):
                yield model._meta.db_table, operation


def of_the_database(name: str) -> Iterator[sql.Composed]:
    """What is said of the database itself, and so is in no copy or backup of its tables. A temporary table would hide the
    one of the same name that a trigger asks: nobody makes any."""
    database = sql.Identifier(name)
    yield sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database)
    for setting, value in DATABASE_SETTINGS.items():
        yield sql.SQL("ALTER DATABASE {} SET {} = {}").format(database, sql.Identifier(setting), sql.Literal(value))


def heeds_only_the_owner() -> bool:
    """Is pgtrigger's switch the one that we put in place of the library's own?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc(%s)", [IGNORE_FUNCTION])
        return bool(cursor.fetchone() == (ONLY_THE_OWNER_IGNORES,))


@transaction.atomic
def allow(role: str) -> None:
    """Let the program's role read and write rows, and nothing else: no TRUNCATE, no change of tables or triggers, no
    table of its own, no change of what is written once; and none stays for long. The owner runs it after every change of
    the tables; it takes back what went before."""
    to = sql.Identifier(role)
    statements = [
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(to),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(to),
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(to),
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(to),
        *(
            sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(operation), sql.Identifier(table), to)
            for table, operation in final_operations()
        ),
        sql.SQL("CREATE OR REPLACE FUNCTION {}(trigger_name name) RETURNS boolean LANGUAGE sql STABLE AS {}").format(
            sql.SQL(IGNORE_FUNCTION), sql.Literal(ONLY_THE_OWNER_IGNORES)
        ),
        *of_the_database(connection.settings_dict["NAME"]),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
