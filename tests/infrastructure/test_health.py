"""What the service answers to the machine that watches it."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, override_settings

from config import probe
from tests.factories import UserFactory


@pytest.mark.django_db
def test_a_sound_service_is_alive_and_ready(client: Client) -> None:
    assert client.get("/livez").content == b"ok\n"
    assert client.get("/readyz").content == b"ok\n"


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_means_not_ready(client: Client) -> None:
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("styrmodell")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations\n")
    assert client.get("/livez").status_code == 200


def without_database(path: str, client: Client) -> HttpResponse:
    """Ask in a thread, whose own connection looks for a database that does not exist."""
    answers: list[HttpResponse] = []

    def ask() -> None:
        connection.settings_dict = {**connection.settings_dict, "NAME": "missing"}
        answers.append(client.get(path))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(30)
    return answers[0]


@pytest.fixture(params=["with a session", "without"])
def visitor(request: pytest.FixtureRequest, db: None) -> Client:
    visitor = Client(raise_request_exception=False)
    if request.param == "with a session":
        visitor.force_login(UserFactory())
    return visitor


def test_without_its_database_it_is_alive_but_not_ready(visitor: Client) -> None:
    assert without_database("/livez", visitor).status_code == 200
    refused = without_database("/readyz", visitor)
    assert (refused.status_code, refused.content) == (503, b"database\n"), "a word, and nothing about why"


@pytest.mark.parametrize("path", ["/", "/provkoping/laget/", "/provkoping/finns-inte/", "/konto/login/"])
def test_without_its_database_every_page_says_so_and_when_to_come_back(path: str, db: None) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.force_login(UserFactory())
    answer = without_database(path, visitor)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "kan inte svara just nu" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_without_room_for_files_or_their_folder_it_is_not_ready(client: Client, tmp_path: Path) -> None:
    with override_settings(VAR_DIR=tmp_path / "gone"):
        assert client.get("/readyz").content == b"disk\n"
    with override_settings(VAR_DIR=Path("/proc")):  # where nothing is ever free
        assert (client.get("/readyz").status_code, client.get("/livez").status_code) == (503, 200)


@pytest.mark.django_db
def test_a_full_disk_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ui.views.gallery.gallery", full)
    answer = Client(raise_request_exception=False).get("/komponenter/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Disken är full" in answer.content.decode()


@pytest.mark.django_db
def test_probes_are_never_cached_never_redirected_and_take_no_posts(client: Client) -> None:
    assert "no-store" in client.get("/readyz")["Cache-Control"]
    assert client.post("/readyz").status_code == 405
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/readyz").status_code == 200


def test_the_probe_of_beat_notices_silence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert not probe.beat()
    (tmp_path / "beat-schedule").touch()
    assert probe.beat()


def test_the_probe_of_a_web_server_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")
    assert probe.main(["web"]) == 1
    assert probe.main(["kaffe"]) == 2
