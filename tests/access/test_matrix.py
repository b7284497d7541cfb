"""Route × role × own unit, other unit, other municipality, with and without htmx. No deviation, no route left out."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from styrmodell.permissions import Permission as P
from styrmodell.permissions import Role, permissions_of
from tests.access import reference, routes, world
from tests.access.table import INSIDE, OUTSIDE, Route
from tests.factories import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db

NO_RIGHT = ("saknar behörighet", "Din roll ger inte", "Bara ekonomikontoret")
HEADERS = [{}, {"HX-Request": "true"}]


@pytest.fixture
def home(db):
    return world.build("HEMMA")


@pytest.fixture
def abroad(db):
    return world.build("CANARY-B")


def call(client: Client, method: str, url: str, headers: dict[str, str]):
    return client.generic(method, url, headers=headers, content_type="application/x-www-form-urlencoded")


def url_of(route: Route, unit: world.Unit, **special) -> str:
    return routes.address(route.name, unit.kwargs, {**route.values(unit.kwargs), **special})


def is_refused(response) -> bool:
    """Was it the right that was missing (not the state of the thing)?"""
    if response.status_code != 403:
        return False
    reason = re.search(r'<p class="lead[^"]*">(.*?)</p>', response.content.decode(), re.DOTALL)
    return reason is not None and any(word in reason[1] for word in NO_RIGHT)


def test_every_route_stands_in_the_table():
    listed = {route.name for route in [*INSIDE, *OUTSIDE]}
    existing = set(routes.names())
    assert existing - listed == set(), "routes without a line in tests/access/table.py"
    assert listed - existing == set(), "lines without a route"


def test_every_view_carries_the_mark_that_the_table_says():
    for route in INSIDE:
        assert route.needs is not None, route.name
        assert routes.view_of(route.name).policy == route.needs.value, route.name
    for route in OUTSIDE:
        if not route.library:
            assert routes.view_of(route.name).policy == route.who, route.name


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: route.name)
def test_nobody_comes_in_without_signing_in(route, home):
    for method in route.methods:
        for headers in HEADERS:
            response = call(Client(), method, url_of(route, home.own), headers)
            assert response.status_code == 302
            assert response["Location"].startswith("/konto/")


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: route.name)
def test_strangers_get_the_same_404_as_for_a_municipality_that_does_not_exist(route, home, abroad):
    stranger = abroad.client(Role.CONTROLLER)
    nobody = Client()
    nobody.force_login(UserFactory())
    for method in route.methods:
        for client in (stranger, nobody):
            for headers in HEADERS:
                there = call(client, method, url_of(route, home.own), headers)
                nowhere = call(client, method, url_of(route, home.own, kommun="finns-inte"), headers)
                assert (there.status_code, nowhere.status_code) == (404, 404)
                assert len(there.content) == len(nowhere.content)


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: route.name)
def test_roles_come_where_the_table_says(route, home):
    for role in Role:
        held = permissions_of(role)
        client = home.client(role)
        for method in route.methods:
            for headers in HEADERS:
                response = call(client, method, url_of(route, home.own), headers)
                where = f"{role} {method} {route.name}: {response.status_code}"
                assert response.status_code < 500, where
                if route.needs not in held:
                    assert is_refused(response), where
                elif route.is_in_a_report and P.DRAFT_VIEW not in held:
                    assert response.status_code == 404, where
                elif method == "GET" and route.read_at_top:
                    assert is_refused(response), where
                elif method == "GET":
                    assert response.status_code in {200, 302}, where
                elif route.at_top or (route.permission_in_unit and route.permission_in_unit not in held):
                    assert is_refused(response), where
                else:
                    assert not is_refused(response), where
                    assert response.status_code != 404, where


@pytest.mark.parametrize("route", [r for r in INSIDE if r.unit], ids=lambda route: route.name)
def test_what_belongs_to_another_unit_is_not_there(route, home):
    for role in Role:
        if route.needs not in permissions_of(role):
            continue
        for method in route.methods:
            response = call(home.client(role), method, url_of(route, home.other), {})
            expected = {404} if not route.shared else {200, 302, 403, 404, 409, 422}
            assert response.status_code in expected, f"{role} {method} {route.name}: {response.status_code}"


@pytest.mark.parametrize("route", [r for r in INSIDE if r.unit == "slot"], ids=lambda route: route.name)
def test_a_decided_report_is_read_by_everybody_and_nothing_else_of_it(route, home):
    """Another nämnd's and the whole municipality's: as a draft not there, decided to be read but not to be written."""
    whole = world.decide(home.kommun)[0]
    assert whole.scope == "helhet"
    for role in Role:
        if route.needs not in permissions_of(role):
            continue
        for slot_id in (whole.pk, home.other.slot.pk):
            for method in route.methods:
                response = call(home.client(role), method, url_of(route, home.other, slot_id=slot_id), {})
                expected = {200, 302} if route.public else {404}
                assert response.status_code in expected, f"{role} {method} {route.name}: {response.status_code}"


@pytest.mark.parametrize("route", [r for r in INSIDE if r.public], ids=lambda route: route.name)
def test_a_decided_report_is_not_there_for_strangers(route, home, abroad):
    world.decide(home.kommun)
    for method in route.methods:
        assert call(abroad.client(Role.CONTROLLER), method, url_of(route, home.own), {}).status_code == 404
        own_address = url_of(route, home.own, kommun=abroad.kommun.slug)
        assert call(abroad.client(Role.CONTROLLER), method, own_address, {}).status_code == 404


@pytest.mark.parametrize("route", [r for r in INSIDE if r.unit], ids=lambda route: route.name)
def test_what_belongs_to_another_municipality_is_not_there(route, home, abroad):
    """The own municipality's address with the other's ids."""
    for role in Role:
        if route.needs not in permissions_of(role):
            continue
        for method in route.methods:
            foreign = {**abroad.own.kwargs, "kommun": home.kommun.slug}
            url = routes.address(route.name, foreign, route.example)
            response = call(home.client(role), method, url, {})
            assert response.status_code == 404, f"{role} {method} {route.name}: {response.status_code}"


@pytest.mark.parametrize("route", INSIDE, ids=lambda route: route.name)
def test_no_page_shows_a_word_of_another_municipality_or_unit_above(route, home, abroad):
    """Canaries: everything in the other municipality holds CANARY-B."""
    if "GET" not in route.methods:
        return
    for role in (Role.CONTROLLER, Role.POLITICIAN, Role.ADMINISTRATOR):
        response = home.client(role).get(url_of(route, home.own))
        assert "CANARY-B" not in response.content.decode(errors="replace")


NAMES_AN_OBJECT = (
    "slot_id", "goal_id", "measure_id", "attachment_id", "batch_id", "edition_id", "occasion_id", "line", "code", "person_id", "role_id",
    "review_id", "assignment_id",
)  # fmt: skip


@pytest.mark.parametrize("route", [r for r in INSIDE if r.unit], ids=lambda route: route.name)
def test_each_id_of_an_address_is_the_own_units(route, home, abroad):
    """One id at a time, the others as they should be: a check of the first does not answer for the next."""
    named = {name for name in routes.names_in(route.name) if name in NAMES_AN_OBJECT and name not in route.example}
    client = everything_in(home.own)
    for name in named:
        for elsewhere in (home.other, abroad.own):
            if route.shared and elsewhere is home.other:
                continue  # the municipality's, as that of the own unit
            key = "decided_id" if route.decided and name == "goal_id" else name
            for method in route.methods:
                response = call(client, method, url_of(route, home.own, **{name: elsewhere.kwargs[key]}), {})
                expected = (
                    {403, 404, 422} if name == "line" else {404}
                )  # 422: the cell of the line is not in what is sent
                assert response.status_code in expected, f"{method} {route.name} {name}: {response.status_code}"


def everything_in(unit: world.Unit) -> Client:
    """A client of somebody who holds every role in the unit."""
    user = UserFactory()
    for role in Role:
        RoleAssignmentFactory(role=role.value, organisation=unit.organisation, user=user)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.mark.parametrize("format_", ["xlsx", "json"])
def test_no_file_holds_a_word_of_another_municipality(format_, home, abroad):
    """The files are unpacked; that the own words are found in them shows that the others' would be."""
    route = next(route for route in INSIDE if route.name == "followup:download")
    response = everything_in(home.own).get(url_of(route, home.own, format=format_))
    assert response.status_code == 200
    words = words_of(response.content)
    assert "HEMMA" in words
    assert "CANARY-B" not in words


