"""Worker, child and broker are killed in the middle: everything ordered is done, once, within seconds."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import SimpleNamespace

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from redis import Redis

from budget.actions.ledger import confirm, upload
from budget.importers.apply import folder
from budget.models import LedgerBatch, LedgerRow, Outcome
from followup.actions.files import order_file
from followup.models import DraftFile
from styrmodell import jobs
from styrmodell.access import system_access
from styrmodell.models import Job, Organisation
from styrmodell.models.job import MAX_ATTEMPTS
from styrmodell.permissions import Role
from styrmodell.rules.queues import Queue
from tests.chaos.app import ENDLESS, POISON, SOUND, TIME_LIMIT
from tests.chaos.conftest import Stack, done, state, swept_until_ended
from tests.database import address_of, database_name
from tests.factories import (
    AccountGroupFactory,
    LedgerCodeFactory,
    MunicipalityFactory,
    OccasionFactory,
    OccasionRuleFactory,
    OrganisationFactory,
    ScaleFactory,
    SlotFactory,
    SteeringModelFactory,
)
from tests.fixtures import new_access
from tests.waiting import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chaos")]
ROWS = 400


@pytest.fixture
def town(transactional_db: None) -> SimpleNamespace:
    """A municipality with a controller, one unit with a code in the ledger, and its report."""
    top = OrganisationFactory(kind=Organisation.Kind.ASSEMBLY)
    model = SteeringModelFactory(municipality=top.municipality)
    ScaleFactory(model=model)
    AccountGroupFactory(model=model, account_from=4000, account_to=7999, name="Kostnader")
    unit = OrganisationFactory(municipality=top.municipality, parent=top)
    LedgerCodeFactory(organisation=unit, code="1010")
    rule = OccasionRuleFactory(model=model, contents=["text"])
    slot = SlotFactory(occasion=OccasionFactory(rule=rule), organisation=unit)
    return SimpleNamespace(access=new_access(Role.CONTROLLER, top), slot=slot)


def uploaded(town: SimpleNamespace) -> LedgerBatch:
    """A file of July with a krona of cost in each row."""
    lines = ["ansvar;konto;period;belopp", *(f"1010;{4000 + row};2026-07;-1" for row in range(ROWS))]
    file = SimpleUploadedFile("juli.csv", "\n".join(lines).encode())
    return upload(access=town.access, file=file, year=2026, month=7, sign="intakt_plus")


def running(job: Job) -> Callable[[], bool]:
    return lambda: state(job) == Job.State.RUNNING


def waits_for_a_lock() -> bool:
    """Does somebody wait for a lock in the tests' database?"""
    with psycopg.connect(address_of(database_name())) as connection:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return connection.execute(waiting).fetchone() == (1,)


def attempts(job: Job) -> int:
    return Job.objects.get(pk=job.pk).attempts


@pytest.mark.pdf
def test_a_worker_killed_in_the_middle_of_an_import_and_a_pdf_has_done_both_soon_after_its_start(
    stack: Stack, town: SimpleNamespace
) -> None:
    batch = uploaded(town)
    until(lambda: done(batch.job), "the file was not read")
    with psycopg.connect(address_of(database_name())) as holder:
        holder.execute("LOCK TABLE budget_outcome IN SHARE ROW EXCLUSIVE MODE")  # the rows are copied, not their sums
        posting = confirm(access=town.access, batch=batch)
        until(waits_for_a_lock, "the posting never came to its sums")
        report = order_file(slot=town.slot, access=town.access)
        until(running(report), "nobody took the report")
        stack.kill(stack.worker)
    assert not LedgerRow.objects.exists(), "all or nothing"

    stack.start_worker()
    swept_until_ended(posting, report)

    batch.refresh_from_db()
    assert batch.state == LedgerBatch.State.APPLIED
    assert (LedgerRow.objects.count(), Outcome.objects.get().amount) == (ROWS, -ROWS)
    assert DraftFile.objects.get().content.startswith(b"%PDF")
    assert (attempts(posting), attempts(report)) == (2, 2)
    assert [path.name for path in folder().glob(f"{batch.pk}.*")] == [], "no lines are left behind"


@pytest.mark.pdf
def test_a_report_goes_on_at_once_in_another_child_when_its_own_is_killed(stack: Stack, town: SimpleNamespace) -> None:
    """Nobody sweeps here: the broker gives the message back, and with it the claim."""
    report = order_file(slot=town.slot, access=town.access)
    until(running(report), "nobody took it")
    for child in stack.pool():
        os.kill(child, signal.SIGKILL)

    until(lambda: done(report), "it waits for the lease", seconds=60)

    assert (attempts(report), DraftFile.objects.count()) == (2, 1)


