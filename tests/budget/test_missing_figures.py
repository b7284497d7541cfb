"""What is missing is called missing: months without outcome, a year before in part, no budget, no forecast."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from budget.pages.overview import overview_page
from budget.selectors.economy import economy_table
from budget.selectors.line import SlotLine
from budget.selectors.missing import missing_in_forecast
from budget.selectors.posted import PostedScope
from budget.selectors.slot_lines import lines_of
from styrmodell.models import Organisation
from styrmodell.permissions import Role
from tests.budget.conftest import YEAR, Town, client, grid_url, tkr
from tests.factories import BudgetLineFactory, OccasionFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind


@pytest.fixture
def home(town: Town) -> Organisation:
    """Hemtjänst in Socialnämnden, with a draft for July."""
    town.slot(town.social)
    return town.organisation("Hemtjänst", town.social)


def book(town: Town, unit: Organisation, months: list[int], net_cost: int, year: int = YEAR) -> None:
    """The same outcome in each of the months, tkr of net cost."""
    for month in months:
        OutcomeFactory(organisation=unit, account_group=town.groups[0], year=year, month=month, amount=-tkr(net_cost))


def only_line(town: Town) -> SlotLine:
    """The only line of the social committee's forecast."""
    (line,) = lines_of(town.access(), town.slot(town.social)).lines
    return line


def test_a_month_without_outcome_is_not_counted_and_is_named(town: Town, home: Organisation):
    """Twelve months of 1 000 are budgeted; six of the seven are booked, 1 000 each: on budget."""
    town.money(home, budget=12_000)
    book(town, home, [1, 2, 3, 4, 6, 7], 1_000)

    line = only_line(town)
    page = overview_page(town.access())

    assert line.amounts.to_date == line.amounts.period_budget == -tkr(6_000)
    assert line.amounts.period_variance == 0
    assert line.counter_forecast is not None
    assert line.counter_forecast.value == -tkr(12_000)
    assert page.table is not None
    assert page.table.period == "jan–apr, jun–jul"
    assert page.table.notes == ("Utfall för maj saknas. Utfall och periodbudget gäller januari–april och juni–juli.",)
    assert page.table.total.period_variance.text == "0"


def test_one_month_alone_is_that_month(town: Town, home: Organisation):
    """Only July is read in: 12 511 in a month is a year of 150 132, not of 12 511 / 7 × 12."""
    town.money(home, budget=150_000)
    book(town, home, [7], 12_511)

    line = only_line(town)

    assert (line.basis.label, line.basis.missing) == ("jul", "januari–juni")
    assert line.amounts.period_budget == -tkr(12_500)
    assert line.counter_forecast is not None
    assert line.counter_forecast.value == -tkr(150_132)
    page = client(town).get(grid_url(town)).content.decode()
    assert "Utfall för januari–juni saknas. Utfall och periodbudget gäller juli." in page
    assert "jan–jul" not in page
    assert "i samma takt, för hela förra året är inte inläst" in " ".join(page.split())
    line_page = client(town).get(f"{grid_url(town)}rad/{home.pk}/").content.decode()
    assert "årets utfall i samma takt" in line_page
    assert "säsong" not in line_page


def test_a_report_whose_last_months_are_not_read_in_says_so(town: Town, home: Organisation):
    """Per 31 October with outcome through August (SH-8)."""
    october = OccasionFactory(rule=town.july.rule, year=YEAR, month=10, cutoff=date(YEAR, 10, 31))
    town.slot(town.social, october)
    town.money(home, budget=12_000)
    book(town, home, list(range(1, 9)), 1_000)

    basis = economy_table(town.access(), october).basis

    assert basis.label == "jan–aug"
    assert basis.note == "Utfall för september–oktober saknas. Utfall och periodbudget gäller januari–augusti."


def test_a_nämnd_without_rows_in_a_booked_month_has_booked_nothing(town: Town, home: Organisation):
    school = town.organisation("Grundskola", town.school)
    town.slot(town.school)
    town.money(home, budget=12_000, booked=7_000)
    town.money(school, budget=1_200)
    book(town, school, [1, 2], 100)

    table = economy_table(town.access(), town.july)

    assert (table.basis.count, table.basis.note) == (7, "")
    assert [row.period_variance for row in table.rows] == [0, tkr(500)]


