"""Nobody waits for ever on somebody else's lock: who waits too long, or too much, is told in words, and nothing is half
done. The times are those of production, shortened."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from budget.models import LedgerBatch
from config.refusals import RETRY_AFTER
from styrmodell.models import Municipality
from tests.at_once import answers_at_once
from tests.budget.conftest import Town, client
from tests.database import address_of, database_name
from tests.factories import MunicipalityFactory
from tests.waiting import until
from ui.views import gallery

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody else's connection."""
    with psycopg.connect(address_of(database_name())) as held:
        yield held


@pytest.fixture(autouse=True)
def usual_times() -> Iterator[None]:
    """Put back what a test has shortened."""
    yield
    connection.close()


def shorten(limit: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '200ms', false)", [limit])


@pytest.mark.parametrize("limit", ["lock_timeout", "statement_timeout"])
def test_who_waits_too_long_for_a_lock_is_told_when_to_come_back(
    town: Town, other: psycopg.Connection[tuple[object, ...]], limit: str
) -> None:
    batch = LedgerBatch.objects.create(municipality=town.municipality, year=2026, filename="a.csv", sign="intakt_plus")
    controller = client(town)
    controller.raise_request_exception = False
    address = reverse("budget:import-discard", args=["provkoping", batch.pk])
    other.execute("SELECT FROM budget_ledgerbatch FOR UPDATE")
    shorten(limit)

    answer = controller.post(address)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Vänta en halv minut och försök igen" in answer.text
    other.rollback()
    assert controller.post(address).status_code == 302, "the same connection goes on"
    batch.refresh_from_db()
    assert batch.state == LedgerBatch.State.DISCARDED


def test_who_does_nothing_in_a_transaction_loses_it_and_what_it_held(
    town: Town, other: psycopg.Connection[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten("idle_in_transaction_session_timeout")

    @transaction.atomic
    def does_nothing_for_long() -> None:
        Municipality.objects.update(name="Aldrig")
        assert connection.connection is not None
        pid = connection.connection.info.backend_pid
        alive = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
        until(lambda: other.execute(alive, [pid]).fetchone() == (0,) or other.rollback(), "it still holds its lock")
        Municipality.objects.update(name="Aldrig heller")

    monkeypatch.setattr(gallery, "gallery", does_nothing_for_long)
    answer = Client(raise_request_exception=False).get("/komponenter/")
    assert (answer.status_code, answer["Retry-After"]) == (503, str(RETRY_AFTER))
    assert "Styrmodell kan inte svara just nu" in answer.text
    connection.close()
    assert not Municipality.objects.filter(name__startswith="Aldrig").exists()
    assert client(town).get(reverse("budget:overview", args=["provkoping"])).status_code == 200


def test_of_two_who_wait_for_each_other_one_is_done_and_the_other_told_and_nothing_is_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ours take their locks in one order; the page here takes them in two."""
    first, second = MunicipalityFactory(), MunicipalityFactory()
    orders, both_hold_one, usual = [(first, second), (second, first)], threading.Barrier(2), gallery.gallery

    @transaction.atomic
    def crosswise() -> object:
        order = orders.pop()
        Municipality.objects.filter(pk=order[0].pk).update(name=order[0].slug)
        both_hold_one.wait(10)
        Municipality.objects.filter(pk=order[1].pk).update(name=order[0].slug)
        return usual()

    monkeypatch.setattr(gallery, "gallery", crosswise)

    def ask() -> HttpResponse:
        return Client(raise_request_exception=False).get("/komponenter/")

    answers = answers_at_once(ask, ask, refused=())

    told = {answer.status_code: answer for answer in answers}
    assert sorted(told) == [200, 503]
    assert told[503]["Retry-After"] == "30"
    assert len(set(Municipality.objects.values_list("name", flat=True))) == 1, "both names are of one of them"
