"""A folder of files that is away or closed is nobody's file's fault: it is told in words, and waited for."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse

from budget.models import LedgerBatch
from styrmodell import disk, jobs
from styrmodell.models import Job
from styrmodell.rules.queues import Queue
from tests.budget.conftest import Town, client
from tests.factories import LedgerCodeFactory

pytestmark = pytest.mark.django_db

CSV = b"ansvar;konto;period;belopp\n10;5010;2026-07;-5\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    """The folder of files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def controller(town: Town) -> Client:
    """With a unit that the file is about."""
    LedgerCodeFactory(organisation=town.organisation("Hemtjänst", town.social), code="10")
    return client(town)


def send(browser: Client) -> object:
    file = SimpleUploadedFile("utfall.csv", CSV, "text/csv")
    data = {"file": file, "year": 2026, "month": "", "sign": "intakt_plus"}
    return browser.post(reverse("budget:import", args=["provkoping"]), data)


def work() -> None:
    """What a worker does a minute later."""
    Job.objects.filter(state=Job.State.QUEUED).update(lease_until=F("lease_until") - timedelta(seconds=61))
    jobs.work(Queue.IMPORTS, "")


def test_an_upload_to_a_folder_that_is_none_is_told_and_leaves_nothing(controller: Client, files: Path) -> None:
    files.write_text("")
    controller.raise_request_exception = False

    answer = send(controller)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "går inte att nå" in answer.text
    assert not LedgerBatch.objects.exists()
    assert not Job.objects.exists()


def waits(batch: LedgerBatch, browser: Client) -> None:
    with pytest.raises(disk.AwayError):
        work()
    batch.refresh_from_db()
    assert (batch.state, batch.job.state, batch.job.reason) == ("granskas", Job.State.QUEUED, disk.WAITS)
    page = browser.get(reverse("budget:import-review", args=["provkoping", batch.pk])).text
    assert "går av sig självt när det blir ordnat" in page


def test_a_file_whose_folder_is_away_waits_for_it_when_it_is_read_and_when_it_is_posted(
    controller: Client, files: Path
) -> None:
    away = files.with_name("away")
    send(controller)
    batch = LedgerBatch.objects.get()
    files.rename(away)
    waits(batch, controller)
    (files / "utfall").rmdir()
    files.rmdir()
    away.rename(files)
    work()
    batch.refresh_from_db()
    assert batch.row_count == 1, batch.report

    controller.post(reverse("budget:import-confirm", args=["provkoping", batch.pk]))
    batch.refresh_from_db()
    files.rename(away)
    waits(batch, controller)
    (files / "utfall").rmdir()
    files.rmdir()
    away.rename(files)
    work()
    batch.refresh_from_db()
    assert batch.state == LedgerBatch.State.APPLIED


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOTDIR, errno.EIO])
def test_the_disk_is_at_fault_when_it_is_full_closed_or_broken(number: int) -> None:
    assert disk.is_at_fault(OSError(number, os.strerror(number)))


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "gone"), PermissionError("open"), ValueError(), None])
def test_for_the_rest_somebody_else_is(error: BaseException | None) -> None:
    assert not disk.is_at_fault(error)
