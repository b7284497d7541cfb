"""A ledger code that no organisation has gets its place where the file is looked through, and the file is read again."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from budget.actions.ledger import place_codes
from budget.importers.apply import folder
from budget.importers.stray import A_DAY, remove_stray
from budget.models import LedgerBatch, Outcome
from styrmodell import jobs
from styrmodell.actions.organisations import TreeRefused, place_ledger_codes
from styrmodell.models import AuditEvent, LedgerCode, Municipality
from styrmodell.permissions import Role
from styrmodell.rules.queues import Queue
from tests import factories as make
from tests.fixtures import new_access, new_client

pytestmark = pytest.mark.django_db
ROWS = "ansvar;konto;period;belopp\n1010;5010;2026-07;-80000\n2065;5010;2026-07;-1240\n4090;5010;2026-07;-86\n"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kommun() -> Municipality:
    kommun = make.MunicipalityFactory(slug="prov")
    model = make.SteeringModelFactory(municipality=kommun)
    make.AccountGroupFactory(model=model, account_from=4000, account_to=7999, name="Kostnader")
    top = make.OrganisationFactory(municipality=kommun, kind="fullmaktige", code="kf", name="Fullmäktige")
    body = make.OrganisationFactory(municipality=kommun, parent=top, code="bin", name="Bildningsnämnden")
    for code, name in (("skola", "Skola"), ("kultur", "Kultur och bibliotek"), ("ledning-a", "Ledning")):
        make.OrganisationFactory(municipality=kommun, parent=body, kind="verksamhet", code=code, name=name)
    make.OrganisationFactory(municipality=kommun, parent=top, kind="styrelse", code="ks", name="Ledning")
    make.LedgerCodeFactory(organisation=kommun.organisations.get(code="skola"), code="1010")
    return kommun


@pytest.fixture
def controller(kommun: Municipality) -> Client:
    return new_client(Role.CONTROLLER, kommun.organisations.get(code="kf"))


@pytest.fixture
def batch(controller: Client) -> LedgerBatch:
    """A file with two codes that nobody has, as the worker has read it."""
    file = SimpleUploadedFile("oktober.csv", ROWS.encode())
    sent = {"year": 2026, "month": "", "sign": "intakt_plus", "file": file}
    assert controller.post(reverse("budget:import", args=["prov"]), sent).status_code == 302
    return worked(LedgerBatch.objects.get())


def worked(batch: LedgerBatch) -> LedgerBatch:
    jobs.work(Queue.IMPORTS, "")
    batch.refresh_from_db()
    return batch


def where(batch: LedgerBatch, name: str = "import-place") -> str:
    return reverse(f"budget:{name}", args=["prov", batch.pk])


def test_the_review_offers_a_place_for_each_code(batch: LedgerBatch, controller: Client):
    page = controller.get(where(batch, "import-review"))

    assert batch.is_refused
    form = page.context["form"]
    assert [field.label for field in form] == ["Kod 2065", "Kod 4090"]
    assert form.options == [
        "Fullmäktige", "Bildningsnämnden", "Skola", "Kultur och bibliotek", "Ledning (ledning-a)", "Ledning (ks)"
    ]  # fmt: skip
    assert "Okända koder: 2065 och 4090. Säg här under var de hör hemma, så läses filen om." in " ".join(
        page.text.split()
    )


def test_codes_get_their_place_and_the_file_is_read_again_without_being_chosen(batch: LedgerBatch, controller: Client):
    answer = controller.post(where(batch), {"kod0": "Kultur och bibliotek", "kod1": "Ledning (ks)"})

    assert answer.status_code == 302
    assert LedgerCode.objects.get(code="2065").organisation.code == "kultur"
    assert LedgerCode.objects.get(code="4090").organisation.code == "ks"
    told = AuditEvent.objects.filter(type="organisation.changed").order_by("pk")
    assert [(event.summary, event.data["after"]) for event in told] == [
        ("Kultur och bibliotek", "Ansvarskoder: 2065"),
        ("Ledning", "Ansvarskoder: 4090"),
    ]
    worked(batch)
    assert (batch.state, batch.row_count, batch.report["unknown_units"]) == ("granskas", 3, [])
    assert controller.post(where(batch, "import-confirm")).status_code == 302
    worked(batch)
    assert Outcome.objects.get(organisation__code="kultur").amount == -1240


def test_one_code_may_wait(batch: LedgerBatch, controller: Client):
    controller.post(where(batch), {"kod0": "kultur", "kod1": ""})

    worked(batch)
    assert batch.is_refused
    assert [field.label for field in controller.get(where(batch, "import-review")).context["form"]] == ["Kod 4090"]


def test_an_organisation_that_is_not_there_is_told_at_the_field(batch: LedgerBatch, controller: Client):
    answer = controller.post(where(batch), {"kod0": "Ledning", "kod1": "Skola"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "kod0": ["Ingen organisation heter Ledning. Välj en ur listan, eller skriv dess kod."]
    }
    assert not LedgerCode.objects.filter(code="4090").exists()


def test_a_code_that_got_another_place_meanwhile_is_told(batch: LedgerBatch, controller: Client, kommun: Municipality):
    make.LedgerCodeFactory(organisation=kommun.organisations.get(code="skola"), code="2065")

    answer = controller.post(where(batch), {"kod0": "kultur", "kod1": "kultur"})

    assert answer.status_code == 422
    assert "Ansvarskoden 2065 har redan fått en plats, Skola." in answer.text
    assert not LedgerCode.objects.filter(code="4090").exists()


def test_a_file_that_is_gone_is_chosen_again_and_no_code_is_placed(batch: LedgerBatch, kommun: Municipality):
    access = new_access(Role.CONTROLLER, kommun.organisations.get(code="kf"))
    (folder() / batch.staged_path).unlink()

    with pytest.raises(PermissionDenied, match="Välj den på nytt"):
        place_codes(access=access, batch=batch, places={"2065": kommun.organisations.get(code="kultur").pk})


def test_a_refused_file_can_be_thrown_away(batch: LedgerBatch, controller: Client):
    assert list(folder().iterdir()) != []
    assert controller.post(where(batch, "import-discard")).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "kastad"


def test_who_changes_the_organisation_meanwhile_is_told(batch: LedgerBatch, controller: Client, kommun: Municipality):
    before = kommun.organisations.get(code="kultur").version
    controller.post(where(batch), {"kod0": "kultur"})
    assert kommun.organisations.get(code="kultur").version == before + 1


def test_only_who_reads_in_or_edits_the_tree_places_codes(kommun: Municipality):
    top, body = kommun.organisations.get(code="kf"), kommun.organisations.get(code="bin")
    places = {"2065": body.pk}
    for role, organisation in [(Role.CONTROLLER, body), (Role.MANAGEMENT, top), (Role.AUDITOR, top)]:
        with pytest.raises(PermissionDenied, match="placerar ansvarskoder"):
            place_ledger_codes(access=new_access(role, organisation), places=places)
    assert place_ledger_codes(access=new_access(Role.ADMINISTRATOR, top), places=places) == 1
    assert place_ledger_codes(access=new_access(Role.CONTROLLER, top), places=places) == 0
    with pytest.raises(TreeRefused):
        place_ledger_codes(access=new_access(Role.CONTROLLER, top), places={"2065": top.pk})


def test_a_refused_file_waits_a_week(batch: LedgerBatch):
    path = folder() / batch.staged_path
    os.utime(path, (time.time() - 2 * A_DAY,) * 2)
    make.LedgerBatchFactory(municipality=batch.municipality)
    assert remove_stray() == 0
    LedgerBatch.objects.filter(pk=batch.pk).update(created_at=batch.created_at - timedelta(days=8))
    assert remove_stray() == 1
    assert not path.exists()
