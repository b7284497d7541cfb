"""The yearly review of who may do what: part by part, with a record that never changes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from styrmodell.models import AuditEvent, RoleAssignment, RoleReview
from styrmodell.permissions import Role
from tests.factories import MunicipalityFactory, OrganisationFactory, RoleAssignmentFactory
from tests.fixtures import new_client

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=timezone.get_default_timezone())


class Town:
    """A municipality with a nämnd, a unit below it, and five roles."""

    def __init__(self) -> None:
        self.kommun = MunicipalityFactory(slug="provkoping")
        self.top = OrganisationFactory(municipality=self.kommun, name="Fullmäktige", kind="fullmaktige", code="kf")
        self.school = self.below(self.top, "Skolnämnden", "skola")
        self.unit = self.below(self.school, "Norrskolan", "norr")
        self.social = self.below(self.top, "Socialnämnden", "social")
        self.admin = self.hold(self.top, Role.ADMINISTRATOR, "Ada")
        self.head = self.hold(self.school, Role.DEPARTMENT_HEAD, "Hedda")
        self.manager = self.hold(self.unit, Role.UNIT_MANAGER, "Evert")
        self.hold(self.social, Role.SECRETARY, "Sigge")
        self.hold(self.school, Role.POLITICIAN, "Gammel", valid_to=date(2026, 11, 29))
        self.client = Client()
        self.client.force_login(self.admin.user)

    def below(self, parent, name: str, code: str):
        return OrganisationFactory(municipality=self.kommun, parent=parent, name=name, code=code)

    def hold(self, organisation, role: Role, name: str, **values) -> RoleAssignment:
        return RoleAssignmentFactory(organisation=organisation, role=role.value, user__name=name, **values)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"styrmodell:{name}", args=["provkoping", *arguments])

    def confirm(self, code: str, ended: list[int] | None = None, seen: str | None = None):
        page = self.client.get(self.url("review", code))
        shown = page.context["form"].initial["seen"] if seen is None else seen
        return self.client.post(self.url("review", code), {"seen": shown, "ended": ended or []})

    def parts(self) -> dict[str, tuple[str, str]]:
        page = self.client.get(self.url("reviews")).context["page"]
        return {part.name: (part.count, part.mark.label) for part in page.parts}


@pytest.fixture
def town(db):
    with time_machine.travel(noon(2026, 11, 30), tick=False):
        yield Town()


def test_each_part_says_how_many_roles_are_left_to_look_at(town):
    assert town.parts() == {
        "Fullmäktige": ("0 av 1", "1 kvar"),
        "Skolnämnden": ("0 av 2", "2 kvar"),
        "Socialnämnden": ("0 av 1", "1 kvar"),
    }
    page = town.client.get(town.url("reviews"))
    assert page.context["page"].lead == "0 av 4\u00a0roller är genomgångna i år."
    assert "Inget protokoll än" in page.text


def test_what_is_ticked_ends_the_others_stay_and_the_record_says_so(town):
    assert town.confirm("skola", [town.manager.pk]).status_code == 302

    assert RoleAssignment.objects.get(pk=town.manager.pk).valid_to == date(2026, 11, 29)
    assert RoleAssignment.objects.get(pk=town.head.pk).valid_to is None
    assert town.parts()["Skolnämnden"] == ("1 av 1", "Klart")
    review = RoleReview.objects.get()
    assert (review.by, review.organisation, review.at) == (town.admin.user, town.school, noon(2026, 11, 30))
    page = town.client.get(town.url("review-record", review.pk))
    assert [(role.who, role.role, role.where, role.mark.label) for role in page.context["page"].roles] == [
        ("Evert", "Enhetschef", "Norrskolan", "Avslutades"),
        ("Hedda", "Förvaltningschef", "Skolnämnden", "Behölls"),
    ]
    assert page.context["page"].lead == "Ada gick igenom 2\u00a0roller, 1 avslutade, 30\u00a0november."
    event = AuditEvent.objects.get(type=AuditEvent.Type.ROLES_REVIEWED)
    assert (event.target_id, event.organisation, event.summary) == (
        review.pk, town.school, "2\u00a0roller, 1 avslutade"
    )  # fmt: skip


def test_a_role_given_since_is_left_to_look_at_and_a_new_year_begins_anew(town):
    town.confirm("social")
    town.hold(town.social, Role.POLITICIAN, "Nya")
    assert town.parts()["Socialnämnden"] == ("1 av 2", "1 kvar")
    page = town.client.get(town.url("review", "social"))
    assert [row.is_new for row in page.context["roles"]] == [True, False]
    with time_machine.travel(noon(2027, 1, 1), tick=False):
        again = Client()
        again.force_login(town.admin.user)
        page = again.get(town.url("reviews")).context["page"]
        assert [part.count for part in page.parts] == ["0 av 1", "0 av 2", "0 av 2"]


def test_nobody_confirms_what_they_have_not_seen(town):
    seen = town.client.get(town.url("review", "social")).context["form"].initial["seen"]
    town.hold(town.social, Role.CONTROLLER, "Nya")

    late = town.confirm("social", seen=seen)

    assert late.status_code == 409
    assert "Rollerna här ändrades medan du gick igenom dem." in late.text
    assert not RoleReview.objects.exists()
    assert town.confirm("social").status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "²", "9" * 400])
def test_a_broken_form_is_told(seen, town):
    assert town.confirm("social", seen=seen).status_code == 422
    assert not RoleReview.objects.exists()


def test_the_last_administrator_is_not_ended_and_no_record_is_made(town):
    answer = town.confirm("kf", [town.admin.pk])
    assert answer.status_code == 422
    assert "Då står kommunen utan administratör." in answer.text
    assert not RoleReview.objects.exists()
    assert RoleAssignment.objects.get(pk=town.admin.pk).valid_to is None


def test_a_role_of_another_part_is_not_ended(town):
    assert town.confirm("social", [town.head.pk]).status_code == 422
    assert RoleAssignment.objects.get(pk=town.head.pk).valid_to is None


def test_auditors_read_the_records_and_make_none(town):
    town.confirm("social")
    auditor = new_client(Role.AUDITOR, town.top)
    assert auditor.get(town.url("reviews")).status_code == 200
    assert auditor.get(town.url("review-record", RoleReview.objects.get().pk)).status_code == 200
    assert auditor.get(town.url("review", "social")).status_code == 403


def test_a_record_never_changes(town):
    town.confirm("social")
    for change in (lambda: RoleReview.objects.update(rows=[]), lambda: RoleReview.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_page_asks_as_often_for_many(town, django_assert_max_num_queries):
    def queries() -> int:
        town.client.get(town.url("reviews"))
        with django_assert_max_num_queries(14) as captured:
            assert town.client.get(town.url("reviews")).status_code == 200
        return len(captured)

    town.confirm("social")
    few = queries()
    for number in range(30):
        town.hold(town.below(town.top, f"Nämnd {number}", f"n{number}"), Role.SECRETARY, f"Sekreterare {number}")
        town.confirm(f"n{number}")
    assert queries() == few
