"""A real browser against a real server: one Chromium per test process, one clean context per test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from config.env import ROOT
from config.sockets import PROGRAM
from devserver.child import end_with_parent
from tests.as_program import as_program
from tests.database import address_of
from tests.demo_database import example_municipalities, examples_name

pytest.register_assert_rewrite("tests.e2e.comparing")  # so that it says what differs
PATIENCE = 20_000  # milliseconds: a page on a machine where another test process works beside
expect.set_options(timeout=PATIENCE)
WORKER = ["-m", "celery", "-A", "config.celery", "worker", "--pool", "solo", "--loglevel", "WARNING"]
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium (``CHROMIUM_PATH`` names another). A machine without one fails, it does not skip."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: run make system-packages, or set CHROMIUM_PATH"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's event loop runs in the tests' thread
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """The program in a thread of this process. pytest-django's own fixture empties every table after each test; here a
    test throws its whole database away."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture
def context(browser: Browser, server: LiveServer) -> Iterator[BrowserContext]:
    """A clean, Swedish browser profile; addresses are relative to the live server. Only that server is reached."""
    opened = browser.new_context(
        base_url=server.url, locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce"
    )
    foreign: list[str] = []
    opened.on("request", lambda request: None if request.url.startswith(_own(server)) else foreign.append(request.url))
    yield opened
    opened.close()
    assert foreign == [], "the page asked another server"


def _own(server: LiveServer) -> tuple[str, ...]:
    return (server.url, "data:", "blob:", "about:")


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page. The test fails when a page throws an error or breaks its Content-Security-Policy."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    yield opened
    assert complaints == []


@pytest.fixture
def sign_in(context: BrowserContext, server: LiveServer) -> Callable[[User], None]:
    """``sign_in(user)``: the browser is logged in as the user from then on."""

    def as_user(user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])

    return as_user


@pytest.fixture
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The five example municipalities, as `load_demo` makes them, on 30 September 2026, with the rights in the database
    that the program has in production."""
    with django_db_blocker.unblock(), example_municipalities(), as_program():
        yield


@pytest.fixture
def person(demo: None, sign_in: Callable[[User], None]) -> Callable[[str], User]:
    """``person("controller@hallsberg")``: somebody in the examples sits down at the browser."""

    def sit_down(address: str) -> User:
        user = User.objects.get(email=f"{address}.example")
        sign_in(user)
        return user

    return sit_down


@pytest.fixture
def worker(demo: None) -> Iterator[None]:
    """A real worker process over this test's database and broker."""
    command = [*end_with_parent("KILL"), sys.executable, *WORKER, *ALONE]
    environment = os.environ | {"DATABASE_URL": address_of(examples_name(), PROGRAM)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    yield
    assert process.poll() is None, "the worker has died"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
