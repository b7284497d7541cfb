"""Rows from a spreadsheet are reviewed before anything is saved, and then saved all or not at all."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.models import ForecastLine
from styrmodell.models import Organisation, Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import Town, client, questions, tkr
from tests.factories import LedgerCodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(town: Town) -> list[Organisation]:
    """Hemtjänst, Omsorg and LSS in Socialnämnden, 12 000 tkr each; Hemtjänst has a forecast."""
    found = [town.organisation(name, town.social) for name in ("Hemtjänst", "Omsorg", "LSS")]
    for unit in found:
        town.money(unit, budget=12_000, booked=7_000, last_year=12_000)
    town.forecast(found[0], 12_100, town.slot(town.social))
    return found


def address(town: Town) -> str:
    return reverse("budget:forecast-paste", args=["provkoping", town.slot(town.social).pk])


def review(browser: Client, town: Town, text: str, **more: str) -> str:
    answer = browser.post(address(town), {"text": text, **more})
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def hidden(page: str) -> dict[str, str]:
    """What the review's own form sends."""
    return dict(re.findall(r'<input type="hidden" name="([cv][0-9-]+)" value="([^"]*)"', page))


def stored(town: Town) -> dict[str, object]:
    rows = ForecastLine.objects.filter(slot=town.slot(town.social))
    return dict(rows.values_list("organisation__name", "amount"))


def test_the_review_shows_now_and_then_and_saves_nothing(town: Town, lines: list[Organisation]):
    browser = client(town)
    page = review(browser, town, "Hemtjänst\t12 400\nOmsorg\t-500\nKorttid\t5\nSumma\t11 905")

    assert "2 rader kändes igen, 2 ändras. Allt sparas, eller inget." in page
    assert "Rad 3: ”Korttid” finns inte bland prognosens rader och hoppas över." in page
    assert "−300" in page  # Hemtjänst, worse
    assert "Du skrev −500. Menade du avvikelsen −500, alltså 12 500?" in page
    assert "Spara 2 ändringar" in page
    assert stored(town) == {"Hemtjänst": tkr(-12_100)}


def test_what_was_reviewed_is_saved_at_once(town: Town, lines: list[Organisation]):
    browser = client(town)
    page = review(browser, town, "Hemtjänst\t12 400\nLSS\t11 900,5\nOmsorg\t")
    grid = reverse("budget:forecast", args=["provkoping", town.slot(town.social).pk])

    answer = browser.post(grid, hidden(page))

    assert answer.status_code == 302
    assert stored(town) == {"Hemtjänst": tkr(-12_400), "LSS": tkr("-11900.5")}


def test_somebody_who_saved_meanwhile_is_not_overwritten(town: Town, lines: list[Organisation]):
    browser = client(town)
    page = review(browser, town, "Hemtjänst\t12 400\nLSS\t11 900")
    ForecastLine.objects.filter(organisation=lines[0]).update(amount=tkr(-13_000), version=2)

    answer = browser.post(reverse("budget:forecast", args=["provkoping", town.slot(town.social).pk]), hidden(page))

    assert answer.status_code == 409
    assert stored(town) == {"Hemtjänst": tkr(-13_000)}  # not LSS either: all or nothing


def test_one_column_goes_down_from_the_cell_it_was_pasted_in(town: Town, lines: list[Organisation]):
    page = review(client(town), town, "12 300\n12 200", start=str(lines[1].pk))
    assert hidden(page).keys() == {f"{kind}{unit.pk}" for kind in "cv" for unit in lines[1:]}


def test_what_is_already_saved_is_not_saved_again(town: Town, lines: list[Organisation]):
    page = review(client(town), town, "Hemtjänst\t12 100")
    assert "Alla belopp är redan sparade." in page
    assert hidden(page) == {}


@pytest.mark.parametrize("text", ["", " \n ", "a\tb\tc\nd\te\tf", "x" * 50_001])
def test_what_is_no_table_is_sent_back_with_a_reason(town: Town, lines: list[Organisation], text: str):
    answer = client(town).post(address(town), {"text": text})
    assert answer.status_code == 422
    assert "Det finns ett fel att rätta" in answer.content.decode()


def test_a_report_that_is_handed_in_takes_no_rows(town: Town, lines: list[Organisation]):
    Slot.objects.update(status=SlotStatus.SUBMITTED.value)
    assert client(town).get(address(town)).status_code == 403
    assert client(town).post(address(town), {"text": "LSS\t1"}).status_code == 403


def test_a_manager_pastes_only_into_the_own_lines(town: Town, lines: list[Organisation]):
    browser = client(town, Role.UNIT_MANAGER, lines[2])
    page = review(browser, town, "Hemtjänst\t1\nLSS\t12 050")
    assert "”Hemtjänst” finns inte bland prognosens rader" in page
    assert hidden(page).keys() == {f"c{lines[2].pk}", f"v{lines[2].pk}"}


def test_lines_are_known_by_the_codes_of_the_ledger(town: Town, lines: list[Organisation]):
    LedgerCodeFactory(organisation=lines[2], code="3040")
    town.money(town.social, budget=500)  # the nämnd's own money is a line of its own, with the nämnd's code
    LedgerCodeFactory(organisation=town.social, code="3000")

    page = review(client(town), town, "3040\t12 050\n3000\t480\n3999\t1")

    assert hidden(page).keys() == {f"{kind}{unit.pk}" for kind in "cv" for unit in (lines[2], town.social)}
    assert "Rad 3: ”3999” finns inte bland prognosens rader" in page


def test_the_column_is_that_of_the_occasion(town: Town, lines: list[Organisation]):
    page = review(client(town), town, "Verksamhet\tPrognos maj\tPrognos juli\nLSS\t1\t12 050")
    assert hidden(page)[f"c{lines[2].pk}"].replace("\u00a0", " ") == "12 050"

    answer = client(town).post(address(town), {"text": "Verksamhet\tPrognos maj\nLSS\t12 050"})

    assert answer.status_code == 422
    assert "Rubriken är ”Prognos maj”, men prognosen här är för juli 2026." in answer.content.decode()


@pytest.mark.parametrize("amount", ["1 000 000 001", "999 999 999 999 999", "1,123456"])
def test_what_the_grid_would_refuse_is_not_offered_for_saving(town: Town, lines: list[Organisation], amount: str):
    page = review(client(town), town, f"LSS\t{amount}")
    assert hidden(page) == {}
    assert f"Rad 1: ”{amount}” är " in page


def test_the_review_asks_no_more_for_many_rows(town: Town, lines: list[Organisation]):
    browser, counts = client(town), []
    for size in (1, 30):
        names = [f"Enhet {size}-{number}" for number in range(size)]
        for name in names:
            town.money(town.organisation(name, town.social), budget=100)
        browser.get(address(town))
        with CaptureQueriesContext(connection) as captured:
            review(browser, town, "\n".join(f"{name}\t101" for name in names))
        counts.append(questions(captured))
    assert counts[0] == counts[1]
