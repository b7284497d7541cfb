"""A full disk is nobody's file's fault: nothing half is left, no upload is deleted, and all goes on when there is room.

What is written to lies on `/dev/full`, which has room for nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse

from budget.actions import ledger
from budget.importers import apply
from budget.importers.apply import folder
from budget.models import LedgerBatch
from styrmodell import disk, jobs
from styrmodell.models import Job
from styrmodell.models.job import MAX_ATTEMPTS
from styrmodell.rules.queues import Queue
from tests.budget.conftest import Town, client
from tests.factories import LedgerCodeFactory

pytestmark = pytest.mark.django_db

FULL = "0f0f"
CSV = b"ansvar;konto;period;belopp\n10;5010;2026-07;-5\n"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def fill(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """What `module` writes next, under a `name` of its own with FULL in it, comes to lie where there is no room."""
    (folder() / name).symlink_to("/dev/full")
    monkeypatch.setattr(module, "uuid", SimpleNamespace(uuid4=lambda: SimpleNamespace(hex=FULL)))


def send(browser: Client) -> object:
    file = SimpleUploadedFile("utfall.csv", CSV, "text/csv")
    data = {"file": file, "year": 2026, "month": "", "sign": "intakt_plus"}
    return browser.post(reverse("budget:import", args=["provkoping"]), data)


def test_an_upload_that_finds_no_room_leaves_nothing_and_is_told(town: Town, monkeypatch: pytest.MonkeyPatch):
    browser = client(town)
    browser.raise_request_exception = False
    fill(monkeypatch, ledger, f"{FULL}.csv")

    answer = send(browser)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Disken är full" in answer.text
    assert not LedgerBatch.objects.exists()
    assert not Job.objects.exists()
    assert list(folder().iterdir()) == []


def a_minute_later() -> None:
    Job.objects.update(lease_until=F("lease_until") - timedelta(seconds=61))


def test_a_file_that_is_read_when_there_is_no_room_is_kept_and_read_when_there_is(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    LedgerCodeFactory(organisation=town.organisation("Hemtjänst", town.social), code="10")
    assert send(client(town)).status_code == 302
    batch = LedgerBatch.objects.get()
    for _ in range(MAX_ATTEMPTS + 1):
        with monkeypatch.context() as full:
            fill(full, apply, f"{batch.pk}.{FULL}")
            with pytest.raises(OSError, match="No space left"):
                jobs.work(Queue.IMPORTS, "")
        jobs.work(Queue.IMPORTS, "")  # it is not done at once
        a_minute_later()

    batch.refresh_from_db()
    job = Job.objects.get()
    assert (batch.state, batch.report) == (LedgerBatch.State.STAGED, {})
    assert (job.state, job.reason) == (Job.State.QUEUED, disk.WAITS)
    review = client(town).get(reverse("budget:import-review", args=["provkoping", batch.pk])).text
    assert "Väntar på plats" in review
    assert "går av sig självt när det blir ordnat" in review
    assert [path.name for path in folder().iterdir()] == [batch.staged_path]

    jobs.work(Queue.IMPORTS, "")
    batch.refresh_from_db()
    assert (batch.state, batch.row_count) == (LedgerBatch.State.STAGED, 1), batch.report
