"""Every figure of the economy adds up, whichever way it is summed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budget.rules.basis import Basis
from budget.rules.needs import Need
from budget.selectors.amounts import Amounts, LineKey, booked
from budget.selectors.economy import economy_table
from budget.selectors.line import SlotLine
from budget.selectors.missing import missing_in_forecast
from budget.selectors.saved import UNSAVED, SavedLine
from budget.selectors.slot_lines import lines_of
from styrmodell.models import Limit, Organisation
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import MoneyLimit
from tests.budget.conftest import Town, spread, tkr
from tests.factories import MeasureFactory, OutcomeFactory, SteeringModelFactory

MEET = "Möt hela underskottet med åtgärder, eller skriv att ramen inte kan hållas: {} återstår"
pytestmark = pytest.mark.django_db
Kind = Organisation.Kind


def test_a_unit_shows_the_sum_of_its_lines_and_the_municipality_the_sum_of_its_units(town: Town):
    department = town.organisation("Socialförvaltningen", town.social, Kind.DEPARTMENT)
    home, care = (town.organisation(name, department) for name in ("Hemtjänst", "Omsorg"))
    north = town.organisation("Hemtjänst norr", home, Kind.UNIT)
    school = town.organisation("Grundskola", town.school)
    town.money(home, budget=1000, booked=600, last_year=900)
    town.money(north, budget=500, booked=280, last_year=480)
    town.money(care, budget=800, booked=500, last_year=720)
    town.money(department, budget=100, booked=50, last_year=120)
    town.money(school, budget=3000, booked=1700, last_year=2400)
    slot = town.slot(town.social)
    town.slot(town.school)
    town.forecast(home, 1600, slot)
    town.forecast(care, 790, slot)

    table = economy_table(town.access(), town.july, children=True)

    social, school_row = table.rows
    assert [line.name for line in social.children] == ["Socialförvaltningen, gemensamt", "Hemtjänst", "Omsorg"]
    assert social.budget == sum(line.budget for line in social.children) == -tkr(2400)
    assert social.to_date == -tkr(1430)
    assert social.last_year == -tkr(2220)
    assert social.children[1].forecast == -tkr(1600)
    assert social.children[1].budget == -tkr(1500)  # Hemtjänst with what is below it
    assert social.forecast == -tkr(1600 + 790 + 100)  # the department has none yet: its budget counts
    assert social.missing == 1
    assert school_row.forecast is None
    assert table.total.budget == -tkr(5400)
    assert table.total.forecast == -tkr(2490 + 3000)
    assert lines_of(town.access(), slot).forecast == social.forecast


def test_the_period_budget_follows_last_years_months_and_is_the_same_however_it_is_summed(town: Town):
    home, care = (town.organisation(name, town.social) for name in ("Hemtjänst", "Omsorg"))
    town.money(home, budget=1200, booked=600)
    town.money(care, budget=1000, booked=600, last_year=1200)
    town.money(care, budget=240, booked=100, group=1)
    OutcomeFactory(organisation=home, account_group=town.groups[0], year=2025, month=2, amount=-tkr(300))
    OutcomeFactory(organisation=home, account_group=town.groups[0], year=2025, month=11, amount=-tkr(100))
    access = town.access()

    both = [home.pk, care.pk]
    money = booked(access, 2026, 7, both)
    detailed = booked(access, 2026, 7, both, detailed=both)
    by_group = [detailed.of_group(group.pk, both) for group in town.groups]

    assert money.of([home.pk]).period_budget == -tkr(900)  # three quarters were booked by July
    assert money.of([care.pk]).period_budget == round(-tkr(1000) * 7 / 12, 2) - tkr(140)
    assert money.of(both) == detailed.of(both) == Amounts.together(by_group)


@pytest.mark.parametrize(
    ("by_july", "after", "expected"),
    [
        (-150, 50, -700),  # more by July than in the whole year: 1.5
        (50, -150, -700),  # the other sign by July: -0.5
        (-100, 100, -700),  # nothing in the year together
        (0, -100, 0),  # all of it late: follows
        (-100, 0, -1200),  # all of it early: follows
    ],
)
def test_a_profile_that_cannot_be_gives_an_even_period_budget(town: Town, by_july: int, after: int, expected: int):
    """Last year's share by July is followed between nothing and all of it; a credit may take it outside."""
    home, care = (town.organisation(name, town.social) for name in ("Hemtjänst", "Omsorg"))
    town.money(care, last_year=1200)
    town.money(home, budget=1200, booked=600)
    for month, amount in ((2, by_july), (11, after)):
        OutcomeFactory(organisation=home, account_group=town.groups[0], year=2025, month=month, amount=tkr(amount))

    money = booked(town.access(), 2026, 7, [home.pk])

    assert money.of([home.pk]).period_budget == tkr(expected)


