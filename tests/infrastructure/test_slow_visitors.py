"""Whoever sends slowly, much or without end keeps nobody else waiting: a real web server, and sockets that misbehave."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from config import asgi, bodies
from config.bodies import Bodies, VisitorLeftError
from config.env import ROOT
from config.refusals import RETRY_AFTER
from devserver.runner import web_server
from tests.database import address_of
from tests.factories import UserFactory
from tests.running_demo import free_port
from tests.waiting import until

pytestmark = pytest.mark.xdist_group("slow visitors")

SLOW = 16  # posts held open: many more than there are threads
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
TOKEN = f"Cookie: csrftoken={'a' * 32}\r\n"  # so that the form is read, to compare


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, psutil.Process]]:
    """A web server as the demo starts it, over the tests' database."""
    number, log = free_port(), tmp_path_factory.mktemp("web") / "log"
    url = address_of(str(connection.settings_dict["NAME"]))
    environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "1"}  # 1: static files need not be collected
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, *web_server(number)], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    until(lambda: server.poll() is not None or is_alive(number), "the web server does not answer")
    assert server.poll() is None, log.read_text(encoding="utf-8")
    yield number, psutil.Process(server.pid)
    server.terminate()
    server.wait(30)


@pytest.fixture
def port(server: tuple[int, psutil.Process]) -> int:
    return server[0]


