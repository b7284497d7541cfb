"""What nothing refers to is cleared away from the folder of uploads; what something may refer to never is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from budget.importers.apply import folder, rows_path
from budget.importers.stray import A_DAY
from budget.models import LedgerBatch
from budget.tasks import remove_stray_files
from styrmodell.models import Municipality
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def lies(name: str, *, seconds: float = 2 * A_DAY) -> Path:
    """A file that was written so many seconds ago."""
    path = folder() / name
    path.write_text("5010;-5")
    written = time.time() - seconds
    os.utime(path, (written, written))
    return path


def batch(municipality: Municipality, state: str, name: str) -> LedgerBatch:
    return LedgerBatch.objects.create(
        municipality=municipality, year=2026, filename="utfall.csv", sign="intakt_plus", staged_path=name, state=state
    )


def test_what_no_import_refers_to_is_removed_and_all_else_stays() -> None:
    waiting = batch(MunicipalityFactory(), LedgerBatch.State.STAGED, "waiting.csv")
    posted = batch(MunicipalityFactory(), LedgerBatch.State.APPLIED, "posted.csv")
    kept = [lies("waiting.csv"), lies("posted.csv"), lies(rows_path(waiting).name)]
    new = [lies("new.csv", seconds=A_DAY - 60), lies(f"{waiting.pk}.0f0f", seconds=60)]
    coming = lies("coming.csv", seconds=-A_DAY)  # written while the clock was wrong
    stray = [lies("taken back.csv"), lies(f"{waiting.pk}.1e1e"), lies(rows_path(posted).name)]

    assert remove_stray_files() == len(stray)

    assert set(folder().iterdir()) == {*kept, *new, coming}


def test_nothing_is_removed_on_the_word_of_a_database_without_imports() -> None:
    """It may be another's: a wrong address in the settings must cost nobody a file."""
    upload = lies("upload.csv")
    assert remove_stray_files() == 0
    assert upload.exists()


def test_a_file_that_somebody_else_has_just_removed_stops_nothing() -> None:
    batch(MunicipalityFactory(), LedgerBatch.State.APPLIED, "posted.csv")
    lies("posted.csv")
    stray = lies("taken back.csv")
    (folder() / "gone.csv").symlink_to(folder() / "nowhere")  # listed, and not there when it is asked for
    assert remove_stray_files() == 1
    assert not stray.exists()
