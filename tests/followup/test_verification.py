"""What is damaged past the program is found, and is shown to nobody. The damage is done as the tables' owner."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from budget.models import LedgerBatch, LedgerRow
from followup.models import Snapshot, SnapshotFile
from followup.verification import CHECKS, verify, verify_due
from goals.models import Goal
from styrmodell.models import Municipality
from tests.as_program import as_program
from tests.demo_database import TODAY, example_municipalities

pytestmark = pytest.mark.xdist_group("demo")

SUMS = "Utfallet är summan av de bokförda raderna"
BATCHES = "Varje import stämmer med sina rader"
UPLOADS = "Uppladdade filer är de som lästes"
POINTING = "Inget pekar ut ur kommunen"
TRIGGERS = "Databasens lås är på"
RIGHTS = "Programmet kan inte ändra det som skrivs en gång"
DOCUMENTS = "Beslutade rapporter stämmer med sin kontrollsumma"
FILES = "Filer och bilagor stämmer med sin kontrollsumma"
FROZEN = "Det som är beslutat är fryst"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), example_municipalities():
        yield


@pytest.fixture
def alingsas(demo: None, django_db_blocker) -> Iterator[Municipality]:
    """A municipality, with whatever is done to it undone."""
    with django_db_blocker.unblock():
        yield Municipality.objects.get(slug="alingsas")


@contextmanager
def damaged(*statements: str) -> Iterator[None]:
    """Do as somebody does who owns the tables: the triggers off, the statements, the triggers on. Undone afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        yield
        transaction.set_rollback(True)


def off(table: str, statement: str) -> tuple[str, ...]:
    return (
        "SET CONSTRAINTS ALL IMMEDIATE",  # no table is altered while checks of it wait
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        statement,
        f"ALTER TABLE {table} ENABLE TRIGGER USER",
    )


def wrong(municipality: Municipality) -> set[str]:
    return {finding.name for finding in verify(municipality) if finding.faults}


ONE_ROLE = {RIGHTS}  # the tests own the tables
DAMAGE = {
    "a posted row": (off("budget_ledgerrow", "UPDATE budget_ledgerrow SET amount = amount + 1 WHERE id = {row}"), {SUMS, BATCHES}),
    "a posted row is gone": (off("budget_ledgerrow", "DELETE FROM budget_ledgerrow WHERE id = {row}"), {SUMS, BATCHES}),
    "a sum": (off("budget_outcome", "UPDATE budget_outcome SET amount = amount + 1 WHERE batch_id = {batch}"), {SUMS}),
    "a file's total": (("UPDATE budget_ledgerbatch SET total = total + 1 WHERE id = {batch}",), {BATCHES}),
    "a replaced file that counts": (("UPDATE budget_ledgerbatch SET state = 'ersatt' WHERE id = {batch}",), {BATCHES}),
    "a row of another's unit": (
        off("budget_ledgerrow", "UPDATE budget_ledgerrow SET organisation_id = {foreign} WHERE id = {row}"),
        {POINTING, SUMS},
    ),
    "a row of no unit": (
        off("budget_ledgerrow", "UPDATE budget_ledgerrow SET organisation_id = -1 WHERE id = {row}"),
        {POINTING, SUMS},
    ),
    "a goal of another's unit": (
        off("goals_goal", "UPDATE goals_goal SET organisation_id = {foreign} WHERE id = {goal}"),
        {POINTING},
    ),
    "a frozen report": (
        off("followup_snapshot", "UPDATE followup_snapshot SET document = replace(document, 'a', 'b') WHERE id = {snapshot}"),
        {DOCUMENTS},
    ),
    "a stored file": (
        off("followup_snapshotfile", "UPDATE followup_snapshotfile SET content = 'x' WHERE id = {file}"),
        {FILES},
    ),
    "a report that was decided and is not": (
        off("styrmodell_slot", "UPDATE styrmodell_slot SET status = 'utkast', decision_id = NULL WHERE id = {slot}"),
        {FROZEN},
    ),
    "a decided report that is not frozen": (
        (*off("followup_snapshotfile", "DELETE FROM followup_snapshotfile"), *off("followup_snapshot", "DELETE FROM followup_snapshot WHERE id = {snapshot}")),
        {FROZEN},
    ),
    "a trigger that is off": (("ALTER TABLE followup_snapshot DISABLE TRIGGER USER",), {TRIGGERS}),
    "a trigger that is gone": (("DROP TRIGGER {trigger} ON styrmodell_auditevent",), {TRIGGERS}),
}  # fmt: skip


def ids(municipality: Municipality) -> dict[str, object]:
    """Rows of the municipality to do damage to."""
    row = LedgerRow.objects.filter(municipality=municipality).order_by("pk").first()
    snapshot = Snapshot.objects.filter(municipality=municipality).order_by("pk").first()
    file, _ = SnapshotFile.objects.get_or_create(
        municipality=municipality,
        snapshot=snapshot,
        format="xlsx",
        # sha256 of the three letters, as `printf abc | sha256sum` counts it
        defaults={
            "filename": "r.xlsx",
            "content": b"abc",
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        },
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'styrmodell_auditevent'::regclass AND NOT tgisinternal"
        )
        (trigger,) = cursor.fetchone()
    other = Municipality.objects.exclude(pk=municipality.pk).order_by("pk").first()
    return {
        "row": row.pk,
        "batch": row.batch_id,
        "foreign": other.organisations.order_by("pk").first().pk,
        "goal": Goal.objects.filter(municipality=municipality).order_by("pk").first().pk,
        "snapshot": snapshot.pk,
        "slot": snapshot.slot_id,
        "file": file.pk,
        "trigger": trigger,
    }