def test_only_booked_months_count_when_the_last_ones_are_not_imported(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    town.slot(town.social)
    town.money(home, budget=1200, last_year=1200)
    for month, amount in enumerate(spread(-tkr(650), 6), start=1):
        OutcomeFactory(organisation=home, account_group=town.groups[0], year=2026, month=month, amount=amount)

    table = economy_table(town.access(), town.july)
    (row,) = table.rows

    assert (table.basis.label, table.basis.missing) == ("jan–jun", "juli")
    assert row.period_budget == -tkr(600)
    assert row.period_variance == -tkr(50)


def test_money_outside_the_reporting_units_is_a_row_of_its_own_and_companies_are_none(town: Town):
    audit = town.organisation("Revisionen", town.assembly, Kind.AUDIT)
    company = town.organisation("Bostadsbolaget", town.assembly, Kind.COMPANY)
    town.slot(town.social)
    town.slot(company)
    town.money(audit, budget=10)
    town.money(company, budget=500)
    town.money(town.assembly, budget=7)

    table = economy_table(town.access(), town.july)

    assert [(row.name, row.budget) for row in table.rows] == [
        ("Kommunfullmäktige", -tkr(7)),
        ("Socialnämnden", Decimal(0)),
        ("Revisionen", -tkr(10)),
    ]
    assert table.total.budget == -tkr(17)


def test_a_unit_with_nothing_below_it_forecasts_its_account_groups(town: Town):
    town.money(town.social, budget=100, booked=60, group=0)
    town.money(town.social, budget=50, booked=20, group=1)
    slot = town.slot(town.social)
    town.forecast(town.social, 120, slot, account_group=town.groups[0])

    lines = lines_of(town.access(), slot)
    (row,) = economy_table(town.access(), town.july).rows

    assert [(line.name, line.forecast) for line in lines.lines] == [("Personal", -tkr(120)), ("Övrigt", None)]
    assert row.forecast == lines.forecast == -tkr(170)


def test_a_manager_below_the_unit_sees_only_what_is_theirs(town: Town):
    home, care = (town.organisation(name, town.social) for name in ("Hemtjänst", "Omsorg"))
    town.money(home, budget=100)
    town.money(care, budget=200)
    slot = town.slot(town.social)
    access = town.access(Role.UNIT_MANAGER, home)

    assert [line.name for line in lines_of(access, slot).lines] == ["Hemtjänst"]
    assert [(row.name, row.budget) for row in economy_table(access, town.july).rows] == [("Hemtjänst", -tkr(100))]


def test_what_is_left_before_the_forecast_can_be_handed_in(town: Town):
    units = {name: town.organisation(name, town.social) for name in ("A", "B", "C", "D", "E", "F")}
    for name, unit in units.items():
        if name != "F":
            town.money(unit, budget=12_000, booked=9_000 if name == "C" else 7_000, last_year=12_000)
    slot = town.slot(town.social)
    town.forecast(units["B"], 13_000, slot)  # a deficit without a word
    town.forecast(units["C"], 12_000, slot)  # equals the budget although the outcome does not
    town.forecast(units["D"], 13_000, slot, comment="Dyrare el.")
    town.forecast(units["E"], 12_400, slot)  # below what must be explained

    lines = lines_of(town.access(), slot)

    assert {line.name: line.need for line in lines.lines} == {
        "A": Need.FORECAST,
        "B": Need.ANALYSIS,
        "C": Need.ZERO_FORECAST,
        "D": Need.NOTHING,
        "E": Need.NOTHING,
        "F": Need.NOTHING,
    }
    assert missing_in_forecast(town.access(), slot) == [
        "Skriv en prognos för A",
        "Förklara underskottet: B",
        "Ändra eller förklara nollprognosen: C",
    ]


def test_a_line_without_forecast_or_outcome_is_no_zero_forecast():
    amounts = Amounts(to_date=-tkr(900), budget=-tkr(1000), period_budget=-tkr(500))
    given = SlotLine(LineKey(1), "Hemtjänst", amounts, Basis((1, 2, 3, 4, 5, 6), 6), SavedLine(-tkr(1000)))
    assert given.zero_forecast is not None
    assert replace(given, saved=UNSAVED).zero_forecast is None
    assert replace(given, amounts=replace(amounts, to_date=None, period_budget=None)).zero_forecast is None
    assert replace(given, amounts=replace(amounts, budget=None, period_budget=None)).zero_forecast is None


def test_a_deficit_wants_measures_where_the_rule_says_so(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    town.money(home, budget=1000)
    slot = town.slot(town.social)
    town.forecast(home, 2000, slot, comment="Fler timmar.")
    assert missing_in_forecast(town.access(), slot) == []

    town.july.rule.measures_when = ["prognosunderskott"]
    town.july.rule.save()
    slot.refresh_from_db()
    assert missing_in_forecast(town.access(), slot) == [MEET.format("1\xa0000\xa0tkr")]
    assert missing_in_forecast(town.access(), slot, departs=True) == []

    measure = MeasureFactory(organisation=home, expected_effect=1_000)
    slot.forecast_lines.get().measures.add(measure)
    assert missing_in_forecast(town.access(), slot) == [MEET.format("999\xa0tkr")]  # +1 tkr does not keep the frame
    measure.expected_effect, measure.realised_effect = 1_200_000, 300_000  # those 300 are in the outcome already
    measure.save()
    assert missing_in_forecast(town.access(), slot) == [MEET.format("100\xa0tkr")]
    measure.realised_effect = 200_000
    measure.save()
    assert missing_in_forecast(town.access(), slot) == []


@pytest.mark.parametrize("lacking", ["responsible", "consequence"])
def test_a_measure_against_a_deficit_says_who_and_what_it_means(town: Town, lacking: str):
    home = town.organisation("Hemtjänst", town.social)
    town.money(home, budget=1000)
    slot = town.slot(town.social)
    town.forecast(home, 2000, slot, comment="Fler timmar.")
    slot.forecast_lines.get().measures.add(MeasureFactory(organisation=home, **{lacking: " "}))
    assert missing_in_forecast(town.access(), slot) == []

    town.july.rule.measures_when = ["prognosunderskott"]
    town.july.rule.save()
    slot.refresh_from_db()
    asked = ["Skriv ansvarig och konsekvens för åtgärden Samordnad bemanning"]
    assert missing_in_forecast(town.access(), slot) == asked
    assert missing_in_forecast(town.access(), slot, departs=True) == asked


def test_the_steering_model_says_from_when_a_deficit_counts(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    town.money(home, budget=1000)
    slot = town.slot(town.social)
    town.forecast(home, 1100, slot)
    town.july.rule.measures_when = ["prognosunderskott"]
    town.july.rule.save()
    assert missing_in_forecast(town.access(), slot) == []

    common = {"model": town.july.rule.model, "municipality": town.municipality, "text": "Egen gräns."}
    Limit.objects.create(**common, code="rad", per_kind=MoneyLimit.FORECAST_LINE, maximum=50_000)
    assert missing_in_forecast(town.access(), slot) == ["Förklara underskottet: Hemtjänst"]
    Limit.objects.create(**common, code="prognos", per_kind=MoneyLimit.FORECAST, maximum=0)
    assert missing_in_forecast(town.access(), slot) == [
        "Förklara underskottet: Hemtjänst",
        MEET.format("100\xa0tkr"),
    ]


def test_another_models_limit_says_nothing(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    town.money(home, budget=1000)
    slot = town.slot(town.social)
    town.forecast(home, 1100, slot)
    other = SteeringModelFactory(municipality=town.municipality, version=2)
    Limit.objects.create(
        model=other, municipality=town.municipality, code="rad", text="Egen.", per_kind="prognosrad", maximum=1
    )

    assert missing_in_forecast(town.access(), slot) == []


def test_the_previous_forecast_is_the_one_before_in_the_same_year(town: Town):
    home = town.organisation("Hemtjänst", town.social)
    town.money(home, budget=1000)
    town.forecast(home, 1100, town.slot(town.social, town.may))
    slot = town.slot(town.social)
    town.forecast(home, 1250, slot)

    (line,) = lines_of(town.access(), slot).lines
    (row,) = economy_table(town.access(), town.july).rows

    assert line.previous == row.previous == -tkr(1100)
    assert row.change == -tkr(150)
    assert row.variance == -tkr(250)


@pytest.mark.parametrize("size", [2, 9])
def test_the_number_of_queries_does_not_grow(town: Town, size: int):
    for number in range(size):
        committee = town.organisation(f"Nämnd {number}", town.assembly, Kind.COMMITTEE)
        town.slot(committee)
        for part in range(size):
            town.money(town.organisation(f"Verksamhet {number}-{part}", committee), budget=10, booked=5)
    access = town.access()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        economy_table(access, town.july, children=True)

    assert len(queries) == 3  # occasions, money, forecasts: one plain question about each


def test_a_manager_sees_the_forecast_of_their_own_line_and_the_way_to_it(town: Town):
    home, care = (town.organisation(name, town.social) for name in ("Hemtjänst", "Omsorg"))
    town.money(home, budget=100)
    town.money(care, budget=200)
    slot = town.slot(town.social)
    town.forecast(home, 130, slot)

    (row,) = economy_table(town.access(Role.UNIT_MANAGER, home), town.july).rows

    assert (row.name, row.forecast, row.slot_id) == ("Hemtjänst", -tkr(130), slot.pk)


def test_the_account_groups_of_a_unit_are_hidden_from_a_manager_of_one_below_it(town: Town):
    """Both report for themselves, so the upper one has no lines but its account groups."""
    inner = town.organisation("Inre nämnd", town.social, Kind.SUBCOMMITTEE)
    town.slot(inner)
    town.forecast(town.social, 120, town.slot(town.social), account_group=town.groups[0])

    access = town.access(Role.UNIT_MANAGER, inner)

    assert [row.name for row in economy_table(access, town.july, children=True).rows] == ["Inre nämnd"]
    assert lines_of(access, town.slot(town.social)).lines == ()
