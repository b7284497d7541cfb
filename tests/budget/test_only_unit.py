"""What is said of money to whoever has one unit only: nothing is the largest of one."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from styrmodell.models import Organisation
from styrmodell.permissions import Role
from tests.budget.conftest import Town, client

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(town: Town) -> Organisation:
    """Hemtjänst, 1 000 tkr worse than budget, the only line of Socialnämnden; 900 in May."""
    unit = town.organisation("Hemtjänst", town.social)
    town.money(unit, budget=12_000, booked=7_000, last_year=12_000)
    town.forecast(unit, 12_900, town.slot(town.social, town.may))
    town.forecast(unit, 13_000, town.slot(town.social), cause="Fler timmar.")
    return unit


def words(browser: Client, name: str, *args: object, query: str = "") -> str:
    page = browser.get(reverse(name, args=["provkoping", *args]) + query).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def test_laget_names_the_one_unit_and_calls_nothing_largest(town: Town, home: Organisation):
    said = words(client(town, Role.UNIT_MANAGER, home), "followup:status-view", query="?visa=pagaende")
    assert "Prognosen för Hemtjänst pekar på ett underskott på 1,0 miljoner kronor mot budget." in said
    assert "Störst" not in said


def test_laget_says_where_the_only_deficit_is(town: Town, home: Organisation):
    school = town.organisation("Grundskola", town.school)
    town.money(school, budget=5_000)
    town.forecast(school, 4_900, town.slot(town.school))

    said = words(client(town), "followup:status-view", query="?visa=pagaende")

    assert "Prognosen pekar på ett underskott på 0,9 miljoner kronor mot budget." in said
    assert "Underskottet finns hos Socialnämnden." in said
    assert "Störst" not in said


def test_laget_names_the_largest_deficit_of_several(town: Town, home: Organisation):
    school = town.organisation("Grundskola", town.school)
    town.money(school, budget=5_000)
    town.forecast(school, 5_200, town.slot(town.school), cause="Fler elever.")

    said = words(client(town), "followup:status-view", query="?visa=pagaende")

    assert "Prognosen pekar på ett underskott på 1,2 miljoner kronor mot budget." in said
    assert "Störst underskott har Socialnämnden." in said


def test_the_grid_and_the_report_call_nothing_largest_of_one_line(town: Town, home: Organisation):
    slot, browser = town.slot(town.social), client(town)
    assert "mest i" not in words(browser, "budget:forecast", slot.pk)
    assert "Störst är underskottet" not in words(browser, "followup:preview", slot.pk)

    other = town.organisation("Omsorg", town.social)
    town.money(other, budget=1_000)
    town.forecast(other, 1_010, slot)

    assert "mest i Hemtjänst" in words(browser, "budget:forecast", slot.pk)
    assert "Störst är underskottet i Hemtjänst." in words(browser, "followup:preview", slot.pk)
