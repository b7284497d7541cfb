"""A nämnd ends on New Year's Eve and another begins: each reports for the time when it was there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from budget.selectors.economy import economy_table
from followup.compose import document_of
from followup.document.codec import to_json
from styrmodell.access import system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import Slot
from styrmodell.permissions import Role
from tests.factories import (
    AccountGroupFactory,
    BudgetLineFactory,
    DecisionFactory,
    ForecastLineFactory,
    GoalFactory,
    LevelFactory,
    OrganisationFactory,
    OutcomeFactory,
    SectionFactory,
)
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel("2027-01-15T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def split(house):
    """Bildningsnämnden ended 2026-12-31, Barnnämnden begins 2027-01-01, Kulturnämnden begins in March."""
    house.occasion.contents = ["mal", "ekonomi", "prognos"]
    house.occasion.save(update_fields=["contents"])
    house.namnd.valid_to = date(2026, 12, 31)
    house.namnd.save(update_fields=["valid_to"])
    house.new, house.coming = (
        OrganisationFactory(municipality=house.kommun, parent=house.kf, code=name, name=name, valid_from=day)
        for name, day in (("barnnamnden", date(2027, 1, 1)), ("kulturnamnden", date(2027, 3, 1)))
    )
    group = AccountGroupFactory(model=house.rule.model)
    for slot, thousands in ((house.slot, 700), (house.other_slot, 300)):
        unit = {"organisation": slot.organisation, "account_group": group}
        BudgetLineFactory(**unit, amount=Decimal(-1000 * thousands))
        OutcomeFactory(**unit, amount=Decimal(-500 * thousands))
        ForecastLineFactory(slot=slot, account_group=group, amount=Decimal(-1100 * thousands))
    GoalFactory(
        level=LevelFactory(model=house.rule.model),
        municipality=house.kommun,
        organisation=house.namnd,
        decision=DecisionFactory(organisation=house.kf),
    )
    return house


def test_a_year_end_that_is_opened_in_january_asks_those_of_december(split):
    occasion = open_occasion(access=system_access(split.kommun), rule=split.rule, year=2026, month=12)
    units = Slot.objects.filter(occasion=occasion, scope="enhet").values_list("organisation__name", flat=True)
    assert sorted(units) == ["Bildningsnämnden", "Socialnämnden"]


def test_an_occasion_of_the_new_year_asks_those_of_the_new_year(split):
    occasion = open_occasion(access=system_access(split.kommun), rule=split.rule, year=2027, month=1)
    units = Slot.objects.filter(occasion=occasion, scope="enhet").values_list("organisation__name", flat=True)
    assert sorted(units) == ["Socialnämnden", "barnnamnden"]


def test_the_figures_of_july_are_what_they_were_in_july(split, access_of):
    table = economy_table(access_of(Role.CONTROLLER, split.kf), split.occasion)
    assert [(row.name, row.forecast, row.to_date) for row in table.rows] == [
        ("Bildningsnämnden", Decimal(-770_000), Decimal(-350_000)),
        ("Socialnämnden", Decimal(-330_000), Decimal(-150_000)),
    ]
    assert table.total.variance == Decimal(-100_000)


def test_what_an_ended_unit_wrote_is_read_and_its_last_report_handed_in(split, access_of, client_for):
    controller = client_for(Role.CONTROLLER, split.kf)
    pages = [
        reverse("followup:slot", args=[split.kommun.slug, split.slot.pk]),
        reverse("followup:preview", args=[split.kommun.slug, split.slot.pk]),
        reverse("followup:board", args=[split.kommun.slug]),
        reverse("goals:tree", args=[split.kommun.slug]) + "?ar=2026",
        reverse("budget:forecast", args=[split.kommun.slug, split.slot.pk]),
        reverse("budget:unit", args=[split.kommun.slug, split.namnd.code]),
        reverse("budget:ledger", args=[split.kommun.slug, split.namnd.code]) + "?ar=2026&tom=7",
    ]
    for page in pages:
        answer = controller.get(page)
        assert answer.status_code == 200, page
        assert "Bildningsnämnden" in answer.content.decode(), page
    assert '"Bildningsnämnden' in to_json(document_of(access_of(Role.CONTROLLER, split.kf), split.whole))


def test_the_last_report_is_handed_in_after_the_last_day(split, access_of):
    split.occasion.contents = ["prognos"]
    split.occasion.save(update_fields=["contents"])
    split.slot.forecast_lines.update(comment="Fler barn.", amount=Decimal(-700_000))
    SectionFactory(slot=split.slot, body="Skolan växte.")
    own = access_of(Role.DEPARTMENT_HEAD, split.namnd)
    assert hand_in(split.slot, own).status == "inlamnad"


def test_nothing_of_what_is_to_come_or_has_ended_is_in_todays_tree(split, access_of):
    access = access_of(Role.CONTROLLER, split.kf)
    assert {row.name for row in access.organisations.values()} == {
        "Kommunfullmäktige", "Socialnämnden", "barnnamnden"
    }  # fmt: skip
