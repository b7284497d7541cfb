"""The pages of money: what they show, to whom, and with how many queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.models import Outcome
from tests.budget.conftest import Town, client, post_rows, questions
from tests.factories import LedgerBatchFactory

pytestmark = pytest.mark.django_db


def fill(town: Town, size: int) -> None:
    for committee in (town.social, town.school):
        for number in range(size):
            unit = town.organisation(f"Verksamhet {number}", committee)
            town.money(unit, budget=1200, booked=750, last_year=1200)
            town.money(unit, budget=-200, booked=-100, group=2)
            for occasion in (town.may, town.july):
                town.forecast(unit, 1300 + number, town.slot(committee, occasion), comment="Fler barn.")


# The money and the stored forecasts are a plain question each.
PAGES = {
    "overview": (lambda town: reverse("budget:overview", args=["provkoping"]), 9),
    "result": (lambda town: reverse("budget:overview", args=["provkoping"]) + "?vy=resultat", 13),
    "unit": (lambda town: reverse("budget:unit", args=["provkoping", "soc"]), 10),
    "forecast": (lambda town: reverse("budget:forecast", args=["provkoping", town.slot(town.social).pk]), 11),
    "ledger": (lambda town: reverse("budget:ledger", args=["provkoping", "soc"]) + "?ar=2026", 8),
}


@pytest.mark.parametrize("size", [2, 12])
@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_is_the_same_at_two_sizes(town: Town, page: str, size: int):
    fill(town, size)
    batch = LedgerBatchFactory(municipality=town.municipality)
    post_rows(batch, town.social, town.groups[0], size)
    Outcome.objects.update(batch=batch)
    address, at_most = PAGES[page]
    browser, url = client(town), address(town)
    browser.get(url)

    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(url)

    assert answer.status_code == 200
    assert questions(captured) == at_most
