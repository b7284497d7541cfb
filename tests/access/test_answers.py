"""What every answer carries, whatever it says: headers, no caching, no method but its own, no change by reading."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from tests.access import nasty, world
from tests.access.table import INSIDE, OUTSIDE
from tests.access.test_nasty import everything, page_of

pytestmark = pytest.mark.django_db

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def home(db):
    return world.build("HEMMA")


def assert_guarded(response, where: str) -> None:
    """The headers that keep a browser from being fooled."""
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy, where
    assert response.headers.get("X-Content-Type-Options") == "nosniff", where
    assert response.headers.get("X-Frame-Options") == "DENY", where
    assert response.headers.get("Referrer-Policy") == "same-origin", where
    assert response.headers.get("Cross-Origin-Opener-Policy") == "same-origin", where


@pytest.mark.parametrize("route", [*INSIDE, *OUTSIDE], ids=lambda route: route.name)
def test_every_answer_is_guarded_and_nothing_of_a_signed_in_user_is_kept(route, home):
    signed_in, stranger = everything(home), Client(raise_request_exception=False)
    for method in ("GET", "POST", "PUT"):
        for client in (signed_in, stranger):
            response = client.generic(method, page_of(route, home))
            assert_guarded(response, f"{method} {route.name} {response.status_code}")
            if client is signed_in and not route.name.startswith("styrmodell:brand"):
                assert "no-store" in response.headers["Cache-Control"], f"{method} {route.name}"


@pytest.mark.parametrize(
    ("status", "path", "extra"),
    [
        (400, "/", {"HTTP_HOST": "elak.example"}),
        (400, "/", {"HTTP_HOST": "a b"}),
        (302, "/finns-inte/laget/", {}),
        (404, "/konto/finns-inte", {}),
        (302, "/", {}),
        (200, "/konto/login/", {}),
    ],
)
def test_answers_that_no_view_made_are_guarded_too(status, path, extra, home):
    response = Client(raise_request_exception=False).get(path, **extra)
    assert response.status_code == status
    assert_guarded(response, path)


@pytest.mark.parametrize("fault", [RuntimeError, KeyError, DatabaseError, TimeoutError, RecursionError, MemoryError])
def test_a_fault_of_ours_is_guarded_says_nothing_and_is_swedish(fault, home, monkeypatch):
    def broken(*args, **kwargs):
        raise fault("hemligheten")

    monkeypatch.setattr("styrmodell.pages.glossary.glossary", broken)
    response = everything(home).get(reverse("styrmodell:glossary", args=[home.kommun.slug]))
    assert response.status_code == 500
    assert "hemligheten" not in response.text
    assert "Något gick fel hos oss" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert_guarded(response, "500")


@pytest.mark.parametrize("path", ["/", "/konto/login/"])
def test_another_host_name_is_refused_in_swedish(path):
    for host in ("elak.example", "testserver.elak.example", "testserver@elak.example", "a b", "testserver:x"):
        response = Client(raise_request_exception=False).get(path, HTTP_HOST=host)
        assert response.status_code == 400
        assert "elak.example" not in response.text
        assert 'lang="sv"' in response.text


@pytest.mark.parametrize("route", [*INSIDE, *OUTSIDE], ids=lambda route: route.name)
def test_a_route_takes_its_own_methods_only(route, home):
    client, before = everything(home), nasty.fingerprint()
    for method in {*UNSAFE, "GET", "TRACE"} - set(route.methods):
        status = client.generic(method, page_of(route, home)).status_code
        assert status in {404, 405}, f"{method} {route.name}: {status}"
    assert nasty.fingerprint() == before


@pytest.mark.parametrize("route", [r for r in INSIDE if "GET" in r.methods], ids=lambda route: route.name)
def test_reading_changes_nothing(route, home):
    client, before = everything(home), nasty.fingerprint()
    for method in ("GET", "HEAD", "OPTIONS"):
        for headers in ({}, {"HX-Request": "true"}):
            client.generic(method, page_of(route, home), headers=headers)
    assert nasty.fingerprint() == before


@pytest.mark.parametrize("route", [r for r in [*INSIDE, *OUTSIDE] if "POST" in r.methods], ids=lambda route: route.name)
def test_no_post_is_taken_without_its_token(route, home):
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    careful.cookies, careful.handler.enforce_csrf_checks = everything(home).cookies, True
    careful.get(reverse("styrmodell:calendar", args=[home.kommun.slug]))
    token, other = careful.cookies["csrftoken"].value, Client()
    other.get(reverse("account_login"))
    before, url = nasty.fingerprint(), page_of(route, home)
    refused = [
        {},
        {"HX-Request": "true"},
        {"X-CSRFToken": other.cookies["csrftoken"].value},
        {"X-CSRFToken": token, "Origin": "https://elak.example"},
        {"X-CSRFToken": token, "Origin": "null"},
    ]
    for headers in refused:
        response = careful.post(url, headers=headers)
        assert is_stale(response), f"{route.name} {headers}: {response.status_code}"
    assert nasty.fingerprint() == before
    assert not is_stale(careful.post(url, headers={"X-CSRFToken": token}))


def is_stale(response) -> bool:
    """Was it the token that was missing?"""
    return response.status_code == 403 and "Sidan har blivit för gammal" in response.text
