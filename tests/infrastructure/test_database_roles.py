"""Two roles in the database: what the program's may not do, the owner's may (the control that the refusal is the role's)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import errors, sql
from pytest_django import DjangoDbBlocker

from config.sockets import OWNER, PROGRAM
from styrmodell.access import system_access
from styrmodell.database import allow, as_owner, final_operations
from styrmodell.models import Municipality
from styrmodell.verification import CHECKS
from tests.as_program import as_program
from tests.database import address_of, database_name

Session = psycopg.Connection[tuple[object, ...]]
FINAL = {
    "budget_closedmonth",
    "followup_attachment",
    "followup_snapshot",
    "followup_snapshotfile",
    "goals_goalending",
    "styrmodell_auditevent",
    "styrmodell_decision",
    "styrmodell_slotpassage",
}
OF_THE_OWNER = [
    "TRUNCATE styrmodell_auditevent",
    "TRUNCATE followup_snapshotfile",
    "ALTER TABLE followup_snapshot DISABLE TRIGGER USER",
    "ALTER TABLE budget_outcome DISABLE TRIGGER USER",
    "DROP TABLE styrmodell_auditevent",
    "ALTER TABLE goals_goal DROP COLUMN decision_id CASCADE",
    "DROP FUNCTION _pgtrigger_should_ignore",
    "CREATE TABLE extra (id int)",
    "CREATE TEMP TABLE django_migrations (id int)",  # would stand before the real one in the search path
    "CREATE TEMP TABLE budget_closedmonth (LIKE public.budget_closedmonth)",
    "UPDATE django_migrations SET name = name",
    "UPDATE styrmodell_auditevent SET summary = ''",
    "DELETE FROM styrmodell_auditevent",
    "DELETE FROM goals_goalevent",
]


@pytest.fixture(autouse=True)
def open_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """No transaction around the test: nothing is written, and roles are changed by connecting anew."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def program() -> Iterator[Session]:
    with psycopg.connect(address_of(database_name(), PROGRAM)) as opened:
        yield opened


@pytest.fixture
def owner() -> Iterator[Session]:
    with psycopg.connect(address_of(database_name())) as opened:
        yield opened
        opened.rollback()


def triggers(opened: Session, table: str) -> list[str]:
    rows = opened.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
    ).fetchall()
    return [str(name) for (name,) in rows]


def test_the_program_may_not_empty_alter_or_drop_anything_nor_change_what_is_written_once(program, owner):
    (trigger,) = triggers(owner, "styrmodell_auditevent")
    owner.rollback()
    statements = [*OF_THE_OWNER, f"DROP TRIGGER {trigger} ON styrmodell_auditevent"]
    refused = {}
    for statement in statements:
        try:
            program.execute(statement)
        except psycopg.Error as error:
            refused[statement] = type(error)
        program.rollback()
    assert refused == dict.fromkeys(statements, errors.InsufficientPrivilege)


@pytest.mark.parametrize("statement", OF_THE_OWNER)
def test_the_owner_may(owner: Session, statement: str):
    owner.execute(statement + (" CASCADE" if statement.startswith(("TRUNCATE", "DROP")) else ""))


def test_neither_may_put_the_triggers_out_of_work_for_a_session(program, owner):
    for opened in (program, owner):
        with pytest.raises(errors.InsufficientPrivilege, match="session_replication_role"):
            opened.execute("SET session_replication_role = replica")


def test_everything_that_is_written_once_is_among_what_nobody_changes():
    final = {table for table, operation in final_operations() if operation == "UPDATE"}
    assert final >= FINAL
    assert {"goals_goalevent", "budget_forecastlineevent"} <= final, "the rows' history"


def test_no_table_is_forgotten_and_nothing_more_is_given(program):
    """Every table can be read; what nobody changes cannot be, and no table can be emptied."""
    final = set(final_operations()) | {("django_migrations", word) for word in ("INSERT", "UPDATE", "DELETE")}
    wrong = []
    for table in connection.introspection.table_names():
        for word in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
            row = program.execute("SELECT has_table_privilege(%s, %s)", [table, word]).fetchone()
            wanted = (table, word) not in final and word in {"SELECT", "INSERT", "UPDATE", "DELETE"}
            wrong += [(table, word)] if row != (wanted,) else []
    assert wrong == []


