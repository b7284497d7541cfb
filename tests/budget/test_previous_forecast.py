"""«Föregående prognos» is what was reported then, and rows add up to their sum by one rule."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budget.models import BudgetLine, ForecastLine, Outcome
from budget.pages.overview import overview_page
from budget.pages.unit import unit_page
from budget.selectors.economy import EconomyRow, economy_table
from budget.selectors.slot_lines import lines_of
from styrmodell.models import Occasion, Organisation
from styrmodell.rules.workflow import SlotStatus
from tests.budget.conftest import YEAR, Town, client, grid_url, tkr
from tests.factories import BudgetLineFactory, OccasionFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
RULE = "Rader utan prognos räknas i summan som den förra prognosen, annars som budget."


@pytest.fixture
def september(town: Town) -> Occasion:
    """The occasion after July's."""
    return OccasionFactory(rule=town.july.rule, year=YEAR, month=9, cutoff=date(YEAR, 9, 30))


@pytest.fixture
def care(town: Town) -> dict[str, Organisation]:
    """Socialnämnden's four verksamheter, 100 000 tkr each."""
    units = {name: town.organisation(name, town.social) for name in ("IFO", "Hemtjänst", "LSS", "Äldreomsorg")}
    for unit in units.values():
        town.money(unit, budget=100_000)
    return units


def hand_in(town: Town, occasion: Occasion, status: SlotStatus = SlotStatus.SUBMITTED) -> None:
    """Hand in the social committee's report, or leave it at another status."""
    slot = town.slot(town.social, occasion)
    slot.status = status
    slot.save()


def test_the_previous_sum_is_what_the_report_said_then(town: Town, care: dict[str, Organisation], september: Occasion):
    """May: 101 000 + 102 000 + budget twice = 403 000. July: IFO 104 000, the rest as in May = 406 000."""
    for name, amount in (("IFO", 101_000), ("Hemtjänst", 102_000)):
        town.forecast(care[name], amount, town.slot(town.social, town.may))
    town.forecast(care["IFO"], 104_000, town.slot(town.social))
    hand_in(town, town.july)
    town.forecast(care["IFO"], 107_000, town.slot(town.social, september))
    town.forecast(care["Äldreomsorg"], 99_000, town.slot(town.social, september))

    then = economy_table(town.access(), town.july, children=True).rows[0]
    now = economy_table(town.access(), september, children=True).rows[0]

    assert (then.forecast, then.previous) == (-tkr(406_000), -tkr(403_000))
    assert now.previous == then.forecast
    assert now.forecast == -tkr(107_000 + 102_000 + 100_000 + 99_000)
    assert now.change == -tkr(2_000)
    assert {row.name: row.previous for row in now.children} == {
        "IFO": -tkr(104_000),
        "Hemtjänst": -tkr(102_000),  # as in May: July had none
        "LSS": None,
        "Äldreomsorg": None,
    }
    assert [row.change for row in now.children] == [-tkr(3_000), None, None, tkr(1_000)]
    grid = client(town).get(grid_url(town, september)).content.decode()
    assert "406\u00a0000" in grid
    assert "mest i IFO" in " ".join(grid.replace("\n", " ").split())
    assert RULE in grid


@pytest.mark.parametrize("status", [SlotStatus.DRAFT, SlotStatus.RETURNED])
def test_what_was_not_handed_in_is_no_previous_forecast(
    town: Town, care: dict[str, Organisation], september: Occasion, status: SlotStatus
):
    town.forecast(care["IFO"], 101_000, town.slot(town.social, town.may))
    town.forecast(care["IFO"], 180_000, town.slot(town.social))
    hand_in(town, town.july, status)
    town.forecast(care["IFO"], 103_000, town.slot(town.social, september))

    table = economy_table(town.access(), september)
    grid = lines_of(town.access(), town.slot(town.social, september))
    page = unit_page(town.access(), town.social)

    assert table.previous_occasion == town.may
    assert table.total.previous == grid.previous == -tkr(401_000)
    assert grid.previous_cutoff == town.may.cutoff
    assert page is not None
    assert page.below.previous_month == "maj"
    assert page.total.previous == "401\u00a0000"


def test_what_is_no_line_any_longer_counts_in_the_report_before_and_not_twice(
    town: Town, care: dict[str, Organisation], september: Occasion
):
    gone = town.organisation("Färdtjänst", town.social)
    town.forecast(gone, 5_000, town.slot(town.social, town.july))
    hand_in(town, town.july)
    town.slot(town.social, september)
    gone.valid_to = date(YEAR, 8, 31)
    gone.save()

    lines = lines_of(town.access(), town.slot(town.social, september))

    closed = lines.lines[-1]
    assert (closed.is_closed, closed.previous, closed.counted) == (True, -tkr(5_000), 0)
    assert lines.previous == -tkr(405_000)
    assert lines.counted == -tkr(400_000)
    town.forecast(care["IFO"], 104_000, town.slot(town.social, september))
    (social,) = economy_table(town.access(), september, children=True).rows
    assert (social.forecast, social.change) == (-tkr(404_000), tkr(1_000))
    _rows_explain_the_sum(social)
    assert social.children[-1].change == tkr(5_000)


