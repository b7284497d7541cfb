"""Which occasions there are to open: this year's, and the year-end of the year before while it is written."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from styrmodell.models import Occasion, OccasionRule
from styrmodell.permissions import Role
from tests.factories import OccasionRuleFactory, SteeringModelFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kommun(house):
    """Delårsrapport in July and Årsbokslut in December; the model covers 2023 to 2026, another the years after."""
    later = SteeringModelFactory(municipality=house.kommun, version=2, valid_from="2027-01-01", valid_to="2030-12-31")
    for model in (house.rule.model, later):
        OccasionRuleFactory(model=model, name="Årsbokslut", cutoffs=[{"manad": 12, "dag": 31}])
    return house


def offered(client, kommun) -> list[tuple[str, int, int]]:
    """Name, year and month of what the page offers."""
    answer = client.get(reverse("followup:board", args=[kommun.kommun.slug]))
    return [(row.rule.name, row.year, row.month) for row in answer.context["openable"]]


@pytest.mark.parametrize(
    ("day", "years"),
    [("2026-12-31", [2026]), ("2027-01-10", [2026, 2027]), ("2027-06-30", [2026, 2027]), ("2027-07-01", [2027])],
)
def test_last_years_year_end_is_opened_in_the_new_year(kommun, client_for, day, years):
    with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
        client = client_for(Role.CONTROLLER, kommun.kf)
        assert offered(client, kommun) == [("Årsbokslut", year, 12) for year in years]


def test_what_is_opened_is_offered_no_more(kommun, client_for):
    with time_machine.travel("2027-01-10T12:00:00+01:00", tick=False):
        client = client_for(Role.CONTROLLER, kommun.kf)
        rule = OccasionRule.objects.get(model=kommun.rule.model, name="Årsbokslut")
        client.post(reverse("followup:open", args=[kommun.kommun.slug]), {"what": f"{rule.pk}-2026-12"})
        assert Occasion.objects.get(rule=rule).cutoff.isoformat() == "2026-12-31"
        assert offered(client, kommun) == [("Årsbokslut", 2027, 12)]
