"""Opening an occasion: its days, its slots, and which one is the current; and which steering model is in force."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from styrmodell.access import Access, system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import Municipality, Occasion, Slot
from styrmodell.permissions import Role
from styrmodell.selectors.slots import current_occasion, previous_occasion
from styrmodell.selectors.words import steering_model, steering_words
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST = {"scope": "enhet", "kind": "lamna_in", "position": 1}


@pytest.fixture
def kommun(db) -> Municipality:
    """Fullmäktige over two nämnder."""
    top = make.OrganisationFactory(kind="fullmaktige")
    make.OrganisationFactory.create_batch(2, municipality=top.municipality, parent=top)
    return top.municipality


def rule_of(kommun: Municipality, *cutoffs: dict[str, object], **step: object):
    model = make.SteeringModelFactory(municipality=kommun)
    rule = make.OccasionRuleFactory(model=model, cutoffs=list(cutoffs) or [{"manad": 7, "dag": 31}])
    make.StepFactory(rule=rule, **FIRST, **step)
    return rule


def opened(rule, year: int = 2026, month: int = 7) -> Occasion:
    return open_occasion(access=system_access(rule.municipality), rule=rule, year=year, month=month)


@pytest.mark.parametrize(
    ("cutoff", "year", "day"),
    [
        ({"manad": 2, "dag": 31}, 2026, date(2026, 2, 28)),
        ({"manad": 2}, 2028, date(2028, 2, 29)),
        ({"manad": 4, "dag": 15}, 2026, date(2026, 4, 15)),
    ],
)
def test_the_figures_stand_on_the_rules_day_or_the_months_last(kommun, cutoff, year, day):
    assert opened(rule_of(kommun, cutoff), year, cutoff["manad"]).cutoff == day


@pytest.mark.parametrize(
    ("month", "step", "due"),
    [
        (7, {"due_days_after": 10}, date(2026, 8, 10)),
        (7, {"due_month": 9, "due_day": 4}, date(2026, 9, 4)),
        (12, {"due_month": 2, "due_day": 31}, date(2027, 2, 28)),
        (7, {"due_month": 7, "due_day": 31}, date(2026, 7, 31)),
        (7, {"due_month": 7, "due_day": 15}, date(2027, 7, 15)),  # not before the day of the figures
        (7, {}, date(2026, 8, 28)),
    ],
    ids=["days after", "a day of the year", "next year", "the day of the figures", "a day before it", "four weeks"],
)
def test_the_units_hand_in_when_the_first_step_says(kommun, month, step, due):
    assert opened(rule_of(kommun, {"manad": month}, **step), 2026, month).due == due


def test_each_unit_and_the_whole_get_a_slot_once(kommun):
    rule = rule_of(kommun)
    opened(rule)
    assert set(Slot.objects.values_list("organisation__kind", "scope")) == {("namnd", "enhet")}
    make.StepFactory(rule=rule, scope="helhet", kind="besluta", position=2)
    make.OrganisationFactory(municipality=kommun, parent=kommun.organisations.get(kind="fullmaktige"))
    assert opened(rule) == opened(rule)
    slots = sorted(Slot.objects.values_list("organisation__kind", "scope"))
    assert slots == [("fullmaktige", "helhet"), *[("namnd", "enhet")] * 3]


@pytest.mark.parametrize("role", set(Role) - {Role.CONTROLLER})
def test_only_the_controller_opens(kommun, access_of, role):
    access: Access = access_of(role, kommun.organisations.get(kind="fullmaktige"))
    with pytest.raises(PermissionDenied):
        open_occasion(access=access, rule=rule_of(kommun), year=2026, month=7)
    assert not Occasion.objects.exists()


def test_the_current_occasion_is_the_newest_whose_day_has_passed(kommun):
    rule = rule_of(kommun)
    days = [date(2026, 4, 30), date(2026, 7, 31), date(2026, 12, 31)]
    for day in days:
        make.OccasionFactory(rule=rule, cutoff=day, month=day.month, contents=["mal"])
    make.OccasionFactory(rule=rule, cutoff=date(2026, 8, 31), month=8, contents=["prognos"])
    access = system_access(kommun)

    def current(content: str = "") -> date:
        found = current_occasion(access, content)
        assert found is not None
        return found.cutoff

    with time_machine.travel("2026-07-31T08:00:00+02:00"):
        assert current() == days[1]
    with time_machine.travel("2026-09-15T08:00:00+02:00"):
        assert current() == date(2026, 8, 31)
        assert current("mal") == days[1]
    with time_machine.travel("2026-01-15T08:00:00+01:00"):
        assert current() == days[2], "none has passed: the newest of all"
    last = Occasion.objects.get(month=12)
    before = previous_occasion(access, last, "mal")
    assert before is not None
    assert before.cutoff == days[1]


def test_the_steering_model_is_the_one_in_force_else_the_latest(kommun):
    years = [(1, 2019, 2022), (2, 2023, 2026), (3, 2025, 2026), (4, 2030, 2033)]
    for version, first, last in years:
        days = {"valid_from": date(first, 1, 1), "valid_to": date(last, 12, 31)}
        model = make.SteeringModelFactory(municipality=kommun, version=version, **days)
        make.TermFactory(model=model, key="goal", singular=f"mål {version}")
    access = system_access(kommun)
    asked = {year: steering_model(access, year).version for year in (2018, 2020, 2024, 2026, 2028, 2031)}
    assert asked == {2018: 4, 2020: 1, 2024: 2, 2026: 3, 2028: 4, 2031: 4}
    for day, word in (("2026-06-01", "mål 3"), ("2021-06-01", "mål 1"), ("2028-06-01", "mål 4")):
        with time_machine.travel(day):
            assert steering_words(access)["goal"].singular == word
