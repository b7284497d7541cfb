"""Letting somebody in from the server."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from styrmodell.models import AuditEvent, RoleAssignment
from styrmodell.permissions import Role
from tests.factories import OrganisationFactory
from ui import clock

pytestmark = pytest.mark.django_db

PASSWORD = "ett långt och lagom lösenord"


@pytest.fixture
def top(db):
    return OrganisationFactory(municipality__slug="provkoping", name="Fullmäktige")


def add(*words: str) -> str:
    out = io.StringIO()
    call_command("add_user", *words, stdout=out)
    return out.getvalue()


def test_the_link_lets_the_person_choose_a_password_once(top):
    said = add("Chef@Kommun.example", "Chefen", "provkoping", "controller")
    assert "Chefen är Controller, ekonomikontoret i Fullmäktige." in said
    [link] = re.findall(r"https?://[^/]+(/konto/\S+)", said)
    client = Client()
    form = client.get(link, follow=True)
    assert 'name="password1"' in form.text
    here = form.redirect_chain[-1][0]
    assert client.post(here, {"password1": "kort", "password2": "kort"}).status_code == 200
    client.post(here, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email="chef@kommun.example").check_password(PASSWORD)
    assert 'name="password1"' not in Client().get(link, follow=True).text
    signed_in = Client()
    signed_in.post("/konto/login/", {"login": "chef@kommun.example", "password": PASSWORD})
    assert signed_in.get("/provkoping/laget/").status_code == 200


def test_a_role_that_is_given_stands_in_the_log_once(top):
    for _ in range(2):
        add("a@kommun.example", "Anna", "provkoping", "revisor")
    event = AuditEvent.objects.get(type=AuditEvent.Type.ROLE_GIVEN)
    assert event.municipality == top.municipality
    assert (event.target_type, event.target_id) == ("accounts.user", User.objects.get().pk)
    assert event.summary == "Revisor, Fullmäktige"


def test_somebody_who_is_there_gets_one_more_role_and_keeps_name_and_password(top):
    unit = OrganisationFactory(municipality=top.municipality, parent=top, code="skola", name="Skolnämnden")
    add("a@kommun.example", "Anna", "provkoping", "politiker")
    User.objects.get().set_password(PASSWORD)
    for _ in range(2):
        add("A@kommun.example", "Någon annan", "provkoping", "namndsekreterare", "--organisation", "skola")
    assert User.objects.get().name == "Anna"
    held = set(RoleAssignment.objects.values_list("organisation_id", "role"))
    assert held == {(top.pk, Role.POLITICIAN.value), (unit.pk, Role.SECRETARY.value)}
    assert RoleAssignment.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["a", "A", "provkoping", "politiker"], "E-postadressen"),
        (["a@b.se", "A", "finns-inte", "politiker"], "ingen kommun"),
        (["a@b.se", "A", "provkoping", "kung"], "kung"),
        (["a@b.se", "A", "provkoping", "politiker", "--organisation", "x"], "koden x"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(top, words, reason):
    with pytest.raises(CommandError, match=reason):
        add(*words)
    assert not User.objects.exists()


def run(command: str, *words: str) -> str:
    out = io.StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def signed_in(email: str) -> Client:
    user = User.objects.get(email=email)
    client = Client()
    client.force_login(user)
    return client


def days_ago(days: int) -> None:
    RoleAssignment.objects.update(valid_from=clock.today() - timedelta(days=days))


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_role_that_ends_is_gone_at_the_next_page_and_stands_in_the_log(top, days):
    add("a@kommun.example", "Anna", "provkoping", "controller")
    add("a@kommun.example", "Anna", "provkoping", "revisor")
    days_ago(days)
    client = signed_in("a@kommun.example")
    assert client.get("/provkoping/budget/manader/").status_code == 200
    assert "Anna är inte längre Controller" in run("end_role", "A@kommun.example", "provkoping", "controller")
    assert client.get("/provkoping/budget/manader/").status_code == 403
    assert client.get("/provkoping/laget/").status_code == 200  # the other role is held still
    assert AuditEvent.objects.get(type=AuditEvent.Type.ROLE_ENDED).summary == "Controller, ekonomikontoret, Fullmäktige"
    with pytest.raises(CommandError, match="är inte Controller"):
        run("end_role", "a@kommun.example", "provkoping", "controller")


def test_a_closed_account_is_out_everywhere_and_what_was_done_stays(top):
    add("a@kommun.example", "Anna", "provkoping", "controller")
    User.objects.get().set_password(PASSWORD)
    days_ago(3)
    client = signed_in("a@kommun.example")
    run("close_account", "a@kommun.example")
    assert client.get("/provkoping/laget/").status_code == 302
    user = User.objects.get()
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert RoleAssignment.objects.get().valid_to == clock.today() - timedelta(days=1)
    assert AuditEvent.objects.get(type=AuditEvent.Type.ACCOUNT_CLOSED).target_id == user.pk
    with pytest.raises(CommandError, match="inget konto"):
        run("close_account", "nagon@kommun.example")


def test_people_lists_who_may_come_in_now(top):
    unit = OrganisationFactory(municipality=top.municipality, parent=top, code="skola", name="Skolnämnden")
    OrganisationFactory(municipality__slug="en-annan")
    add("b@kommun.example", "Bo", "provkoping", "namndsekreterare", "--organisation", unit.code)
    add("a@kommun.example", "Anna", "provkoping", "revisor")
    add("c@kommun.example", "Cilla", "en-annan", "revisor")
    add("d@kommun.example", "Dan", "provkoping", "revisor")
    run("end_role", "d@kommun.example", "provkoping", "revisor")
    today = clock.today().isoformat()
    assert [line.split("\t") for line in run("people", "provkoping").splitlines()] == [
        ["a@kommun.example", "Anna", "Revisor", "Fullmäktige", today],
        ["b@kommun.example", "Bo", "Nämndsekreterare", "Skolnämnden", today],
    ]
