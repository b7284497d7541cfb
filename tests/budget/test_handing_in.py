"""Likely slips are collected on the page where the report is handed in, and stop nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.pages.slips import slip_questions
from tests.budget.conftest import Town, client, questions

pytestmark = pytest.mark.django_db


def test_likely_slips_are_named_before_the_report_is_handed_in(town: Town):
    home, care = (town.organisation(name, town.social) for name in ("Hemtjänst", "Omsorg"))
    for unit in (home, care):
        town.money(unit, budget=12_000, booked=7_000, last_year=12_000)
    slot = town.slot(town.social)
    town.forecast(home, -500, slot)
    town.forecast(care, 12_100, slot)

    page = client(town).get(reverse("followup:slot", args=["provkoping", slot.pk])).content.decode()

    text = page.replace("\u00a0", " ")
    assert "1 belopp att kontrollera" in text
    assert f'#r{home.pk}">Hemtjänst</a>: Du skrev −500. Menade du avvikelsen −500, alltså 12 500?' in text
    assert f"#r{care.pk}" not in text
    assert [slip.name for slip in slip_questions(town.access(), slot)] == ["Hemtjänst"]


def test_the_page_asks_no_more_for_many_lines(town: Town):
    slot, counts = town.slot(town.social), []
    for size in (2, 25):
        for number in range(size):
            unit = town.organisation(f"Enhet {size}-{number}", town.social)
            town.money(unit, budget=9_000, booked=5_000, last_year=9_000)
            town.forecast(unit, 9, slot)
        browser, address = client(town), reverse("followup:slot", args=["provkoping", slot.pk])
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert "belopp att kontrollera" in browser.get(address).content.decode()
        counts.append(questions(captured))

    assert counts[0] == counts[1]
