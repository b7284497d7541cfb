"""What the service answers to the machine that watches it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from config import health, probe


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


def answer_without_database(view: Callable[..., HttpResponse]) -> HttpResponse:
    """Ask the view in a thread, whose own connection looks for a database that does not exist."""
    answers: list[HttpResponse] = []

    def ask() -> None:
        connection.settings_dict = {**connection.settings_dict, "NAME": "missing"}
        answers.append(view(RequestFactory().get("/")))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(30)
    return answers[0]


@pytest.mark.django_db
def test_without_its_database_it_is_alive_but_not_ready() -> None:
    assert answer_without_database(health.livez).status_code == 200
    refused = answer_without_database(health.readyz)
    assert (refused.status_code, refused.content) == (503, b"database\n"), "a word, and nothing about why"


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