def test_a_job_that_always_kills_its_child_ends_with_words_and_holds_nobody_up(
    stack: Stack, town: SimpleNamespace
) -> None:
    access = system_access(town.access.municipality)
    poison = jobs.order(kind=POISON, key="1", access=access)
    sound = [jobs.order(kind=SOUND, key=str(number), access=access) for number in range(5)]

    until(lambda: done(*sound), "others are held up", seconds=60)
    swept_until_ended(poison, as_=Job.State.FAILED)

    poison.refresh_from_db()
    assert poison.attempts == MAX_ATTEMPTS
    assert f"Ange referens {POISON}-{poison.pk}".lower() in poison.reason.lower()


def test_a_job_without_end_is_ended_with_words_and_holds_nobody_up(
    stack: Stack, town: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of its three tries, in a worker whose limits are seconds."""
    access = system_access(town.access.municipality)
    stack.kill(stack.worker)
    monkeypatch.setitem(stack.environment, TIME_LIMIT, "2")
    endless = jobs.order(kind=ENDLESS, key="1", access=access)
    Job.objects.filter(pk=endless.pk).update(attempts=MAX_ATTEMPTS - 1)
    sound = [jobs.order(kind=SOUND, key=str(number), access=access) for number in range(5)]
    stack.start_worker()

    until(lambda: done(*sound), "others are held up", seconds=60)
    swept_until_ended(endless, as_=Job.State.FAILED)

    endless.refresh_from_db()
    assert endless.reason.startswith("Arbetet avbröts tre gånger.")
    stack.kill(stack.worker)  # the next test has one with the usual limits


def test_a_thousand_jobs_of_one_municipality_go_before_no_other(stack: Stack, town: SimpleNamespace) -> None:
    many = [Job(municipality=town.access.municipality, kind=SOUND, key=str(number)) for number in range(1000)]
    Job.objects.bulk_create(many)
    assert jobs.wake_waiting() == len(many)
    other = jobs.order(kind=SOUND, key="en", access=system_access(MunicipalityFactory()))

    until(lambda: done(other), "it waits behind another's thousand", seconds=60)
    other.refresh_from_db()
    between = Job.objects.filter(finished_at__range=(other.created_at, other.finished_at)).exclude(pk=other.pk)
    assert between.count() < 20, "those that were begun, and what came of one turn each"
    assert not Job.objects.filter(attempts__gt=1).exists()
    stack.kill(stack.worker)  # the rest of the thousand is not waited for


def test_what_was_ordered_is_done_once_though_the_broker_was_emptied(stack: Stack, town: SimpleNamespace) -> None:
    access = system_access(town.access.municipality)
    worker = stack.worker.process
    assert worker is not None
    until(lambda: len(stack.pool()) == 2, "the worker did not start")
    os.kill(worker.pid, signal.SIGSTOP)  # so that the messages are still in the broker
    before = [jobs.order(kind=SOUND, key=f"före {number}", access=access) for number in range(3)]
    with Redis(unix_socket_path=str(stack.socket)) as client:
        assert client.llen(Queue.REPORTS) >= len(before) - 1  # a worker that waited has been given one already
        client.flushall()
    os.kill(worker.pid, signal.SIGCONT)
    after = jobs.order(kind=SOUND, key="efter", access=access)

    swept_until_ended(*before, after)

    assert {attempts(job) for job in (*before, after)} == {1}


@pytest.mark.pdf
def test_what_was_ordered_is_done_once_though_the_broker_lost_everything(stack: Stack, town: SimpleNamespace) -> None:
    access = system_access(town.access.municipality)
    worker = stack.worker.process
    assert worker is not None
    until(lambda: len(stack.pool()) == 2, "the worker did not start")
    os.kill(worker.pid, signal.SIGSTOP)  # so that the messages are still in the broker
    before = [jobs.order(kind=SOUND, key=f"före {number}", access=access) for number in range(3)]
    stack.kill(stack.broker)
    os.kill(worker.pid, signal.SIGCONT)
    while_away = [jobs.order(kind=SOUND, key=f"under {number}", access=access) for number in range(2)]
    browser = Client()
    browser.force_login(town.access.user)
    address = reverse("followup:make", args=[town.access.slug, town.slot.pk])
    page = browser.get(browser.post(address)["Location"]).content.decode()
    assert "Väntar" in page, "whoever orders sees no error"
    degraded = browser.get("/readyz")
    assert (degraded.status_code, degraded.content) == (200, b"ok, without broker\n")
    stack.start_broker()
    assert browser.get("/readyz").content == b"ok\n"

    those = list(Job.objects.all())
    assert len(those) == len(before) + len(while_away) + 1
    swept_until_ended(*those)

    assert {attempts(job) for job in those} == {1}