def is_alive(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/livez", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def begin(port: int, headers: str, body: bytes = b"") -> socket.socket:
    """A post that is begun: its headers, and what is given of its body."""
    visitor = socket.create_connection(("127.0.0.1", port), timeout=20)
    visitor.sendall(f"POST /konto/login/ HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode() + body)
    return visitor


def answer_of(visitor: socket.socket) -> tuple[int, str]:
    answer = HTTPResponse(visitor)
    answer.begin()
    return answer.status, answer.read().decode()


def test_posts_held_open_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as held:
        for _ in range(SLOW):
            held.enter_context(begin(port, f"{FORM}{TOKEN}Content-Length: 5000\r\n", b"log"))
        began = time.monotonic()
        assert is_alive(port)
        assert time.monotonic() - began < 1, "the slow ones were waited for"


@pytest.mark.parametrize("cookie", ["", "Cookie: sessionid=hittapa0123456789\r\n"], ids=["none", "made up"])
def test_much_from_somebody_who_is_not_signed_in_is_refused_before_it_is_sent(port: int, cookie: str) -> None:
    with begin(port, f"{FORM}{cookie}Content-Length: 300000000\r\n", b"a" * 1000) as visitor:
        status, text = answer_of(visitor)
    assert status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "är för stort" in text


def test_a_body_of_unsaid_length_is_refused(port: int) -> None:
    with begin(port, f"{FORM}Transfer-Encoding: chunked\r\n", b"3\r\nlog\r\n") as visitor:
        assert answer_of(visitor)[0] == HTTPStatus.LENGTH_REQUIRED


@pytest.mark.django_db(transaction=True)
def test_whoever_is_signed_in_may_send_much(port: int) -> None:
    client = Client()
    client.force_login(UserFactory())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    for length, status in (
        (bodies.SMALL + 1, HTTPStatus.FORBIDDEN),
        (bodies.LARGE + 1, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ):
        sent = b"a" * length if status == HTTPStatus.FORBIDDEN else b"a"
        with begin(port, f"{FORM}Cookie: {cookie}\r\nContent-Length: {length}\r\n", sent) as visitor:
            assert answer_of(visitor)[0] == status, "403 is for the missing token: the body was taken"


@pytest.mark.django_db(transaction=True)
def test_what_is_dear_is_made_by_other_processes_and_comes_again_when_one_is_killed(
    server: tuple[int, psutil.Process],
) -> None:
    client = Client()
    client.force_login(UserFactory())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    port, web = server

    def ask(path: str) -> tuple[int, str]:
        visitor = HTTPConnection("127.0.0.1", port, timeout=20)
        visitor.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        answer = visitor.getresponse()
        return answer.status, answer.headers.get("Retry-After", "")

    def apart() -> list[psutil.Process]:
        return [process for process in web.children(recursive=True) if process.nice() > web.nice()]

    assert (ask("/ingenstans/laget/"), apart()) == ((404, ""), [])
    assert ask("/ingenstans/uppfoljning/1/rapport/") == (404, "")
    [one] = apart()
    one.kill()
    until(lambda: one not in apart(), "it lives")
    assert ask("/ingenstans/uppfoljning/1/rapport/xlsx/") == (503, str(RETRY_AFTER))
    assert ask("/ingenstans/uppfoljning/1/rapport/xlsx/") == (404, "")


def test_a_page_comes_whole(port: int) -> None:
    visitor = HTTPConnection("127.0.0.1", port, timeout=20)
    visitor.request("GET", "/static/css/base.css", headers={"Host": "localhost"})
    assert visitor.getresponse().read() == (Path(ROOT) / "static/css/base.css").read_bytes()


@pytest.mark.parametrize(
    "asked",
    [
        "GET /livez?namn=å HTTP/1.1\r\n",
        "GET /livez HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
    ],
    ids=["å that is not quoted", "websocket"],
)
def test_what_browsers_do_not_ask_is_answered_by_the_program(port: int, asked: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as visitor:
        visitor.sendall(f"{asked}Host: localhost\r\n\r\n".encode())
        answer = HTTPResponse(visitor)
        answer.begin()
    assert answer.status == HTTPStatus.OK
    assert answer.headers["X-Request-ID"]


async def nobody_is_signed_in(scope: dict[str, Any]) -> HTTPStatus | None:
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE


async def everybody_is_signed_in(scope: dict[str, Any]) -> HTTPStatus | None:
    return None


def take(taker: Bodies, length: int, *messages: dict[str, Any]) -> HTTPStatus | None:
    """Take a body of which these messages come; after them nothing does."""
    coming = list(messages)

    async def receive() -> dict[str, Any]:
        if not coming:
            await asyncio.Event().wait()
        return coming.pop(0)

    async def taken() -> HTTPStatus | None:
        scope = {"headers": [(b"content-length", str(length).encode())]}
        async with taker.taken(scope, receive, BytesIO()) as refusal:
            return refusal

    return asyncio.run(taken())


def test_a_body_that_does_not_come_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.05)
    monkeypatch.setattr(bodies, "LARGE_SECONDS", 0.05)
    half = {"type": "http.request", "body": b"hal", "more_body": True}
    assert take(Bodies(nobody_is_signed_in), 6, half) == HTTPStatus.REQUEST_TIMEOUT
    assert take(Bodies(everybody_is_signed_in), bodies.SMALL + 1, half) == HTTPStatus.REQUEST_TIMEOUT
    assert take(Bodies(nobody_is_signed_in), 6, half, half) is None


def test_only_so_many_large_bodies_are_taken_at_once() -> None:
    taker = Bodies(everybody_is_signed_in)
    taker.large = bodies.LARGE_AT_ONCE
    assert take(taker, bodies.SMALL + 1) == HTTPStatus.SERVICE_UNAVAILABLE
    with pytest.raises(VisitorLeftError):
        take(Bodies(everybody_is_signed_in), bodies.SMALL + 1, {"type": "http.disconnect"})


def visit(*headers: tuple[bytes, bytes], body: bytes = b"") -> list[dict[str, Any]]:
    """What the application sends to whoever asks for the first page."""
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1",
             "headers": list(headers)}  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    asyncio.run(asgi.application(scope, receive, send))
    return sent


def test_a_large_body_holds_its_place_until_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    taker, under_way = Bodies(everybody_is_signed_in), list[int]()

    def note(environ: dict[str, Any], start_response: Any) -> Any:
        under_way.append(taker.large)
        start_response("200 OK", [])
        return (part for part in [b"ok"])

    monkeypatch.setattr(asgi, "_bodies", taker)
    monkeypatch.setattr(asgi, "django", note)
    much = b"a" * (bodies.SMALL + 1)
    visit((b"content-length", str(len(much)).encode()), body=much)
    assert (under_way, taker.large) == ([1], 0)


def on_a_full_disk(**_: object) -> IO[bytes]:
    return Path("/dev/full").open("w+b")


def test_an_answer_that_finds_no_room_on_the_disk_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    django = asgi.django

    def much(environ: dict[str, Any], start_response: Any) -> Any:
        if "styrmodell.refusal" in environ:
            return django(environ, start_response)
        start_response("200 OK", [])
        return (part for part in [b"a" * (asgi.IN_MEMORY + 1)])

    monkeypatch.setattr(asgi, "django", much)
    monkeypatch.setattr(tempfile, "TemporaryFile", on_a_full_disk)
    start, page, _end = visit()
    assert start["status"] == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Styrmodell kan inte svara just nu" in page["body"].decode()


def test_a_header_with_an_underscore_does_not_pass_for_one_of_the_proxys(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    def note(environ: dict[str, Any], start_response: Any) -> Any:
        seen.append(environ)
        start_response("200 OK", [])
        return (part for part in [b"ok"])

    monkeypatch.setattr(asgi, "django", note)
    sent = visit((b"x_forwarded_for", b"192.0.2.1"), (b"x-request", b"mine"))
    assert "HTTP_X_FORWARDED_FOR" not in seen[0]
    assert seen[0]["HTTP_X_REQUEST"] == "mine"
    assert [message.get("body") for message in sent] == [None, b"ok", b""]
