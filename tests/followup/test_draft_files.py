"""A draft's PDF: made in a worker, with the rights that whoever ordered it has when it is made."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from followup.actions.files import order_file
from followup.compose import compose
from followup.models import DraftFile
from followup.tasks import KEPT, RENDER_DRAFT, _store_draft
from styrmodell import jobs
from styrmodell.access import system_access
from styrmodell.models import Job, Occasion
from styrmodell.permissions import Role
from styrmodell.rules.queues import Queue
from tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered(house, access_of):
    """A PDF that the nämnd's secretary has ordered."""
    return order_file(slot=house.slot, access=access_of(Role.SECRETARY, house.namnd))


def rendered(job: Job) -> Job:
    """The job when the worker has had it."""
    jobs.work(Queue.REPORTS, "")
    job.refresh_from_db()
    return job


def pdf_page(house) -> str:
    return reverse("followup:download", args=[house.kommun.slug, house.slot.pk, "pdf"])


def make(client: Client, house) -> str:
    """Press the button, and answer with where one is sent."""
    response = client.post(reverse("followup:make", args=[house.kommun.slug, house.slot.pk]))
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


@pytest.mark.pdf
def test_the_worker_makes_the_pdf_that_was_ordered(ordered, house):
    job = rendered(ordered)

    assert job.state == Job.State.DONE
    assert bytes(DraftFile.objects.get(slot=house.slot).content).startswith(b"%PDF")


def test_a_secretary_who_has_gone_to_another_board_gets_no_draft_of_the_old_one(ordered, house):
    ordered.requested_by.role_assignments.all().delete()
    RoleAssignmentFactory(user=ordered.requested_by, role=Role.SECRETARY.value, organisation=house.other)

    job = rendered(ordered)

    assert (job.state, job.reason) == (Job.State.FAILED, "Du har inte längre rätt att hämta rapporten.")
    assert not DraftFile.objects.exists()


def test_somebody_without_any_role_left_gets_no_draft(ordered):
    ordered.requested_by.role_assignments.all().delete()

    assert rendered(ordered).state == Job.State.FAILED
    assert not DraftFile.objects.exists()


@pytest.mark.pdf
def test_a_pdf_can_be_made_of_values_that_have_come_back(house, client_for):
    """Text A, then B, then A again: each is another document, and each can be had."""
    client = client_for(Role.SECRETARY, house.namnd)
    for name in ("A", "B", "A"):
        Occasion.objects.filter(pk=house.occasion.pk).update(name=name)
        address = make(client, house)
        jobs.work(Queue.REPORTS, "")
        assert client.get(address)["Content-Type"] == "application/pdf"
        assert client.get(pdf_page(house))["Content-Type"] == "application/pdf"


def test_a_pdf_that_is_there_is_not_made_again(ordered, house, client_for):
    digest = ordered.key.partition("-")[2]
    document = compose(system_access(house.kommun), house.slot)
    _store_draft(house.slot, document, digest, b"%PDF")
    Job.objects.update(state=Job.State.DONE, result={"sha256": digest})

    assert make(client_for(Role.SECRETARY, house.namnd), house) == pdf_page(house)

    ordered.refresh_from_db()
    assert ordered.state == Job.State.DONE


@pytest.fixture
def thrown_away(ordered) -> Job:
    """A job that is done, and whose file has made room for later ones."""
    Job.objects.update(state=Job.State.DONE, attempts=1, result={"sha256": "0" * 64})
    return ordered


def test_a_pdf_that_has_been_thrown_away_can_be_made_again(thrown_away, house, client_for):
    client = client_for(Role.SECRETARY, house.namnd)
    assert "PDF:en är inte skapad" in client.get(pdf_page(house)).content.decode()

    make(client, house)

    thrown_away.refresh_from_db()
    assert (thrown_away.state, thrown_away.attempts) == (Job.State.QUEUED, 0)


@pytest.mark.pdf
def test_a_draft_that_failed_for_somebody_who_left_is_made_for_who_orders_it_now(ordered, house, access_of):
    ordered.requested_by.role_assignments.all().delete()
    assert rendered(ordered).state == Job.State.FAILED

    again = order_file(slot=house.slot, access=access_of(Role.SECRETARY, house.namnd))

    assert again.pk == ordered.pk
    assert rendered(again).state == Job.State.DONE


