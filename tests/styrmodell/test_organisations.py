"""The tree of organisations in the municipality's own hands: add, rename, move, close; what is refused and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from styrmodell.access import read_organisations, system_access
from styrmodell.actions.organisations import TreeRefused, save_organisation
from styrmodell.models import AuditEvent, LedgerCode, Organisation
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from styrmodell.rules.organisation_list import Column, ListedOrganisation
from styrmodell.rules.vocabulary import OrganisationKind as Kind
from styrmodell.selectors.organisations import listed_organisations
from tests import factories as make
from tests.access import world
from tests.at_once import at_once
from tests.fixtures import new_access, new_client

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def home() -> world.World:
    """Fullmäktige with two nämnder, each with a verksamhet under it; every nämnd has a report per 31 July 2026."""
    return world.build()


@pytest.fixture
def administrator(home: world.World) -> Client:
    return new_client(Role.ADMINISTRATOR, home.top)


def address(home: world.World, name: str = "organisations", *more: str) -> str:
    return reverse(f"styrmodell:{name}", args=[home.kommun.slug, *more])


def listed(row: Organisation) -> ListedOrganisation:
    access = system_access(row.municipality)
    return listed_organisations(access, read_organisations(row.municipality))[row.pk]


def change(row: Organisation, **values: object) -> Organisation:
    """Change the organisation by hand, as the one who saw its newest save."""
    row.refresh_from_db()
    given = replace(listed(row), row=1, **values)  # type: ignore[arg-type]
    return save_organisation(access=system_access(row.municipality), given=given, version=row.version)


def refused(row: Organisation, **values: object) -> list[tuple[str, str]]:
    """Why the organisation cannot be so; nothing is written."""
    before = list(Organisation.objects.values()), list(LedgerCode.objects.values())
    with pytest.raises(TreeRefused) as told:
        change(row, **values)
    assert (list(Organisation.objects.values()), list(LedgerCode.objects.values())) == before
    return [(fault.column.label, fault.text.replace("\u00a0", " ")) for fault in told.value.faults]


def events() -> list[tuple[str, str, object, object]]:
    rows = AuditEvent.objects.filter(type__startswith="organisation.").order_by("pk")
    return [(row.type, row.summary, row.data["before"], row.data["after"]) for row in rows]


# ---- add, rename, move, close ----


def test_an_organisation_is_added_last_under_another(home):
    given = ListedOrganisation(
        1, "", "Kultur norr", Kind.ACTIVITY, home.own.organisation.code, ledger_codes=("902060",)
    )

    saved = save_organisation(access=system_access(home.kommun), given=given)
    again = save_organisation(access=system_access(home.kommun), given=given)

    assert again.pk == saved.pk
    assert saved.code == "kultur-norr"
    assert saved.parent_id == home.own.organisation.pk
    assert list(saved.ledger_codes.values_list("code", flat=True)) == ["902060"]
    order = [row.name for row in Organisation.objects.filter(municipality=home.kommun).order_by("position")]
    assert order.index("Kultur norr") == order.index(home.own.line.name, 1) + 1
    assert events() == [
        ("organisation.added", "Kultur norr", "",
         f"Kod: kultur-norr, Namn: Kultur norr, Typ: Verksamhet, Ligger under: {home.own.organisation.code}, "
         "Ansvarskoder: 902060")
    ]  # fmt: skip
    assert AuditEvent.objects.get(type="organisation.added").organisation_id == saved.pk


def test_an_organisation_is_renamed_and_the_log_says_from_what(home):
    home.own.line.refresh_from_db()
    was = home.own.line.name

    saved = change(home.own.line, name="Grundskola")

    assert (saved.name, saved.version) == ("Grundskola", 2)
    assert events() == [("organisation.changed", "Grundskola", f"Namn: {was}", "Namn: Grundskola")]


def test_what_is_saved_unchanged_is_no_event(home):
    assert change(home.own.line).version == 1
    assert events() == []


def test_an_organisation_is_moved_with_what_is_under_it(home):
    below = make.OrganisationFactory(municipality=home.kommun, parent=home.own.line, kind="enhet")

    change(home.own.line, parent=home.other.organisation.code)

    tree = system_access(home.kommun).tree
    assert list(tree.ancestors(below.pk)) == [home.own.line.pk, home.other.organisation.pk, home.top.pk]


def test_two_organisations_change_ledger_codes_with_each_other_one_after_the_other(home):
    mine, theirs = (unit.line.ledger_codes.get().code for unit in (home.own, home.other))

    assert refused(home.own.line, ledger_codes=(theirs,)) == [
        (
            "Ansvarskoder",
            f"Ansvarskoden {theirs} hör redan till {home.other.line.name}. Ta bort den på ett av ställena.",
        )
    ]
    change(home.other.line, ledger_codes=())
    change(home.own.line, ledger_codes=(theirs,))
    change(home.other.line, ledger_codes=(mine,))

    assert home.own.line.ledger_codes.get().code == theirs
    assert home.other.line.ledger_codes.get().code == mine


def test_an_organisation_ends_and_its_code_stays_in_history(home):
    change(home.own.line, valid_to=date(2026, 12, 31))

    access = system_access(home.kommun)
    assert home.own.line.pk in access.at(date(2026, 12, 31)).organisations
    assert home.own.line.pk not in access.at(date(2027, 1, 1)).organisations
    assert events()[0][:2] == ("organisation.closed", home.own.line.name)


def test_what_is_under_it_can_end_with_it(home):
    body = home.own.organisation
    assert refused(body, valid_to=date(2026, 12, 31)) == [
        ("Gäller till",
         f"{body.name} upphör 31 december 2026. Flytta {home.own.line.name}, eller låt den upphöra då eller före.")
    ]  # fmt: skip
    body.refresh_from_db()
    given = replace(listed(body), row=1, valid_to=date(2026, 12, 31))

    save_organisation(access=system_access(home.kommun), given=given, version=body.version, with_below=True)

    home.own.line.refresh_from_db()
    assert home.own.line.valid_to == date(2026, 12, 31)
    assert [event[0] for event in events()] == ["organisation.closed"] * 2


# ---- what is refused ----


def test_a_circle_is_refused(home):
    below = make.OrganisationFactory(municipality=home.kommun, parent=home.own.line, kind="verksamhet", name="Norr")
    name = home.own.line.name

    told = refused(home.own.line, parent=below.code)

    assert (
        told == [("Ligger under", f"Det går runt: {name} ligger under Norr ligger under {name}. Flytta en av dem.")] * 2
    )


def test_a_kind_that_cannot_stand_there_is_refused(home):
    assert refused(home.own.line, kind=Kind.COMMITTEE) == [
        ("Typ", f"{home.own.line.name} är nämnd och kan inte ligga under {home.own.organisation.name}, som är nämnd. "
                "Den kan ligga under fullmäktige.")
    ]  # fmt: skip


def test_an_organisation_with_a_report_about_a_later_day_cannot_end_before_it(home):
    body, occasion = home.own.organisation, home.own.slot.occasion
    change(home.own.line, parent=home.other.organisation.code)

    assert refused(body, valid_to=date(2026, 7, 30)) == [
        ("Gäller till", f"{body.name} ska lämna {occasion.name} per 31 juli 2026. Välj den dagen eller en senare, "
                        "eller ta tillbaka tillfället.")
    ]  # fmt: skip
    assert change(body, valid_to=date(2026, 7, 31)).valid_to == date(2026, 7, 31)


def test_an_organisation_with_posted_outcome_cannot_end_before_it(home):
    assert refused(home.own.line, valid_to=date(2026, 7, 30)) == [
        ("Gäller till", f"{home.own.line.name} har bokfört utfall till och med 31 juli 2026. Välj den dagen eller en senare.")
    ]  # fmt: skip
    assert change(home.own.line, valid_to=date(2026, 7, 31)).valid_to == date(2026, 7, 31)


def test_who_is_not_the_whole_municipalitys_administrator_changes_nothing(home):
    access = new_access(Role.ADMINISTRATOR, home.own.organisation)
    given = replace(listed(home.own.line), row=1, name="Annat")

    with pytest.raises(PermissionDenied, match="Kommunens administratörer gör det"):
        save_organisation(access=access, given=given, version=1)


# ---- two at once ----


def test_who_saves_what_another_has_changed_is_told_of_both(home, administrator):
    page = administrator.get(address(home, "organisation", home.own.line.code))
    sent = {**page.context["form"].initial, "name": "Mitt namn", "valid_from": "", "valid_to": ""}
    change(home.own.line, name="Deras namn")

    answer = administrator.post(address(home, "organisation", home.own.line.code), sent)

    assert answer.status_code == 409
    assert "Mitt namn" in answer.text
    assert "Deras namn" in answer.text
    home.own.line.refresh_from_db()
    assert home.own.line.name == "Deras namn"
    sent["version"] = answer.context["form"]["version"].value()
    assert administrator.post(address(home, "organisation", home.own.line.code), sent).status_code == 302
    home.own.line.refresh_from_db()
    assert home.own.line.name == "Mitt namn"


@pytest.mark.django_db(transaction=True)
def test_two_who_move_each_under_the_others_make_no_circle():
    home = world.build()
    make.OrganisationFactory(municipality=home.kommun, kind="styrelse", parent=home.top, name="Kommunstyrelsen")
    north = make.OrganisationFactory(municipality=home.kommun, parent=home.own.organisation, kind="enhet", name="Norr")
    south = make.OrganisationFactory(municipality=home.kommun, parent=home.own.organisation, kind="enhet", name="Söder")
    moves = [(north, south), (south, north)]

    def move(number: int) -> Callable[[], object]:
        row, under = moves[number]
        given = replace(listed(row), row=1, parent=under.code)
        return lambda: save_organisation(access=system_access(home.kommun), given=given, version=1)

    assert at_once(move(0), move(1), refused=(TreeRefused,), done="moved") == ["TreeRefused", "moved"]


def test_the_same_code_is_not_added_twice(home):
    given = ListedOrganisation(1, home.own.line.code, "Annan", Kind.ACTIVITY, home.own.organisation.code)

    with pytest.raises(TreeRefused) as told:
        save_organisation(access=system_access(home.kommun), given=given)

    assert [(fault.column, fault.text) for fault in told.value.faults] == [
        (Column.CODE, f"Koden hör redan till {home.own.line.name}. Välj en annan.")
    ]


def test_a_version_that_is_not_the_newest_is_stale(home):
    change(home.own.line, name="Nyare")

    with pytest.raises(Stale):
        save_organisation(access=system_access(home.kommun), given=replace(listed(home.own.line), name="X"), version=1)


# ---- the page ----


def test_the_page_shows_what_comes_and_what_ends(home, administrator):
    body = make.OrganisationFactory(
        municipality=home.kommun, parent=home.top, name="Omsorgsnämnden", valid_from=date(2027, 1, 1)
    )
    change(home.own.line, valid_to=date(2026, 12, 31))
    gone = make.OrganisationFactory(municipality=home.kommun, parent=home.top, valid_to=date(2025, 12, 31))

    page = administrator.get(address(home)).context["page"]

    assert page.lead.replace("\u00a0", " ") == (
        "5 organisationer gäller i dag. 1 är ny och gäller senare. 1 har en sista dag."
    )
    assert [choice.label.replace("\u00a0", " ") for choice in page.days] == [
        "I dag", "1 januari 2027", "Båda", "Alla, också avslutade"
    ]  # fmt: skip

    def shown(day: str) -> set[str]:
        rows = list(administrator.get(address(home), {"visa": day}).context["page"].rows)
        found = set()
        while rows:
            row = rows.pop()
            found.add(row.listed.code)
            rows += row.children
        return found

    everybody = {home.top.code, home.own.organisation.code, home.other.organisation.code, home.other.line.code}
    assert shown("i-dag") == everybody | {home.own.line.code}
    assert shown("2027-01-01") == everybody | {body.code}
    assert shown("") == everybody | {home.own.line.code, body.code}
    assert shown("alla") == everybody | {home.own.line.code, body.code, gone.code}


def test_the_form_tells_what_hangs_on_the_organisation(home, administrator):
    make.RoleAssignmentFactory(organisation=home.own.organisation, role=Role.SECRETARY.value, user__name="Kim Ek")

    page = administrator.get(address(home, "organisation", home.own.organisation.code)).context["page"]

    assert {(tie.what, tie.note) for tie in page.ties} >= {
        (home.own.slot.occasion.name, "skrivs klart efter sista dagen"),
        ("Kim Ek", "nämndsekreterare"),
    }


def test_what_is_wrong_stands_at_its_field(home, administrator):
    answer = administrator.post(
        address(home, "organisation-new"),
        {"version": "0", "name": "", "kind": "namnd", "parent": "", "ledger_codes": "20–30", "valid_from": "1/1"},
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "ledger_codes", "valid_from"}
    answer = administrator.post(
        address(home, "organisation-new"), {"version": "0", "name": "Ny nämnd", "kind": "namnd", "parent": ""}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "parent": ["Bara fullmäktige står överst. Skriv vad Ny nämnd ligger under."]
    }


def test_the_page_adds_and_shows_where(home, administrator):
    answer = administrator.post(
        address(home, "organisation-new"),
        {"version": "0", "name": "Ny nämnd", "kind": "namnd", "parent": home.top.code, "valid_from": "2027-01-01"},
        follow=True,
    )

    assert answer.redirect_chain == [(f"{address(home, 'organisation', 'ny-namnd')}#o-ny-namnd", 302)]
    assert answer.context["page"].chosen.name == "Ny nämnd"
    assert "Ny nämnd är sparad." in answer.text


def test_branches_open_and_close_by_their_address(home, administrator):
    page = administrator.get(address(home), {"oppna": home.top.code}).context["page"]

    (top,) = page.rows
    assert [row.children for row in top.children] == [(), ()]
    assert top.children[0].toggle == f"?oppna={'.'.join(sorted([home.top.code, top.children[0].listed.code]))}" + (
        f"#o-{top.children[0].listed.code}"
    )


@pytest.mark.parametrize("name", ["organisations", "organisation", "organisation-new"])
def test_the_number_of_queries_does_not_grow(name, home, administrator):
    where = address(home, name, *([home.own.organisation.code] if name == "organisation" else []))

    def queries() -> int:
        administrator.get(where)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert administrator.get(where).status_code == 200
        return len(captured)

    few = queries()
    for number in range(40):
        line = make.OrganisationFactory(municipality=home.kommun, parent=home.own.organisation, kind="verksamhet")
        make.LedgerCodeFactory(organisation=line)
        make.RoleAssignmentFactory(organisation=home.own.organisation)
        make.GoalFactory(
            level=make.Goal.objects.first().level, municipality=home.kommun, organisation=home.own.organisation,
            year_to=2027 + number % 2,
        )  # fmt: skip
    assert queries() == few
    assert few <= 14
