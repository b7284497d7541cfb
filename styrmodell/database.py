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
    CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'django_migrations'::regclass)
           AND trigger_name = ANY(coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')::text[])
    $$
"""


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


@transaction.atomic
def allow(role: str) -> None:
    """Let the program's role read and write rows, and nothing else: no TRUNCATE, no change of tables or triggers, no
    change of what is written once. The owner runs it after every change of the tables; it takes back what went before."""
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
        sql.SQL(ONLY_THE_OWNER_IGNORES),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