def words_of(content: bytes) -> str:
    """Everything that a file says, also what is packed in it."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def refuses_somebody(route: Route) -> bool:
    """Does the table say that some role is refused by what it may, not by where it may it?"""
    needs = [route.needs, route.permission_in_unit]
    return any(right and right not in permissions_of(role) for role in Role for right in needs)


def test_the_matrix_notices_every_view_without_its_check(home, monkeypatch):
    """Negative control: with every role allowed everything, the matrix fails for each route that refuses somebody. Those
    that ask for the right at the top go on refusing: nobody in this world has come there."""
    monkeypatch.setattr("styrmodell.access.permissions_of", lambda _role, _insight: frozenset(P))
    refusing = [route for route in INSIDE if refuses_somebody(route)]
    missed = []
    for route in refusing:
        try:
            test_roles_come_where_the_table_says(route, home)
        except AssertionError:
            continue
        missed.append(route.name)
    assert len(refusing) > 30
    at_top = [row.name for row in refusing if row.read_at_top or (row.at_top and "GET" not in row.methods)]
    assert missed == at_top


def test_the_reference_page_says_what_the_tables_say():
    written = (Path(__file__).parents[2] / "docs" / "reference" / "access.md").read_text()
    assert written == reference.page(), "run: python -m tests.access.reference > docs/reference/access.md"
