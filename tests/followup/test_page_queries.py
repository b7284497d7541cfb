"""No page asks more when it has more to show: the same number of queries at two sizes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from styrmodell.models import Slot
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import world

pytestmark = pytest.mark.django_db

# session, user, municipality, tree, roles and words come first on every page; money and stored forecasts are a question each, and
# the report takes three seats and gives them back
PAGES = {"followup:status-view": 21, "followup:board": 20, "followup:slot": 19, "followup:preview": 37}


def grow(home: world.World, units: int) -> None:
    """More units with a slot, a goal with an indicator, money and a forecast each."""
    occasion = home.own.slot.occasion
    level = home.own.slot.municipality.goals.first().level
    group = home.kommun.steering_models.get().accountgroups.get()
    for _ in range(units):
        world._unit(home.top, occasion, level, group, "")


def queries(client: Client, address: str, counted: Callable[[], object]) -> int:
    client.get(address)  # what is read once per process
    with counted() as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_does_not_grow(name, client_for, django_assert_max_num_queries):
    home = world.build()
    whole = Slot.objects.get(municipality=home.kommun, scope="helhet")
    arguments = [home.kommun.slug] + ([whole.pk] if name in {"followup:slot", "followup:preview"} else [])
    address = reverse(name, args=arguments)
    client = client_for(Role.CONTROLLER, home.top)

    few = queries(client, address, lambda: django_assert_max_num_queries(PAGES[name]))
    grow(home, 8)
    many = queries(client, address, lambda: django_assert_max_num_queries(PAGES[name]))
    assert many == few


def test_more_goals_ask_no_more(client_for, django_assert_max_num_queries):
    home = world.build()
    client = client_for(Role.POLITICIAN, home.top)
    address = reverse("followup:status-view", args=[home.kommun.slug])
    few = queries(client, address, lambda: django_assert_max_num_queries(21))
    level = home.own.slot.municipality.goals.first().level
    make.GoalFactory.create_batch(12, level=level, municipality=home.kommun, organisation=home.own.organisation)
    assert queries(client, address, lambda: django_assert_max_num_queries(21)) == few
