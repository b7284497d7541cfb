"""Route × role × own unit, other unit, other municipality, with and without htmx. No deviation, no route left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from styrmodell.permissions import ROLE_PERMISSIONS, Role
from styrmodell.permissions import Permission as P
from tests.access import reference, routes, world
from tests.access.table import INSIDE, OUTSIDE, Route
from tests.factories import UserFactory

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
        held = ROLE_PERMISSIONS[role]
        client = home.client(role)
        for method in route.methods:
            for headers in HEADERS:
                response = call(client, method, url_of(route, home.own), headers)
                where = f"{role} {method} {route.name}: {response.status_code}"
                assert response.status_code < 500, where
                if route.needs not in held or (method == "GET" and route.read_at_top):
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
        if route.needs not in ROLE_PERMISSIONS[role]:
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
        if route.needs not in ROLE_PERMISSIONS[role]:
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
        if route.needs not in ROLE_PERMISSIONS[role]:
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


def test_the_matrix_notices_a_view_without_its_check(home, monkeypatch):
    """Negative control: with every role allowed everything, the matrix must fail."""
    everything = frozenset(P)
    monkeypatch.setattr("styrmodell.access.ROLE_PERMISSIONS", dict.fromkeys(Role, everything))
    route = next(route for route in INSIDE if route.name == "goals:new")
    with pytest.raises(AssertionError):
        test_roles_come_where_the_table_says(route, home)


def test_the_reference_page_says_what_the_tables_say():
    written = (Path(__file__).parents[2] / "docs" / "reference" / "access.md").read_text()
    assert written == reference.page(), "run: python -m tests.access.reference > docs/reference/access.md"
