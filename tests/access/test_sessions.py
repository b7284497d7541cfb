"""How long one stays signed in, what is said when it ends, and what is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.sessions import BEGAN, SEEN
from accounts.tasks import forget_visits
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ENDED = "Din inloggning har tagit slut"
MORNING = datetime(2026, 9, 30, 7, 0, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    return UserFactory()


def is_in(client: Client) -> bool:
    return client.get(reverse("styrmodell:choose")).status_code == 200


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def stays_in(client: Client, *moments: timedelta) -> list[bool]:
    """Is the client let in at each of the moments after it signed in?"""
    answers = []
    for moment in moments:
        with time_machine.travel(MORNING + moment, tick=False):
            answers.append(is_in(client))
    return answers


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


@time_machine.travel(MORNING, tick=False)
def test_who_asks_for_nothing_for_an_hour_is_out(user: User) -> None:
    assert stays_in(signed_in(user), *minutes(59)) == [True]
    assert stays_in(signed_in(user), *minutes(60)) == [False]


@time_machine.travel(MORNING, tick=False)
def test_who_asks_for_something_stays_in_for_ten_hours_and_no_longer(user: User) -> None:
    half_hours = minutes(*range(30, 600, 30))
    client = signed_in(user)
    assert all(stays_in(client, *half_hours))
    assert stays_in(client, *minutes(599, 600)) == [True, False]


@time_machine.travel(MORNING, tick=False)
def test_a_sign_in_from_an_earlier_version_ends_too(user: User) -> None:
    client = signed_in(user)
    session = client.session
    for written in (BEGAN, SEEN):
        del session[written]
    session.save()
    assert all(stays_in(client, *minutes(*range(1, 600, 30))))
    assert stays_in(client, *minutes(600, 601)) == [True, False]


@time_machine.travel(MORNING, tick=False)
def test_who_writes_stays_in_since_the_page_says_so(user: User) -> None:
    client, still_here = signed_in(user), reverse("accounts:still-here")
    with time_machine.travel(MORNING + timedelta(minutes=50), tick=False):
        answer = client.get(still_here)
    assert (answer.status_code, answer.content) == (204, b"")
    assert stays_in(client, *minutes(109)) == [True]
    assert Client().get(still_here).status_code == 302


@time_machine.travel(MORNING, tick=False)
def test_both_times_are_settings(user: User, settings) -> None:
    settings.SESSION_COOKIE_AGE, settings.SESSION_HOURS = 15 * 60, 1
    client = signed_in(user)
    assert stays_in(client, *minutes(14, 28, 42, 56, 60)) == [True, True, True, True, False]
    assert stays_in(signed_in(user), *minutes(15)) == [False]


def is_kept(key: str, after: timedelta) -> bool:
    """Is the row still there for whoever reads it without us, as what is asked before a body is taken?"""
    with time_machine.travel(MORNING + after, tick=False):
        return SESSION_KEY in DjangosStore(key)


@time_machine.travel(MORNING, tick=False)
def test_the_end_is_the_servers_whatever_the_browser_keeps(user: User) -> None:
    client = signed_in(user)
    with time_machine.travel(MORNING + timedelta(minutes=1), tick=False):
        cookie = client.get("/").cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["max-age"], cookie["expires"]) == ("", ""), "the browser keeps it until it is closed"
    assert is_kept(cookie.value, timedelta(minutes=60))
    assert not is_kept(cookie.value, timedelta(minutes=61))


@time_machine.travel(MORNING, tick=False)
def test_it_is_written_down_once_a_minute_that_somebody_is_there(user: User) -> None:
    client = signed_in(user)
    page = reverse("styrmodell:choose")

    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return sum(query["sql"].startswith("UPDATE") for query in asked)

    assert writes() == 0
    with time_machine.travel(MORNING + timedelta(seconds=60), tick=False):
        assert [writes(), writes()] == [1, 0]


@pytest.mark.parametrize("page", ["/", "/provkoping/laget/"])
def test_whoever_is_out_is_told_why_at_the_login_page_and_comes_back(user: User, page: str) -> None:
    with time_machine.travel(MORNING):
        client = signed_in(user)
    answer = client.get(page, follow=True)
    assert answer.redirect_chain == [(f"/konto/login/?next={page}", 302)]
    assert ENDED in answer.text
    assert "på 60 minuter, och senast efter 10 timmar" in answer.text
    assert ENDED not in client.get(page, follow=True).text, "once"


def test_a_stranger_is_told_nothing_about_an_end(user: User) -> None:
    assert ENDED not in Client().get("/provkoping/laget/", follow=True).text
    client = signed_in(user)
    client.post(reverse("account_logout"))
    assert ENDED not in client.get("/provkoping/laget/", follow=True).text


def test_nobody_is_promised_to_be_remembered() -> None:
    assert "Kom ihåg" not in Client().get(reverse("account_login")).text


def test_what_has_ended_is_forgotten_and_nothing_else(user: User) -> None:
    with time_machine.travel(MORNING):
        old = signed_in(user).session.session_key
        cache.set("old", 1, timeout=60)
    client = signed_in(user)
    cache.set("new", 1, timeout=60)

    forget_visits()

    assert not Session.objects.filter(pk=old).exists()
    assert DjangosStore(client.session.session_key).load()
    assert is_in(client)
    assert cache.get("new") == 1
    assert settings.CELERY_BEAT_SCHEDULE["forget-visits"]["task"] == forget_visits.name