@pytest.mark.parametrize("kind", DAMAGE)
def test_every_kind_of_damage_is_found_and_told_by_its_check(alingsas: Municipality, kind: str):
    statements, expected = DAMAGE[kind]
    with damaged():
        given = ids(alingsas)
        with damaged(*(statement.format(**given) for statement in statements)):
            assert wrong(alingsas) == expected | ONE_ROLE


def test_unharmed_examples_are_clean_with_the_rights_that_the_program_has(demo: None):
    said = io.StringIO()
    with as_program():
        call_command("verify", stdout=said)

    lines = said.getvalue().splitlines()
    assert len(lines) == 5 * len(CHECKS) + 1
    assert [line for line in lines[:-1] if not line.endswith(": ja")] == []
    assert lines[-1] == "Allt hänger ihop."


def test_a_program_that_owns_its_tables_is_told(alingsas: Municipality):
    with damaged():
        assert wrong(alingsas) == ONE_ROLE
        said = io.StringIO()
        with pytest.raises(CommandError, match="1\u00a0kontroll fann fel"):
            call_command("verify", "alingsas", stdout=said)
    assert f"alingsas: {RIGHTS}: FEL" in said.getvalue()
    assert "DATABASE_OWNER_URL" in said.getvalue()


def test_an_upload_that_is_another_file_or_gone_is_found(alingsas: Municipality, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    (tmp_path / "utfall").mkdir()
    (tmp_path / "utfall" / "fil.csv").write_bytes(b"abc")
    with damaged():
        batch = LedgerBatch.objects.filter(municipality=alingsas).first()
        right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        LedgerBatch.objects.filter(pk=batch.pk).update(staged_path="fil.csv", sha256=right)
        assert wrong(alingsas) == ONE_ROLE
        (tmp_path / "utfall" / "fil.csv").write_bytes(b"abd")
        assert wrong(alingsas) == ONE_ROLE | {UPLOADS}
        (tmp_path / "utfall" / "fil.csv").unlink()
        assert wrong(alingsas) == ONE_ROLE, "what has been used may be cleared away"
        LedgerBatch.objects.filter(pk=batch.pk).update(state=LedgerBatch.State.STAGED)
        assert UPLOADS in wrong(alingsas)


@pytest.mark.parametrize(
    ("table", "column", "path"),
    [("followup_snapshot", "document", "followup:preview"), ("followup_snapshotfile", "content", "followup:download")],
)
def test_what_is_damaged_is_not_shown_as_decided(alingsas: Municipality, table: str, column: str, path: str):
    reader = Client(raise_request_exception=False)
    reader.force_login(User.objects.get(email="controller@alingsas.example"))
    with damaged():
        given = ids(alingsas)
        address = reverse(path, args=["alingsas", given["slot"], *(["xlsx"] if "download" in path else [])])
        assert reader.get(address).status_code == 200
        with damaged(
            *off(
                table,
                f"UPDATE {table} SET {column} = convert_from('x', 'UTF8')"
                if column == "document"
                else f"UPDATE {table} SET {column} = 'x'",
            )
        ):
            answer = reader.get(address)
    assert answer.status_code == 500
    assert "stämmer inte med sin kontrollsumma" in answer.content.decode()


def test_a_night_is_verified_once_from_four_also_when_nothing_ran_at_four(alingsas: Municipality):
    with damaged():
        counted = []
        for hour in (3, 4, 5, 23):
            with time_machine.travel(TODAY.replace(day=30, hour=hour), tick=False):
                counted.append(verify_due())
        with time_machine.travel(datetime(2026, 10, 25, 3, 30, tzinfo=TODAY.tzinfo), tick=False):
            counted.append(verify_due())  # the night of two threes
        with time_machine.travel(datetime(2026, 10, 25, 12, 0, tzinfo=TODAY.tzinfo), tick=False):
            counted.append(verify_due())
    assert counted == [0, 5, 0, 0, 0, 5]


def test_who_reads_the_log_sees_how_the_last_check_went_and_others_do_not(alingsas: Municipality):
    address = reverse("styrmodell:documents", args=["alingsas"])
    seen = {}
    with damaged():
        for who in ("administrator", "politiker"):
            client = Client()
            client.force_login(User.objects.filter(email=f"{who}@alingsas.example").get())
            before = client.get(address).content.decode()
            verify(alingsas)
            seen[who] = before, client.get(address).content.decode()
            with time_machine.travel(TODAY.replace(hour=0, minute=30), tick=False):  # in UTC it is still the day before
                verify(alingsas)
                night = client.get(address).content.decode()
            assert "i\xa0dag 00.30" in night or who == "politiker"
    assert "Ingen har gjorts än. Den första görs i natt." in seen["administrator"][0]
    assert "1 av 9 kontroller fann fel" in seen["administrator"][1]
    assert f"Stämmer inte: {RIGHTS}" in seen["administrator"][1]
    assert "Kontroll av uppgifterna" not in "".join(seen["politiker"])
