"""Every route with what nobody types by accident: no answer is 500, and reading changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests import factories as make
from tests.access import nasty, routes, world
from tests.access.table import INSIDE, OUTSIDE, Route

pytestmark = pytest.mark.django_db

ANSWERS = {200, 204, 302, 400, 403, 404, 405, 409, 413, 422}
# A world of examples has nothing to confirm or to hand in: the answer says so. What is pasted or read is only reviewed.
NOT_READY = {
    ("budget:import-confirm", 403),
    ("budget:forecast-paste", 422),
    ("budget:statement-read", 422),
    ("followup:submit", 422),
    ("followup:open", 404),
    ("followup:withdraw", 403),
    ("styrmodell:hand-over", 422),  # to nobody
    ("styrmodell:people-list", 422),
    ("styrmodell:organisation-list", 422),
    ("goals:model-edit", 422),  # the world's own model has no styrelse
    ("goals:model-upload", 422),
    ("goals:model-load", 409),
    ("budget:import-place", 403),
    ("goals:decide", 422),
    ("goals:end", 422),
    ("goals:replace", 422),
}
FOREIGN = 10**15  # no row has this number


@pytest.fixture
def home(db):
    return world.build("HEMMA")


def everything(home: world.World) -> Client:
    """A client of somebody who may do all there is to do."""
    user = make.UserFactory()
    for role in Role:
        make.RoleAssignmentFactory(role=role.value, organisation=home.top, user=user)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def page_of(route: Route, home: world.World, **special: object) -> str:
    return routes.address(route.name, home.own.kwargs, {"digest": "x", **route.values(home.own.kwargs), **special})


def pages(home: world.World, status: SlotStatus) -> Iterator[str]:
    """The page of each route that answers GET; of a report that is handed in, the pages that are its own."""
    routes_ = (route for route in INSIDE if "GET" in route.methods and (status.is_open or route.unit == "slot"))
    yield from (page_of(route, home) for route in routes_)
    yield reverse("goals:new", args=[home.kommun.slug]) + f"?niva={make.Goal.objects.first().level_id}"


def check(response, what: str) -> None:
    assert response.status_code in ANSWERS, f"{what}: {response.status_code}"


@pytest.mark.parametrize("route", [r for r in [*INSIDE, *OUTSIDE] if "GET" in r.methods], ids=lambda route: route.name)
def test_no_query_string_breaks_a_page(route, home):
    client, url = everything(home), page_of(route, home)
    by_script = {"HX-Request": "true"}
    alone, together = read_by(client, url, {}), read_by(client, url, by_script)
    for name, value in nasty.VALUES.items():
        for parameter in alone:
            check(client.get(url, {parameter: value[:5000]}), f"{route.name}?{parameter} {name}")
        if together:
            response = client.get(url, dict.fromkeys(together, value[:5000]), headers=by_script)
            check(response, f"{route.name} {name} {by_script}")
    for raw in nasty.RAW_QUERIES:
        check(client.get(url + "?" + raw), f"{route.name}?{raw[:20]}")


def read_by(client: Client, url: str, headers: dict[str, str]) -> set[str]:
    """The parameters the page reads, also those it reads only when another is there."""
    known: set[str] = set()
    while True:
        with nasty.parameters_read() as found:
            client.get(url, dict.fromkeys(known, "1"), headers=headers)
        if found <= known:
            return known
        known |= found


@pytest.mark.parametrize("route", [r for r in INSIDE if r.unit], ids=lambda route: route.name)
def test_no_number_in_an_address_breaks_a_page(route, home):
    client = everything(home)
    kept = ("kommun", "code", "line", "format")
    for number in (0, FOREIGN, 2**31, 2**63, 10**30, 10**200):
        values = {key: value if key in kept else number for key, value in home.own.kwargs.items()}
        values |= {key: value for key, value in route.example.items() if key in kept} | {"digest": "x"}
        if route.unit == "code":
            values["code"] = str(number)
        if route.name in {"budget:forecast-cell", "budget:forecast-line"}:
            for line in (str(number), f"{number}-{number}", f"{number}_{number}", "-", "0-"):
                here = {**home.own.kwargs, "line": line}
                for method in route.methods:
                    check(client.generic(method, routes.address(route.name, here, {})), f"{route.name} {line}")
        url = routes.address(route.name, values, {})
        for method in route.methods:
            assert client.generic(method, url).status_code == 404, f"{method} {url}"


@pytest.mark.parametrize(
    "path", ["/%00/", "/a%00b/laget/", "/%ff%fe/laget/", "/%F0%9F%92%A9/", "/" + "a" * 3000 + "/laget/"]
)
def test_no_path_breaks_the_house(path, home):
    for client in (Client(raise_request_exception=False), everything(home)):
        assert client.get(path).status_code in {302, 404}


def stand_at(home: world.World, status: SlotStatus) -> None:
    """Move the own unit's slot."""
    type(home.own.slot).objects.filter(pk=home.own.slot.pk).update(status=status.value)


