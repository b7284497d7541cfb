"""Handing over what somebody holds: to a deputy for a time, or for good, all of it or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from styrmodell.models import AuditEvent, RoleAssignment
from styrmodell.permissions import Role
from tests.access import world
from tests.factories import RoleAssignmentFactory
from ui import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 30, 12, tzinfo=timezone.get_default_timezone())


class Home:
    """A municipality with an administrator, a head of a nämnd and somebody to take over."""

    def __init__(self) -> None:
        self.world = world.build("HEMMA")
        self.kommun, self.unit, self.top = self.world.kommun, self.world.own.organisation, self.world.top
        self.admin = self.hold(Role.ADMINISTRATOR, self.top, "Ada")
        self.head = self.hold(Role.DEPARTMENT_HEAD, self.unit, "Hedda Head")
        self.hold(Role.UNIT_MANAGER, self.world.own.line, user=self.head.user)
        self.other = self.hold(Role.POLITICIAN, self.top, "Olle Ny")
        self.client = Client()
        self.client.force_login(self.admin.user)

    def hold(self, role: Role, organisation, name: str = "", **values) -> RoleAssignment:
        named = {"user__name": name} if name else {}
        return RoleAssignmentFactory(role=role.value, organisation=organisation, **named, **values)

    def url(self, person_id: int) -> str:
        return reverse("styrmodell:hand-over", args=[self.kommun.slug, person_id])

    def hand_over(self, **changed: object):
        sent = {
            "taker": "olle ny", "how": "ersattare", "first": "2026-12-01", "last": "2026-12-31",
            "roles": [row.pk for row in self.of(self.head.user)],
        }  # fmt: skip
        return self.client.post(self.url(self.head.user_id), {**sent, **changed})

    def of(self, user) -> list[RoleAssignment]:
        return list(RoleAssignment.objects.filter(user=user).exclude(role="politiker").order_by("pk"))

    def days(self, user) -> list[tuple[str, int, object, object, object]]:
        return [
            (row.role, row.organisation_id, row.valid_from, row.valid_to, row.deputy_for_id) for row in self.of(user)
        ]


def day(days: int):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def home(db):
    with time_machine.travel(NOON, tick=False):
        yield Home()


def test_a_deputy_has_the_roles_for_a_time_and_whose_they_are_keeps_them(home):
    before = home.days(home.head.user)

    assert home.hand_over().status_code == 302

    assert home.days(home.head.user) == before
    assert home.days(home.other.user) == [
        ("forvaltningschef", home.unit.pk, day(1), day(31), home.head.user_id),
        ("enhetschef", home.world.own.line.pk, day(1), day(31), home.head.user_id),
    ]
    page = home.client.get(reverse("styrmodell:people", args=[home.kommun.slug]), {"sok": "olle"}).text
    assert "ersätter Hedda Head" in page
    events = AuditEvent.objects.filter(type=AuditEvent.Type.ROLE_GIVEN, target_id=home.other.user_id)
    assert all(event.summary.endswith(", som ersättare") for event in events)
    assert events.count() == 2


def test_handed_over_for_good_the_roles_end_the_day_before(home):
    assert home.hand_over(how="for-gott", last="").status_code == 302
    assert {row[3] for row in home.days(home.head.user)} == {day(0)}
    assert {row[2:] for row in home.days(home.other.user)} == {(day(1), None, None)}


def test_a_role_that_ends_before_keeps_its_day(home):
    RoleAssignment.objects.filter(pk=home.head.pk).update(valid_to=day(0))
    home.hand_over(how="for-gott", first="2026-12-15", last="", roles=[home.head.pk])
    assert RoleAssignment.objects.get(pk=home.head.pk).valid_to == day(0)


def test_one_role_of_several_is_handed_over(home):
    assert home.hand_over(roles=[home.head.pk]).status_code == 302
    assert [row[0] for row in home.days(home.other.user)] == ["forvaltningschef"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"taker": "Ingen Alls"}, "Bjud in personen först."),
        ({"taker": "hedda head"}, "Personen har redan rollerna."),
        ({"last": ""}, "Skriv till och med vilken dag ersättaren har rollerna."),
        ({"last": "2026-11-30"}, "Den sista dagen ligger före den första."),
        ({"first": "2026-11-29"}, "Överlämningen kan börja tidigast i dag."),
        ({"roles": []}, "Välj minst ett alternativ under ”Roller”."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_handed_over(changed, reason, home):
    answer = home.hand_over(**changed)
    assert answer.status_code == 422
    assert reason in answer.text
    assert home.days(home.other.user) == []


def test_all_of_it_or_nothing(home):
    home.hold(Role.UNIT_MANAGER, home.world.own.line, user=home.other.user)
    answer = home.hand_over()
    assert answer.status_code == 422
    assert "Olle Ny har redan den rollen där de dagarna." in answer.text
    assert len(home.days(home.other.user)) == 1


def test_the_last_administrator_hands_over_only_to_somebody_who_can_sign_in(home):
    roles, where = [home.admin.pk], home.url(home.admin.user_id)
    sent = {"taker": "Olle Ny", "how": "for-gott", "first": "2026-12-01", "last": "", "roles": roles}
    home.other.user.set_unusable_password()
    home.other.user.save()
    answer = home.client.post(where, sent)
    assert answer.status_code == 422
    assert "Då står kommunen utan administratör." in answer.text
    home.other.user.set_password("ett långt och lagom lösenord")
    home.other.user.save()
    assert home.client.post(where, sent).status_code == 302


def test_somebody_of_another_municipality_takes_nothing_over(home):
    far = world.build("BORTA")
    stranger = RoleAssignmentFactory(organisation=far.top, user__name="Sten Stranger")
    assert home.hand_over(taker=stranger.user.email).status_code == 422
    assert home.client.get(home.url(stranger.user_id)).status_code == 404


def test_what_awaits_is_told(home):
    page = home.client.get(home.url(home.head.user_id))
    [line] = page.context["waits"]
    assert line.count == "1\u00a0rapport att lämna in"
    assert line.named == f"{home.world.own.slot.occasion.name}, {home.unit.name}"
    assert "Inget väntar på personen just nu." in home.client.get(home.url(home.other.user_id)).text
