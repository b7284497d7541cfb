"""A form takes its own fields and no others: every column of every table, sent beside them, changes nothing more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.test import Client

from styrmodell.rules.workflow import SlotStatus
from tests.access import nasty, world
from tests.access.test_nasty import everything, forms_on_pages

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
DRAWN = ["request_id", "staged_path", "pgh_context_id", "password"]  # by chance, another each time
State = dict[str, str]


def columns() -> dict[str, models.Field]:
    """Every column that is somebody's, by what a form field of it would be called."""
    rows = [model for app in nasty.APPS for model in apps.get_app_config(app).get_models()]
    fields = [field for model in rows for field in model._meta.concrete_fields]
    return {name: field for field in fields for name in (field.name, field.attname)}


def smuggled(abroad: world.World) -> dict[str, str]:
    """A value for each column that would be seen if it were taken: of another municipality where it names a row."""
    return {name: _value(name, field, abroad) for name, field in columns().items()}


def _value(name: str, field: models.Field, abroad: world.World) -> str:
    if isinstance(field, models.ForeignKey):
        key = f"{field.name}_id"
        return str(abroad.kommun.pk if field.name == "municipality" else abroad.own.kwargs.get(key, abroad.kommun.pk))
    if name == "status":
        return SlotStatus.DECIDED.value
    if field.choices:
        return str(field.choices[-1][0])
    if isinstance(field, models.BooleanField):
        return "on"
    return "2031-01-01" if isinstance(field, models.DateField) else "31"


def after(
    client: Client, form: nasty.Sendable, more: dict[str, object], sequences: dict[str, int]
) -> tuple[int, State]:
    """What the answer is and what stands in the tables after the form; then all of it is taken back."""
    file = {"file": SimpleUploadedFile("utfall.csv", b"a;b")} if "file" in form.fields else {}
    with connection.cursor() as cursor:
        for name, value in sequences.items():
            cursor.execute("SELECT setval(%s, %s)", [name, value])
    with transaction.atomic():
        response = client.post(form.action, {**more, **form.fields, **file})
        state = stored()
        transaction.set_rollback(True)
    return response.status_code, state


def stored() -> State:
    """A hash of every table, without what is drawn by chance."""
    rows = [model for app in nasty.APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    tables = sorted({model._meta.db_table for model in rows})
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', md5(coalesce(string_agg((to_jsonb(t) - %(drawn)s::text[])::text, chr(10) "
                f"ORDER BY (to_jsonb(t) - %(drawn)s::text[])::text), '')) FROM \"{table}\" t"
                for table in tables
            ),
            {"drawn": DRAWN},
        )
        return dict(cursor.fetchall())


def counters() -> dict[str, int]:
    """Where every sequence stands, a good way ahead: the same form makes the same ids each time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), 1000 + coalesce(last_value, 0) FROM pg_sequences"
        )
        return dict(cursor.fetchall())


@time_machine.travel(NOW, tick=False)
def test_what_is_sent_beside_a_forms_own_fields_changes_nothing_more():
    home, abroad = world.build("HEMMA"), world.build("CANARY-B")
    client, sequences, extra = everything(home), counters(), smuggled(abroad)
    tried, saved, unlike = set(), set(), set()
    for status in (SlotStatus.DRAFT, SlotStatus.SUBMITTED):
        before: State = {}
        for name, form in forms_on_pages(home, client, status):
            if name in tried:
                continue
            before = before or stored()
            plain, stuffed = (after(client, form, more, sequences) for more in ({}, extra))
            assert stuffed == plain, f"{name}: {[table for table in before if stuffed[1][table] != plain[1][table]]}"
            if plain[1] != before:
                saved.add(name)
                tried.add(name)
            text = next((field for field in form.fields if field in {"title", "body", "reason"}), "")
            if text and plain[0] == 302:  # negative control: a field that is the form's own is seen
                form.fields[text] = ["Ett annat ord."]
                unlike |= {name} if after(client, form, {}, sequences) != plain else set()
    assert len(extra) > 150
    assert len(saved) > 12
    assert len(unlike) > 3
