"""The page Kvar att göra: what a new municipality lacks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goals.models import Goal
from styrmodell.models import Occasion, SteeringModel
from styrmodell.pages.left import left
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import world
from tests.fixtures import new_access, new_client

pytestmark = pytest.mark.django_db

QUERIES = 14  # session, user, roles, tree, words and menu come first on every page


def states(access):
    return {row.name: row.state.label for row in left(access)}


def test_nothing_is_there_in_an_empty_municipality():
    model = make.SteeringModelFactory(vision_title="", vision_text="")
    top = make.OrganisationFactory(municipality=model.municipality, kind="fullmaktige")

    assert states(new_access(Role.ADMINISTRATOR, top)) == {
        "Personer": "Krävs",
        "Vision": "Krävs",
        "Mål": "Krävs",
        "Första tillfället": "Krävs",
        "Budget": "Kan vänta",
        "Utfall": "Kan vänta",
        "Logga": "Kan vänta",
    }


def test_what_is_done_is_said_to_be():
    home = world.build()
    SteeringModel.objects.update(vision_title="Nära varandra")
    home.kommun.logo_svg = "<svg></svg>"
    home.kommun.save()
    for role in (Role.CONTROLLER, Role.DEPARTMENT_HEAD, Role.SECRETARY, Role.ADMINISTRATOR):
        make.RoleAssignmentFactory(role=role.value, organisation=home.top)
    assert Goal.objects.exists()
    assert Occasion.objects.exists()

    found = states(new_access(Role.ADMINISTRATOR, home.top))

    assert set(found.values()) == {"Klart"}


def test_a_role_that_is_over_is_lacking():
    home = world.build()
    past = {"valid_from": "2019-01-01", "valid_to": "2020-01-01"}
    make.RoleAssignmentFactory(role=Role.DEPARTMENT_HEAD.value, organisation=home.top, **past)

    [people] = [row for row in left(new_access(Role.ADMINISTRATOR, home.top)) if row.name == "Personer"]

    assert "förvaltningschef" in people.said


def test_the_page_tells_the_administrator(django_assert_max_num_queries):
    home = world.build()
    client, address = new_client(Role.ADMINISTRATOR, home.top), reverse("styrmodell:left", args=[home.kommun.slug])
    client.get(address)

    with django_assert_max_num_queries(QUERIES) as few:
        page = client.get(address).content.decode()
    assert "Bjud in" in page
    assert "innan den första planen kan skrivas" in page

    for _ in range(20):
        make.RoleAssignmentFactory(organisation=home.top)
        make.OccasionRuleFactory(model=SteeringModel.objects.get(municipality=home.kommun))
    with django_assert_max_num_queries(len(few)):
        client.get(address)