def forms_on_pages(home: world.World, client: Client, status: SlotStatus) -> Iterator[tuple[str, nasty.Sendable]]:
    """A form for each route that takes one, as the pages have it when the slot stands so."""
    stand_at(home, status)
    found = dict(by_script(home)) if status.is_open else {}
    for url in pages(home, status):
        for form in nasty.forms_of(client, url):
            found.setdefault(resolve(form.action.partition("?")[0]).view_name, form)
    yield from found.items()


def by_script(home: world.World) -> Iterator[tuple[str, nasty.Sendable]]:
    """What is sent without a form on the pages of this world: one cell, and the buttons of what is not there."""
    line = home.own.kwargs["line"]
    cell = {f"c{line}": ["11 000"], f"v{line}": ["1"]}
    yield "budget:forecast-cell", nasty.Sendable(url_of("budget:forecast-cell", home), cell)
    yield "followup:open", nasty.Sendable(url_of("followup:open", home), {"what": ["1-2026-7"]})
    for name in ("goals:carry-forward", "goals:carry-back"):  # their buttons stand there when something is chosen
        yield name, nasty.Sendable(url_of(name, home), {"ar": ["2030"], "organ": [home.own.organisation.code]})
    for name in (
        "goals:model-load",
        "budget:import-place",
    ):  # the file of this world is not read, and has no unknown code
        yield name, nasty.Sendable(url_of(name, home), {})
    for name in ("budget:import-confirm", "budget:import-discard", "followup:submit", "followup:withdraw"):
        yield name, nasty.Sendable(url_of(name, home), {})


def url_of(name: str, home: world.World) -> str:
    return page_of(next(route for route in INSIDE if route.name == name), home)


def send(client: Client, form: nasty.Sendable, changed: dict[str, object]):
    """Post the form with some fields changed, and take back whatever it wrote."""
    file = {"file": SimpleUploadedFile("utfall.csv", b"a;b")} if "file" in form.fields else {}
    with transaction.atomic():
        response = client.post(form.action, {**form.fields, **file, **changed})
        transaction.set_rollback(True)
    return response


def test_the_forms_as_read_are_saved_and_every_route_that_takes_posts_is_tried(home):
    """Negative control: what is tried below reaches the database, it does not stop at a missing field."""
    client, saved = everything(home), set()
    for status in (SlotStatus.SUBMITTED, SlotStatus.DRAFT):
        for name, form in forms_on_pages(home, client, status):
            answer = send(client, form, {}).status_code
            if answer == 302 or (name, answer) in NOT_READY:
                saved.add(name)
    assert saved == {route.name for route in INSIDE if "POST" in route.methods}


def test_no_value_in_a_field_breaks_a_page(home):
    client, tried = everything(home), set()
    for status in (SlotStatus.DRAFT, SlotStatus.SUBMITTED):
        for name, form in forms_on_pages(home, client, status):
            family = "goals:edit" if name in {"goals:new", "goals:replace"} else name  # one form
            fields = {(family, form.family(field)): field for field in form.fields}
            new = [fields[key] for key in fields.keys() - tried]
            tried |= fields.keys()
            for kind, changed in odd_fields(new):
                response = send(client, form, changed)
                check(response, f"{name} {sorted(changed)} {kind}")
                assert "<script>alert(1)" not in response.text


def odd_fields(fields: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """What a form refuses as it reads a field is tried in all its fields at once; what it may let through to the
    action, the database and the page in one at a time."""
    for kind in nasty.IN_FIELDS if fields else []:
        value = nasty.VALUES[kind]
        yield from ((kind, {field: value}) for field in fields if kind in nasty.MAY_PASS)
        yield kind, dict.fromkeys(fields, value)