def test_the_page_says_what_rows_without_a_forecast_count_as(town: Town, care: dict[str, Organisation]):
    town.slot(town.social)
    first = overview_page(town.access())
    town.forecast(care["IFO"], 101_000, town.slot(town.social))
    second = overview_page(town.access())
    for name in ("Hemtjänst", "LSS", "Äldreomsorg"):
        town.forecast(care[name], 100_000, town.slot(town.social))
    third = overview_page(town.access())

    assert first.table is not None
    assert second.table is not None
    assert third.table is not None
    assert first.table.notes == third.table.notes == ("Inget utfall är inläst för året.",)
    assert second.table.notes[1] == "Rader utan prognos räknas i summan som budget."


def test_the_page_tells_what_was_reported_last_while_nobody_has_a_new_forecast(
    town: Town, care: dict[str, Organisation]
):
    """102 000 against 100 000 in May; July is opened: nothing goes blank, and a draft is called so."""
    town.forecast(care["IFO"], 102_000, town.slot(town.social, town.may))
    town.slot(town.social)
    browser = client(town)
    opened = _text(browser.get("/provkoping/budget/").content.decode())
    town.forecast(care["IFO"], 101_000, town.slot(town.social))
    begun = _text(browser.get("/provkoping/budget/").content.decode())
    hand_in(town, town.july)
    handed_in = _text(browser.get("/provkoping/budget/").content.decode())

    assert "Ingen prognos finns än. Den förra pekade på ett underskott på 2 000 tkr, 0,5 % av budgeten." in opened
    assert "Utkast" not in opened
    assert "Prognosen pekar på ett underskott på 1 000 tkr, 0,3 % av budgeten." in begun
    assert "Socialnämnden Utkast" in begun
    assert "Utkast" not in handed_in


def _text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


AMOUNTS = st.none() | st.integers(-5_000, 5_000)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    forecasts=st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=4, max_size=4),
    statuses=st.tuples(st.booleans(), st.booleans()),
    budgets=st.lists(AMOUNTS, min_size=4, max_size=4),
    months=st.sets(st.integers(1, 12)),
    last_year=st.sampled_from([set(), set(range(1, 13)), {1, 2, 3, 11}]),
)
def test_rows_add_up_to_their_sum_whatever_is_missing(
    town: Town, september: Occasion, forecasts, statuses, budgets, months, last_year
):
    units = _town_of(town, budgets, months, last_year)
    occasions = (town.may, town.july, september)
    for place, occasion in enumerate(occasions):
        is_in = place < 2 and statuses[place]
        hand_in(town, occasion, SlotStatus.SUBMITTED if is_in else SlotStatus.DRAFT)
        for unit, amounts in zip(units, forecasts, strict=True):
            if amounts[place] is not None:
                town.forecast(unit, amounts[place], town.slot(town.social, occasion))
    tables = {occasion: economy_table(town.access(), occasion, children=True) for occasion in occasions}

    for table in tables.values():
        (social,) = table.rows
        for column in ("budget", "to_date", "last_year", "period_budget"):
            assert _add(getattr(row, column) for row in social.children) == getattr(social, column)
        _rows_explain_the_sum(social)
    (social,) = tables[september].rows
    reported = [occasion for occasion, is_in in zip(occasions, statuses, strict=False) if is_in]
    if reported and tables[reported[-1]].total.forecast is not None:
        assert social.previous == tables[reported[-1]].total.forecast


def _town_of(town: Town, budgets, months, last_year) -> list[Organisation]:
    for model in (ForecastLine, BudgetLine, Outcome):
        model.objects.all().delete()
    names = ("A", "B", "C", "D")
    units = [
        Organisation.objects.filter(name=name, parent=town.social).first() or town.organisation(name, town.social)
        for name in names
    ]
    for unit, budget in zip(units, budgets, strict=True):
        place = {"organisation": unit, "account_group": town.groups[0]}
        if budget is not None:
            BudgetLineFactory(**place, year=YEAR, amount=-tkr(budget))
        for year, booked in ((YEAR, months), (YEAR - 1, last_year)):
            for month in booked:
                OutcomeFactory(**place, year=year, month=month, amount=-tkr(10 * month + 1))
    return units


def _rows_explain_the_sum(unit: EconomyRow) -> None:
    """Each row counts its forecast, else the one before, else its budget; the change of those with one is the sum's."""
    if unit.forecast is not None:
        counted = (
            row.forecast if row.forecast is not None else row.previous if row.previous is not None else row.budget or 0
            for row in unit.children
        )
        assert sum(counted) == unit.forecast
    if unit.previous is not None:
        assert sum(row.budget or 0 if row.previous is None else row.previous for row in unit.children) == unit.previous
    if unit.forecast is not None and unit.previous is not None:
        assert sum(row.change or 0 for row in unit.children) == unit.forecast - unit.previous


def _add(amounts) -> object:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
