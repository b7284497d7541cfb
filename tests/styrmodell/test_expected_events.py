"""What happens leaves its event in the log: one list of what is expected of whom, and of what never stands there."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from budget.models import LedgerBatch
from config.logs import JsonFormatter
from styrmodell import jobs
from styrmodell.models import AuditEvent, Job
from styrmodell.models.job import MAX_ATTEMPTS
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db

PASSWORD = "ett långt och lagom lösenord"
Type = AuditEvent.Type


class House:
    """A municipality with a controller at its top, who has a password, and somebody who has only their own unit."""

    def __init__(self) -> None:
        self.world = world.build("HEMMA")
        self.kommun = self.world.kommun
        self.user = make.RoleAssignmentFactory(role=Role.CONTROLLER.value, organisation=self.world.top).user
        self.user.set_password(PASSWORD)
        self.user.save()
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(name, args=[self.kommun.slug, *arguments])

    def sign_in(self, email: str, password: str) -> Client:
        client = Client()
        client.post(reverse("account_login"), {"login": email, "password": password})
        return client

    def upload(self) -> LedgerBatch:
        file = SimpleUploadedFile("utfall.csv", b"kod;konto;period;belopp\n")
        self.client.post(self.url("budget:import"), {"year": 2026, "month": "", "sign": "intakt_plus", "file": file})
        return LedgerBatch.objects.latest("pk")


@pytest.fixture
def house() -> House:
    return House()


def changed_password(house: House) -> None:
    new = "ett helt annat långt lösenord"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert house.client.post(reverse("account_change_password"), data).status_code == 302


def fetched(name: str, *arguments: object) -> Callable[[House], None]:
    def fetch(house: House) -> None:
        given = [house.world.own.slot.pk if word == "slot" else word for word in arguments]
        assert house.client.get(house.url(name, *given)).status_code == 200

    return fetch


def errors_fetched(house: House) -> None:
    batch = house.upload()
    assert house.client.get(house.url("budget:import-errors", batch.pk)).status_code == 200


def confirmed(house: House) -> None:
    batch = house.upload()
    LedgerBatch.objects.filter(pk=batch.pk).update(row_count=1)
    assert house.client.post(house.url("budget:import-confirm", batch.pk)).status_code == 302


def failed_job(house: House) -> None:
    Job.objects.create(municipality=house.kommun, kind="finns-inte", key="1", requested_by=house.user)
    lost = Job.objects.filter(kind="finns-inte")
    lost.update(
        state=Job.State.RUNNING, attempts=MAX_ATTEMPTS, lease_until="2020-01-01T00:00Z", request_id="bestallningen"
    )
    jobs.wake_waiting()


HAPPENINGS: dict[str, tuple[Callable[[House], object], AuditEvent.Type]] = {
    "sign in": (lambda house: house.sign_in(house.user.email, PASSWORD), Type.SIGNED_IN),
    "wrong password": (lambda house: house.sign_in(house.user.email, "fel"), Type.SIGN_IN_FAILED),
    "sign out": (lambda house: house.client.post(reverse("account_logout")), Type.SIGNED_OUT),
    "new password": (changed_password, Type.PASSWORD_CHANGED),
    "no right": (lambda house: house.client.post(house.url("followup:submit", house.world.own.slot.pk)), Type.REFUSED),
    "another municipality": (lambda house: house.client.get("/en-annan-kommun/laget/"), Type.REFUSED),
    "excel": (fetched("followup:download", "slot", "xlsx"), Type.FILE_FETCHED),
    "json": (fetched("followup:download", "slot", "json"), Type.FILE_FETCHED),
    "errors of a file": (errors_fetched, Type.FILE_FETCHED),
    "upload": (lambda house: house.upload(), Type.LEDGER_UPLOADED),
    "confirm": (confirmed, Type.LEDGER_CONFIRMED),
    "throw away": (
        lambda house: house.client.post(house.url("budget:import-discard", house.upload().pk)),
        Type.LEDGER_DISCARDED,
    ),
    "a job that fails": (failed_job, Type.JOB_FAILED),
}


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_what_happens_is_written_once_with_who_and_by_which_request(happening, house):
    does, expected = HAPPENINGS[happening]
    if happening == "no right":
        house.client.force_login(make.RoleAssignmentFactory(role="revisor", organisation=house.world.top).user)
    does(house)
    [event] = AuditEvent.objects.filter(type=expected)
    assert event.user is not None
    assert event.request_id
    assert event.municipality == (None if happening == "another municipality" else house.kommun)


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("styrmodell.security")
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_of_whom_nobody_knows_only_a_mark_stands_in_a_line_and_nothing_in_the_database(house, lines):
    for typed in ("Okand@example.org", "okand@example.org ", "hemligt lösenord i fel ruta"):
        house.sign_in(typed, "fel")
    assert not AuditEvent.objects.filter(type=Type.SIGN_IN_FAILED).exists()
    said = lines()
    marks = [line["unknown"] for line in said]
    assert {(line["event"], line["user"], line["address"]) for line in said} == {("signed.failed", None, "127.0.0.1")}
    assert len(marks) == len(set(marks)) + 1  # the same account, typed in two ways
    assert not any("example.org" in str(line) or "hemligt" in str(line) for line in said)


def test_from_where_somebody_came_stands_in_the_line_alone(house, lines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        house.sign_in(house.user.email, PASSWORD)
        house.sign_in(house.user.email, "fel")
    assert [line["address"] for line in lines()] == ["127.0.0.1"] * 2
    assert not any("127.0.0.1" in str(event) for event in AuditEvent.objects.values())


def test_beside_the_database_a_line_says_the_same(house, lines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        house.client.get(house.url("followup:download", house.world.own.slot.pk, "json"))
        house.upload()
    fetched, uploaded = AuditEvent.objects.filter(type__in=[Type.FILE_FETCHED, Type.LEDGER_UPLOADED]).order_by("pk")
    first, second = lines()
    assert (first["id"], first["event"], first["route"]) == (fetched.request_id, "file.fetched", "followup:download")
    assert first["ids"] == {"slot_id": house.world.own.slot.pk, "format": "json"}
    assert (second["id"], second["event"], second["target_id"]) == (
        uploaded.request_id,
        "ledger.uploaded",
        uploaded.target_id,
    )
    assert {line["user"] for line in (first, second)} == {house.user.pk}
    assert {line["municipality"] for line in (first, second)} == {house.kommun.slug}
    assert "utfall.csv" not in str(second)  # what a file is called may name somebody


def test_a_stranger_cannot_fill_the_log_of_the_database(lines):
    assert Client(enforce_csrf_checks=True).post("/konto/login/").status_code == 403
    assert not AuditEvent.objects.exists()
    [line] = lines()
    assert (line["event"], line["status"], line["user"]) == ("access.refused", 403, None)


def test_a_page_that_is_read_leaves_no_event(house):
    before = AuditEvent.objects.count()
    assert house.client.get(house.url("followup:board")).status_code == 200
    assert AuditEvent.objects.count() == before