def test_a_company_has_a_ledger_of_its_own(town: Town, home: Organisation):
    company = town.organisation("Bostadsbolaget", town.assembly, Kind.COMPANY)
    slot = town.slot(company)
    town.money(home, budget=12_000)
    book(town, home, [1, 2, 3, 4, 6, 7], 1_000)
    town.money(company, budget=2_400)
    book(town, company, [1, 2, 3, 4, 5], 200)

    own = lines_of(town.access(), slot)

    assert own.basis.label == "jan–maj"
    assert own.amounts.period_variance == 0
    assert economy_table(town.access(), town.july).basis.missing == "maj"


@pytest.mark.parametrize("last_year", [range(1, 9), range(7, 13)])
def test_last_years_season_is_used_only_when_the_year_is_whole(town: Town, home: Organisation, last_year: range):
    """Eight months of last year, or six, say nothing about its season: seven twelfths, and no bokslut."""
    town.money(home, budget=12_000, booked=7_000)
    book(town, home, list(last_year), 1_000, YEAR - 1)

    line = only_line(town)
    page = overview_page(town.access())

    assert line.amounts.period_budget == -tkr(7_000)
    assert line.amounts.last_year is None
    assert line.counter_forecast is not None
    assert line.counter_forecast.value == -tkr(12_000)
    assert page.table is not None
    assert (page.table.rows[0].last_year, page.table.total.last_year) == ("–", "–")


def test_without_a_budget_nothing_is_a_deficit(town: Town, home: Organisation):
    town.money(home, booked=7_000)
    town.forecast(home, 13_800, town.slot(town.social))

    line = only_line(town)
    page = overview_page(town.access())
    shown = client(town).get("/provkoping/budget/").content.decode().replace("\u00a0", " ")

    assert (line.amounts.budget, line.amounts.period_budget, line.variance) == (None, None, None)
    assert not line.is_deficit
    assert missing_in_forecast(town.access(), town.slot(town.social)) == []
    assert page.table is not None
    row = page.table.total
    assert (row.budget, row.variance.text, row.period_variance.text, row.share) == ("–", "–", "–", "")
    assert row.forecast == "13\u00a0800"
    assert "Prognosen är 13 800 tkr. Årets budget saknas, så det finns inget att jämföra med." in " ".join(
        shown.split()
    )
    assert "underskott" not in shown


def test_a_grid_without_a_budget_can_be_filled_in_and_has_no_deviation(town: Town, home: Organisation):
    town.money(home, booked=7_000)

    page = client(town).get(grid_url(town)).content.decode()

    assert 'data-base-budget=""' in page
    assert 'data-budget=""' in page
    assert '<span data-sumdev class="muted">–</span>' in page


def test_a_budget_of_nothing_is_a_budget(town: Town, home: Organisation):
    BudgetLineFactory(organisation=home, account_group=town.groups[0], year=YEAR, amount=Decimal(0))

    assert only_line(town).amounts.budget == 0


def test_without_any_outcome_there_is_none_to_show(town: Town, home: Organisation):
    town.money(home, budget=12_000)

    table = economy_table(town.access(), town.july)

    assert (table.total.to_date, table.total.period_budget, table.total.period_variance) == (None, None, None)
    assert table.basis.note == "Inget utfall är inläst för året."


def test_a_figure_that_is_missing_leads_nowhere(town: Town, home: Organisation):
    """Half of last year is booked: there is no bokslut, so no link to the rows that would not add up to it."""
    town.money(home, budget=12_000, booked=7_000)
    book(town, home, [1, 2, 3, 4, 5, 6], 1_000, YEAR - 1)

    page = client(town, Role.CONTROLLER).get("/provkoping/budget/").content.decode()

    assert f"?ar={YEAR - 1}{PostedScope('').query}" not in page
    assert f"?ar={YEAR}&amp;tom=7" in page
