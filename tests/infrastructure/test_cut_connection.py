"""The database's connection is cut at each statement of a save, one after the other: all of it is there, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from followup.models import Section
from styrmodell.models import AuditEvent
from styrmodell.permissions import Role
from tests.access import world
from tests.database import address_of, database_name

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def cut_before(number: int, administrator: psycopg.Connection[tuple[object, ...]]) -> Iterator[list[str]]:
    """Cut the connection just before its `number`th statement; the statement that met it, when there were so many."""
    asked, met = list[str](), list[str]()

    def cut(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        if len(asked) == number:
            met.append(sql)
            administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        return execute(sql, *rest)

    try:
        with connection.execute_wrapper(cut):
            yield met
    finally:
        connection.close()  # as at the end of each request


def test_a_save_that_loses_its_connection_is_whole_or_is_not(transactional_db: None):
    home = world.build()
    Section.objects.all().delete()
    client = home.client(Role.CONTROLLER)
    address = reverse("followup:section", args=[home.kommun.slug, home.own.slot.pk, "sammanfattning"])
    written = AuditEvent.objects.filter(type=AuditEvent.Type.REPORT_WRITTEN)
    number, answers = 0, list[int]()
    with psycopg.connect(address_of(database_name()), autocommit=True) as administrator:
        while True:
            number, form = number + 1, {"body": f"Text {number + 1}.", "version": written.count()}
            with cut_before(number, administrator) as met:
                answer = client.post(address, form)
            if not met:
                break
            answers.append(answer.status_code)
            kept = list(Section.objects.values_list("version", flat=True))
            assert kept == [written.count()] * len(kept), f"half of it stands, cut at {met}"

    assert set(answers) <= {302, 503}
    assert answers.count(503) > 8
    assert answer.status_code == 302, "the next save is as any other"
    assert Section.objects.get().body == f"Text {number}."