def test_pgtriggers_own_switch_works_for_the_owner_only(program, owner):
    """The library lets whoever sets a variable switch a trigger off by its name."""
    answers = []
    for opened in (program, owner):
        opened.execute("SELECT set_config('pgtrigger.ignore', '{trigger}', true)")
        answers.append(opened.execute("SELECT _pgtrigger_should_ignore('trigger')").fetchone())
        answers.append(opened.execute("SELECT _pgtrigger_should_ignore('another')").fetchone())
    assert answers == [(False,), (False,), (True,), (False,)]


def test_neither_stays_for_long(program, owner):
    """A database that was made by hand for a restore, or by an earlier version, gets its time limits too."""
    limits = [
        opened.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
            " current_setting('idle_in_transaction_session_timeout')"
        ).fetchone()
        for opened in (program, owner)
    ]
    assert limits == [("1min", "10s", "10min")] * 2


def test_what_was_given_before_is_taken_back(owner, program):
    owner.execute(sql.SQL("GRANT TRUNCATE ON followup_draftfile TO {}").format(sql.Identifier(PROGRAM)))
    owner.commit()
    allow(PROGRAM)
    with pytest.raises(errors.InsufficientPrivilege):
        program.execute("TRUNCATE followup_draftfile")


def faults(name: str) -> Sequence[str]:
    """What `verify` says, in its check of that name."""
    (check,) = (check for check in CHECKS if check.name == name)
    return check.faults(system_access(Municipality(pk=1, name="Hallsberg", slug="hallsberg")))


def rights_too_wide() -> Sequence[str]:
    return faults("Programmet kan inte ändra det som skrivs en gång")


def locks_off() -> Sequence[str]:
    return faults("Databasens lås är på")


def test_temporary_tables_allowed_by_hand_are_told_and_taken_back(owner):
    owner.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO PUBLIC").format(sql.Identifier(database_name())))
    owner.commit()
    with as_program():
        told = rights_too_wide()
    allow(PROGRAM)
    with as_program():
        assert rights_too_wide() == []
    (fault,) = told
    assert "tillfälliga tabeller" in fault


def test_a_trigger_that_is_off_is_put_on_again_as_the_manual_says(settings, owner):
    """pgtrigger's commands, as the owner, put the library's own switch back; `verify` tells until `migrate` is run."""
    (guard,) = triggers(owner, "styrmodell_auditevent")
    owner.execute(f"ALTER TABLE styrmodell_auditevent DISABLE TRIGGER {guard}")
    owner.execute(f"DROP TRIGGER {triggers(owner, 'followup_snapshot')[0]} ON followup_snapshot")
    owner.commit()
    off = locks_off()

    call_command("pgtrigger", "install")
    call_command("pgtrigger", "enable")
    mended = locks_off()
    with as_program():
        told = rights_too_wide()
    settings.DATABASE_OWNER = {"USER": OWNER}
    with as_program():
        call_command("migrate", verbosity=0)
        assert rights_too_wide() == []

    assert len(off) == 2
    assert mended == []
    assert told == ["Låsen kan slås av med en variabel: kör migrate."]


def test_migrating_is_the_owners_and_gives_the_program_its_rights(settings, owner):
    """Settings as in production: the program's address and the owner's."""
    owner.execute(sql.SQL("REVOKE ALL ON goals_goal FROM {}").format(sql.Identifier(PROGRAM)))
    owner.commit()
    settings.DATABASE_OWNER = {"USER": OWNER}
    with as_program():
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM goals_goal")
            assert connection.settings_dict["USER"] == PROGRAM


def test_with_one_role_migrating_says_what_that_means():
    said = io.StringIO()
    call_command("migrate", verbosity=0, stderr=said)
    assert settings.DATABASE_OWNER is None
    assert "DATABASE_OWNER_URL saknas" in said.getvalue()


def test_as_owner_the_program_is_the_owner_and_afterwards_itself(settings):
    settings.DATABASE_OWNER = {"USER": OWNER}
    with as_program():
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (OWNER,)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (PROGRAM,)
