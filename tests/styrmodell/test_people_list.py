"""People as a list: read in with a preview, all of it or nothing, and out as a file that changes nothing."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from styrmodell.models import AuditEvent, RoleAssignment
from styrmodell.permissions import Role
from tests.factories import MunicipalityFactory, OrganisationFactory, RoleAssignmentFactory, UserFactory
from tests.fixtures import new_client

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 30, 12, tzinfo=timezone.get_default_timezone())
HEAD = "E-post;Namn;Roll;Organisation;Från och med;Till och med\n"


class Town:
    """A municipality with an administrator who reads lists in, a nämnd and a unit."""

    def __init__(self) -> None:
        self.kommun = MunicipalityFactory(slug="provkoping")
        self.top = OrganisationFactory(municipality=self.kommun, name="Fullmäktige", kind="fullmaktige", code="kf")
        self.school = OrganisationFactory(municipality=self.kommun, parent=self.top, name="Skolnämnden", code="skola")
        self.admin = self.hold(Role.ADMINISTRATOR, self.top, "ada@k.example", "Ada")
        self.client = Client()
        self.client.force_login(self.admin.user)
        self.address = reverse("styrmodell:people-list", args=["provkoping"])

    def hold(self, role: Role, organisation, email: str, name: str, **values) -> RoleAssignment:
        user = User.objects.filter(email=email).first() or UserFactory(email=email, name=name)
        return RoleAssignmentFactory(role=role.value, organisation=organisation, user=user, **values)

    def look(self, rows: str, **more: object):
        return self.client.post(self.address, {"text": HEAD + rows, **more})

    def save(self, rows: str, **more: object):
        """What the page's own form sends."""
        page = self.look(rows, **more).context["preview"]
        return self.client.post(self.address, {"text": page.text, "mark": page.mark, **more})

    def stored(self) -> list[tuple[str, str, str, date, date | None]]:
        rows = RoleAssignment.objects.filter(municipality=self.kommun).order_by("user__email", "role")
        return list(rows.values_list("user__email", "role", "organisation__code", "valid_from", "valid_to"))

    def file(self, format_: str) -> bytes:
        answer = self.client.get(reverse("styrmodell:people-file", args=["provkoping", format_]))
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)


@pytest.fixture
def town(db):
    with time_machine.travel(NOON, tick=False):
        yield Town()


TODAY, LONG_AGO = date(2026, 11, 30), date(2020, 1, 1)
ROWS = "bo@k.example;Bo Ek;Nämndsekreterare;skola;;2027-12-31\nada@k.example;Ada;Administratör;Hela kommunen;;\n"


def test_nothing_is_saved_before_it_is_confirmed(town):
    before = town.stored()

    page = town.look(ROWS)

    assert page.status_code == 200
    assert page.context["preview"].lead == "1\u00a0roll är lika och 1\u00a0är ny. Allt sparas, eller inget."
    assert "Bjuds in" in page.text
    assert town.stored() == before
    assert not User.objects.filter(email="bo@k.example").exists()


def test_a_confirmed_list_gives_changes_invites_and_is_told(town):
    town.hold(Role.CONTROLLER, town.top, "cia@k.example", "Cia")

    answer = town.save(ROWS + "cia@k.example;Cia;Controller;kf;;2026-12-31\n")

    assert answer.status_code == 302
    assert town.stored() == [
        ("ada@k.example", "administrator", "kf", LONG_AGO, None),
        ("bo@k.example", "namndsekreterare", "skola", TODAY, date(2027, 12, 31)),
        ("cia@k.example", "controller", "kf", LONG_AGO, date(2026, 12, 31)),
    ]
    bo = User.objects.get(email="bo@k.example")
    assert (bo.name, bo.has_usable_password()) == ("Bo Ek", False)
    [letter] = mail.outbox
    assert letter.to == ["bo@k.example"]
    told = AuditEvent.objects.filter(municipality=town.kommun).order_by("pk").values_list("type", "summary")
    assert list(told) == [
        ("role.given", "Nämndsekreterare, Skolnämnden"),
        ("role.changed", "Controller, ekonomikontoret, Fullmäktige"),
        ("person.invited", ""),
    ]


@pytest.mark.parametrize(("whole", "left"), [({}, LONG_AGO), ({"whole": "on"}, None)])
def test_only_a_whole_list_ends_what_it_does_not_name(whole, left, town):
    role = town.hold(Role.CONTROLLER, town.top, "cia@k.example", "Cia")
    assert town.save(ROWS, **whole).status_code == 302
    row = RoleAssignment.objects.get(pk=role.pk)
    assert (row.valid_to is None) is (left is not None)


def test_deputies_stand_in_no_list(town):
    deputy = town.hold(
        Role.CONTROLLER, town.top, "cia@k.example", "Cia", valid_to=date(2026, 12, 31), deputy_for=town.admin.user
    )
    assert b"cia@" not in town.file("csv")
    town.save(ROWS, whole="on")
    assert RoleAssignment.objects.get(pk=deputy.pk).valid_to == date(2026, 12, 31)


