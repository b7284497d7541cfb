"""Every request and job leaves one line that can be found again, and says no more of a person than who and from where."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from config.logs import JsonFormatter, LineFormatter
from styrmodell import jobs
from styrmodell.access import access_for
from styrmodell.models import Job
from styrmodell.permissions import Role
from styrmodell.rules.queues import Queue
from tests.access import world

pytestmark = pytest.mark.django_db

Line = dict[str, object]


class Lines:
    """What the program has written to its log since the last look, as production writes it."""

    def __init__(self, stream: StringIO) -> None:
        self.stream = stream

    def taken(self, message: str = "request") -> list[Line]:
        text = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        lines: list[Line] = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if line["message"] == message]


@pytest.fixture
def lines() -> Iterator[Lines]:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield Lines(stream)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def home() -> world.World:
    return world.build("HEMMA")


def test_a_request_leaves_one_line(home, lines):
    client = home.client(Role.CONTROLLER)
    lines.taken()
    answer = client.get(reverse("styrmodell:glossary", args=[home.kommun.slug]), {"q": "hemlig sökning"})
    [line] = lines.taken()
    assert datetime.fromisoformat(str(line.pop("time"))).utcoffset().total_seconds() == 0
    assert line.pop("ms") >= 0
    assert line.pop("queries") >= 3  # session, user, roles
    assert line == {
        "level": "INFO",
        "logger": "styrmodell.requests",
        "message": "request",
        "id": answer["X-Request-ID"],
        "user": home.users[Role.CONTROLLER].pk,
        "municipality": home.kommun.slug,
        "address": "127.0.0.1",
        "method": "GET",
        "route": "styrmodell:glossary",
        "status": 200,
    }


@pytest.mark.parametrize(
    ("path", "extra", "route", "status"),
    [
        ("/livez", {}, "livez", 200),
        ("/konto/finns-inte", {}, "", 404),
        ("/finns-inte/laget/", {}, "followup:status-view", 302),
        ("/", {"HTTP_HOST": "elak.example"}, "", 400),
    ],
)
def test_of_a_stranger_it_knows_no_more_than_from_where(path, extra, route, status, lines):
    Client(raise_request_exception=False).get(path, **extra)
    [line] = lines.taken()
    assert (line["user"], line["municipality"], line["route"], line["status"]) == (None, "", route, status)


def test_no_line_has_what_was_sent(home, lines):
    client = home.client(Role.CONTROLLER)
    client.get("/konto/password/reset/key/1-hemlignyckel/?q=hemlig")
    client.post("/konto/login/", {"login": "hemlig@example.org", "password": "hemligt lösenord"})
    client.get(f"/{home.kommun.slug}/hemligt-ord/?namn=hemlig")
    Client(enforce_csrf_checks=True).post(f"/{home.kommun.slug}/hemligt-ord/")
    Client(enforce_csrf_checks=True).post("/konto/login/?hemlig=1")
    assert "hemlig" not in lines.stream.getvalue()
    assert len(lines.taken()) == 5


@pytest.mark.parametrize(
    "answer_of",
    [
        lambda home, client: client.get(f"/{home.kommun.slug}/finns-inte/alls/"),
        lambda home, client: client.get(reverse("budget:import", args=[home.kommun.slug])),
        lambda home, client: client.get("/", HTTP_HOST="elak.example"),
        lambda home, client: client.get("/", **{"styrmodell.refusal": 413}),
        lambda home, client: Client(enforce_csrf_checks=True).post("/konto/login/"),
    ],
    ids=["404", "403", "400", "413", "csrf"],
)
def test_a_page_that_says_no_has_the_reference_of_its_line(answer_of, home, lines):
    client = home.client(Role.POLITICIAN)
    client.raise_request_exception = False
    lines.taken()
    answer = answer_of(home, client)
    [line] = lines.taken()
    assert line["status"] == answer.status_code >= 400
    assert shown(answer) == line["id"] == answer["X-Request-ID"]


def shown(answer) -> str:
    [found] = re.findall(r'Referens: <span class="nowrap">([^<]+)</span>', answer.text)
    return found


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("hemligheten"), 500), (OperationalError("borta"), 503)])
def test_a_fault_of_ours_is_found_with_its_trace_by_the_reference_on_the_page(error, status, home, lines, monkeypatch):
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr("styrmodell.pages.glossary.glossary", broken)
    client = home.client(Role.CONTROLLER)
    client.raise_request_exception = False
    lines.taken()
    answer = client.get(reverse("styrmodell:glossary", args=[home.kommun.slug]))
    written = [json.loads(line) for line in lines.stream.getvalue().splitlines()]
    assert answer.status_code == status
    assert {line["id"] for line in written} == {shown(answer)}
    assert [line["status"] for line in written if line["message"] == "request"] == [status]
    assert any(str(error) in line.get("trace", "") for line in written)


def test_only_our_own_proxy_says_which_id_a_request_has(settings):
    given = {"HTTP_X_REQUEST_ID": "fran-proxyn-0123456789"}
    assert Client().get("/livez", **given)["X-Request-ID"] != given["HTTP_X_REQUEST_ID"]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    given["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"
    assert Client().get("/livez", **given)["X-Request-ID"] == given["HTTP_X_REQUEST_ID"]
    for odd in ("kort", "x" * 33, 'a"b<c>d\\e f', "rad\\nrad rad"):
        assert Client().get("/livez", HTTP_X_REQUEST_ID=odd)["X-Request-ID"] != odd


@pytest.mark.parametrize("reason", ["", "trasigt"])
def test_a_job_has_the_reference_of_the_request_that_ordered_it(reason, home, lines, monkeypatch):
    def work(job: Job) -> dict[str, object]:
        if reason:
            raise jobs.JobError(reason)
        return {"request": jobs.access_of(job).request_id}

    monkeypatch.setitem(jobs._KINDS, "prov", jobs.JobKind(work, Queue.REPORTS, limited=True))
    home.client(Role.CONTROLLER)
    access = access_for(home.users[Role.CONTROLLER], home.kommun, "bestallningen")
    job = jobs.order(kind="prov", key="1", access=access)
    jobs.work(Queue.REPORTS, "")
    [line] = lines.taken("job")
    job.refresh_from_db()
    assert (line["id"], line["job"], line["attempt"]) == ("bestallningen", f"prov-{job.pk}", 1)
    assert (line["user"], line["municipality"]) == (access.user_id, home.kommun.slug)
    assert line["state"] == job.state == ("misslyckad" if reason else "klar")
    assert reason or job.result == {"request": "bestallningen"}


def test_whatever_stands_in_a_message_it_is_one_line():
    record = logging.LogRecord("styrmodell", logging.ERROR, "", 0, "rad\n2\x1b[31m\u2028rad", (), None)
    record.fields = {"what": "\r\n{}", "number": connection}
    written = JsonFormatter().format(record)
    assert written.isascii()
    assert len(written.splitlines()) == 1
    assert json.loads(written)["message"] == "rad\n2\x1b[31m\u2028rad"


def test_in_the_demo_it_is_a_line_to_read():
    record = logging.LogRecord("styrmodell.requests", logging.INFO, "", 0, "request", (), None)
    record.fields = {"user": None, "municipality": "hallsberg", "status": 200}
    assert (
        LineFormatter().format(record).endswith(" INFO styrmodell.requests: request municipality=hallsberg status=200")
    )