def test_the_latest_pdfs_of_a_draft_are_kept_beside_each_other(house):
    other = DraftFile.objects.create(
        municipality=house.kommun, slot=house.other_slot, format="pdf", document_sha256="x", filename="x", content=b"x"
    )
    document = compose(system_access(house.kommun), house.slot)
    for number in range(KEPT + 1):
        _store_draft(house.slot, document, f"{number}", b"%PDF")

    kept = DraftFile.objects.filter(slot=house.slot).order_by("pk").values_list("document_sha256", flat=True)
    assert list(kept) == [f"{number}" for number in range(1, KEPT + 1)]
    assert DraftFile.objects.filter(pk=other.pk).exists()


def test_who_ordered_gets_what_was_ordered_though_others_write_on(thrown_away, house, client_for):
    """While others go on writing, a PDF of the values as they are now would never be there."""
    _store_draft(house.slot, compose(system_access(house.kommun), house.slot), "0" * 64, b"%PDF som den var")
    mine, other = Client(), client_for(Role.SECRETARY, house.namnd)
    mine.force_login(thrown_away.requested_by)
    address = f"{pdf_page(house)}?jobb={thrown_away.pk}"

    assert mine.get(address).content == b"%PDF som den var"
    assert "PDF:en är inte skapad" in other.get(address).content.decode(), "another may see less"


def poll(client: Client, house, job: Job | None) -> HttpResponse:
    address = reverse("followup:file-state", args=[house.kommun.slug, house.slot.pk])
    return client.get(f"{address}?jobb={job.pk if job else ''}", headers={"HX-Request": "true"})


def test_who_has_no_script_asks_for_what_was_ordered_too(ordered, house, client_for):
    page = client_for(Role.SECRETARY, house.namnd).get(pdf_page(house)).text
    assert f'<noscript><p><a href="{pdf_page(house)}?jobb={ordered.pk}">Se om det är klart</a></p></noscript>' in page


def test_a_page_that_waits_asks_for_the_job_and_composes_nothing(ordered, house, client_for):
    client = client_for(Role.SECRETARY, house.namnd)

    with CaptureQueriesContext(connection) as asked:
        page = poll(client, house, ordered).content.decode()

    assert "Väntar, näst på tur" in page
    assert f"?jobb={ordered.pk}" in page
    tables = set(re.findall(r'FROM "((?:budget|goals|followup)_\w+)"', " ".join(query["sql"] for query in asked)))
    assert tables == set()


@pytest.mark.parametrize(
    ("state", "words"),
    [(Job.State.RUNNING, "Pågår"), (Job.State.DONE, "Rapporten är klar"), (Job.State.FAILED, "Trasig")],
)
def test_a_page_that_waits_says_what_has_become_of_the_job(ordered, house, client_for, state, words):
    Job.objects.update(state=state, reason="Trasig" if state == Job.State.FAILED else "")
    page = poll(client_for(Role.SECRETARY, house.namnd), house, ordered).content.decode()
    assert words in page
    assert ("hx-trigger" in page) == (state == Job.State.RUNNING)


def test_a_job_of_another_report_is_not_told_of(ordered, house, client_for):
    Job.objects.update(key=f"{house.other_slot.pk}-{'0' * 64}")
    client = client_for(Role.SECRETARY, house.namnd)
    for job in (ordered, None):
        response = poll(client, house, job)
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, pdf_page(house))


def test_somebody_with_many_jobs_waiting_is_asked_to_come_back(house, client_for):
    client = client_for(Role.SECRETARY, house.namnd)
    person = User.objects.get(pk=client.session["_auth_user_id"])
    for number in range(jobs.PER_PERSON):
        Job.objects.create(municipality=house.kommun, kind=RENDER_DRAFT, key=f"{number}", requested_by=person)

    response = client.post(reverse("followup:make", args=[house.kommun.slug, house.slot.pk]))

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Försök igen när någon av dem är klar" in response.content.decode()
    assert Job.objects.count() == jobs.PER_PERSON