def test_with_one_fault_nothing_is_saved(town):
    before = town.stored()
    rows = ROWS + "kanslichef(at)k;Kansli;Politiker;kf;;\nny@k.example;Ny;Kung;månen;;\n"

    page = town.look(rows)
    again = town.client.post(town.address, {"text": HEAD + rows, "mark": page.context["preview"].mark})

    for answer in (page, again):
        assert answer.status_code == 422
        assert "kanslichef(at)k saknar @." in answer.text
        assert "Rollen Kung finns inte." in answer.text
        assert "Ingen organisation heter månen" in answer.text
        assert 'name="mark" value' not in answer.text
    assert town.stored() == before


def test_roles_that_changed_meanwhile_are_looked_through_again(town):
    page = town.look(ROWS).context["preview"]
    town.hold(Role.CONTROLLER, town.top, "cia@k.example", "Cia")
    before = town.stored()

    late = town.client.post(town.address, {"text": page.text, "mark": page.mark})

    assert late.status_code == 409
    assert "Rollerna ändrades medan du granskade listan." in late.text
    assert town.stored() == before
    now = late.context["preview"]
    assert town.client.post(town.address, {"text": now.text, "mark": now.mark}).status_code == 302


def test_a_list_leaves_an_administrator(town):
    before = town.stored()
    answer = town.save("bo@k.example;Bo Ek;Administratör;kf;;\n", whole="on")
    assert answer.status_code == 422
    assert "Då står kommunen utan administratör." in answer.text
    assert town.stored() == before
    assert mail.outbox == []


def test_where_two_people_are_wanted_nobody_gives_themselves_a_role_by_a_list(town):
    town.kommun.two_people = True
    town.kommun.save()
    answer = town.save("ada@k.example;Ada;Controller;kf;;\n")
    assert answer.status_code == 422
    assert "Du kan inte ge dig själv en roll." in answer.text


def test_another_municipalitys_roles_and_names_stay(town):
    far = OrganisationFactory(municipality__slug="bortakoping")
    theirs = town.hold(Role.AUDITOR, far, "bo@k.example", "Bo som Bortaköping känner")

    town.save(ROWS, whole="on")

    assert User.objects.get(email="bo@k.example").name == "Bo som Bortaköping känner"
    assert RoleAssignment.objects.get(pk=theirs.pk).valid_to is None


def test_a_closed_account_is_opened(town):
    UserFactory(email="bo@k.example", is_active=False, password="!")
    town.save(ROWS)
    assert User.objects.get(email="bo@k.example").is_active


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_is_fetched_and_read_in_again_changes_nothing(format_, town):
    twin = OrganisationFactory(municipality=town.kommun, parent=town.school, name="Hemtjänst", code="norr")
    OrganisationFactory(municipality=town.kommun, parent=town.school, name="Hemtjänst", code="soder")
    town.hold(Role.UNIT_MANAGER, twin, "+eva@k.example", "Eva, enhetschef", valid_to=date(2027, 6, 30))
    town.hold(Role.CONTROLLER, town.top, "dan@k.example", "Dan", valid_from=TODAY + timedelta(days=9))
    content = town.file(format_)

    answer = town.client.post(
        town.address, {"file": SimpleUploadedFile(f"personer.{format_}", content), "text": "", "whole": "on"}
    )

    assert answer.status_code == 200
    assert "Listan ändrar ingenting" in answer.text
    assert answer.context["preview"].lead == "3\u00a0roller är lika. Allt sparas, eller inget."


def test_the_file_says_who_holds_what(town):
    town.hold(Role.SECRETARY, town.school, "bo@k.example", "Bo Ek", valid_to=date(2027, 12, 31))
    lines = list(csv.reader(io.StringIO(town.file("csv").decode("utf-8-sig")), delimiter=";"))
    assert lines == [
        ["E-post", "Namn", "Roll", "Organisation", "Från och med", "Till och med"],
        ["ada@k.example", "Ada", "Administratör", "Fullmäktige", "2020-01-01", ""],
        ["bo@k.example", "Bo Ek", "Nämndsekreterare", "Skolnämnden", "2020-01-01", "2027-12-31"],
    ]
    assert AuditEvent.objects.get(type=AuditEvent.Type.FILE_FETCHED).data["route"] == "styrmodell:people-file"


def test_a_file_that_is_no_table_is_told(town):
    answer = town.client.post(town.address, {"file": SimpleUploadedFile("personer.pdf", b"%PDF"), "text": ""})
    assert answer.status_code == 422
    assert "Filen ska vara xlsx eller csv." in answer.text
    answer = town.client.post(town.address, {"file": SimpleUploadedFile("personer.xlsx", b"inget"), "text": ""})
    assert answer.status_code == 422
    assert "Filen är ingen Excelfil" in answer.text


def test_an_auditor_fetches_the_list_and_reads_none_in(town):
    auditor = new_client(Role.AUDITOR, town.top)
    assert auditor.get(reverse("styrmodell:people-file", args=["provkoping", "xlsx"])).status_code == 200
    assert auditor.get(town.address).status_code == 403


def test_two_thousand_are_read_in_with_queries_that_grow_only_by_what_is_written(town, django_assert_max_num_queries):
    rows = "".join(f"p{number}@k.example;Person {number};Politiker;skola;;\n" for number in range(2000))
    with django_assert_max_num_queries(16):
        page = town.look(rows)
    assert page.context["preview"].count == 2000
    assert "De första 200 av 2\u00a0000\u00a0ändringar visas." in page.text
