"""Letting somebody in from the server."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from styrmodell.models import AuditEvent, RoleAssignment
from styrmodell.permissions import Role
from tests.factories import OrganisationFactory

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
    assert event.target_id == RoleAssignment.objects.get().pk
    assert "Anna" in event.summary


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
