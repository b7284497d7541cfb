"""Plans and reports are one kind, on two lines: nothing that asks for reports finds a plan, and the other way round. What
stays with the administration is known there alone."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from budget.selectors.forecast_slots import forecast_slots
from budget.selectors.measures import held_by, reports_showing
from budget.selectors.occasions import forecast_occasions, newest_occasions
from budget.selectors.statement_entry import statement_column_or_404
from followup.selectors.decided_reports import decided_reports
from goals.selectors.judging import is_judged_at, slots_showing
from styrmodell.access import system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.models import Occasion, OccasionRule, Slot
from styrmodell.permissions import Role
from styrmodell.policies import can_read
from styrmodell.rules.vocabulary import OccasionLine
from styrmodell.selectors.openable import openable
from styrmodell.selectors.slots import (
    current_occasion,
    occasions,
    previous_occasion,
    readable_slots,
    visible_slots,
)
from tests import factories as make
from tests.fixtures import new_access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]


@pytest.fixture
def day():
    with time_machine.travel("2026-09-20 12:00", tick=False):
        yield


@pytest.fixture
def rule() -> OccasionRule:
    """A nämnd's plan for the year after, begun on the first of August, in a municipality with a report in July."""
    top = make.OrganisationFactory(kind="fullmaktige")
    make.OrganisationFactory(municipality=top.municipality, parent=top)
    model = make.SteeringModelFactory(municipality=top.municipality)
    report = make.OccasionRuleFactory(model=model, code="delarsrapport")
    make.StepFactory(rule=report)
    make.StepFactory(rule=report, scope="helhet", kind="besluta", position=90)
    plan = make.OccasionRuleFactory(
        model=model, code="plan", name="Mål och budget", kind="plan", line="plan", about_years="nasta",
        cutoffs=[{"manad": 8, "dag": 1}],
        # as reckless as can be: everything that a report may hold
        contents=["mal", "ekonomi", "prognos", "text"],
    )  # fmt: skip
    make.StepFactory(rule=plan, due_month=9, due_day=11)
    make.StepFactory(rule=plan, scope="helhet", position=90)
    return plan


@pytest.fixture
def plan(rule: OccasionRule) -> Occasion:
    return open_occasion(access=system_access(rule.municipality), rule=rule, year=2026, month=8)


@pytest.fixture
def report(rule: OccasionRule) -> Occasion:
    july = OccasionRule.objects.get(municipality=rule.municipality, code="delarsrapport")
    return open_occasion(access=system_access(rule.municipality), rule=july, year=2026, month=7)


def test_a_plan_says_its_years_and_is_about_their_first_day(plan: Occasion, report: Occasion) -> None:
    assert (plan.line, plan.year_from, plan.year_to, plan.day) == ("plan", 2027, 2027, date(2027, 1, 1))
    assert (plan.title, plan.due) == ("Mål och budget 2027", date(2026, 9, 11))
    assert (report.day, report.title) == (date(2026, 7, 31), "Delårsrapport per 31\u00a0juli 2026")


def test_a_plan_is_written_by_the_organisations_of_its_first_day(rule: OccasionRule) -> None:
    top = make.Organisation.objects.get(municipality=rule.municipality, kind="fullmaktige")
    make.OrganisationFactory(municipality=top.municipality, parent=top, name="Upphör", valid_to=date(2026, 12, 31))
    make.OrganisationFactory(municipality=top.municipality, parent=top, name="Tillträder", valid_from=date(2027, 1, 1))
    opened = open_occasion(access=system_access(rule.municipality), rule=rule, year=2026, month=8)
    names = set(Slot.objects.filter(occasion=opened, scope="enhet").values_list("organisation__name", flat=True))
    assert "Tillträder" in names
    assert "Upphör" not in names


def test_nothing_that_asks_for_reports_finds_a_plan(plan: Occasion, report: Occasion) -> None:
    access = system_access(plan.municipality)
    assert list(occasions(access)) == [report]
    assert current_occasion(access) == report  # the plan's day is later
    assert current_occasion(access, "mal") == report
    september = Occasion(rule=report.rule, municipality=report.municipality, year=2026, cutoff=date(2026, 9, 30))
    assert previous_occasion(access, september, "prognos") == report
    assert [row.occasion for row in newest_occasions(access)] == [report]
    assert [row.occasion for row in forecast_occasions(access)] == [report]
    assert {slot.occasion for slot in forecast_slots(access)} == {report}
    assert {slot.occasion for slot in reports_showing(access, report.slots.get(scope="enhet"), None)} <= {report}


def test_a_plan_that_is_handed_in_holds_no_measure_of_a_report(plan: Occasion, report: Occasion) -> None:
    plan.slots.update(status="inlamnad")
    slot = Slot.objects.with_around().get(occasion=report, scope="enhet")
    assert held_by(system_access(plan.municipality), slot, [])[None].reports == []


def test_a_plan_does_not_tell_the_years_outcome(plan: Occasion) -> None:
    Occasion.objects.filter(pk=plan.pk).update(cutoff=date(2026, 12, 31), contents=["ekonomi", "text"])
    assert statement_column_or_404(system_access(plan.municipality), "utfall-2026").slot is None


def test_goals_are_not_judged_in_a_plan(plan: Occasion, report: Occasion) -> None:
    access = system_access(plan.municipality)
    slot = Slot.objects.with_around().get(occasion=plan, scope="enhet")
    level = make.LevelFactory(model=plan.rule.model)
    goal = make.GoalFactory(level=level, organisation=slot.organisation, year_from=2026, year_to=2027)
    assert not is_judged_at(access, goal, slot)
    assert {row.occasion for row in slots_showing(access, goal)} == {report}


def test_what_can_be_opened_is_asked_for_by_line(rule: OccasionRule) -> None:
    access = system_access(rule.municipality)
    assert [row.rule.code for row in openable(access)] == ["delarsrapport"]
    assert [row.rule.code for row in openable(access, OccasionLine.PLAN)] == ["plan"]


def test_a_plan_of_the_year_after_an_election_is_asked_for_then_alone(rule: OccasionRule) -> None:
    OccasionRule.objects.filter(pk=rule.pk).update(years="efter_val", about_years="mandatperiod")
    make.SteeringModel.objects.update(valid_to=date(2027, 12, 31))
    access = system_access(rule.municipality)
    assert openable(access, OccasionLine.PLAN) == []
    with time_machine.travel("2027-03-01", tick=False):
        assert [(row.year, row.month) for row in openable(access, OccasionLine.PLAN)] == [(2027, 8)]


def test_the_board_of_reports_knows_no_plan(plan: Occasion, report: Occasion, client_for) -> None:
    client = client_for(Role.CONTROLLER, report.slots.get(scope="helhet").organisation)
    board = reverse("followup:board", args=[plan.municipality.slug])
    answer = client.get(board)
    assert answer.context["board"].occasion == report
    assert "Mål och budget" not in answer.content.decode()
    assert client.get(f"{board}?tillfalle={plan.pk}").status_code == 404
    withdraw = reverse("followup:withdraw", args=[plan.municipality.slug, plan.pk])
    assert client.post(withdraw).status_code == 404


def test_a_decided_plan_is_no_decided_report(plan: Occasion) -> None:
    decision = make.DecisionFactory(organisation=plan.slots.get(scope="helhet").organisation)
    plan.slots.filter(scope="helhet").update(status="beslutad", decision=decision)
    assert decided_reports(system_access(plan.municipality), 4) == []


@pytest.mark.parametrize(
    ("role", "knows"),
    [
        (Role.POLITICIAN, False),
        (Role.ADMINISTRATOR, False),
        (Role.AUDITOR, True),  # KL 12:9
        (Role.SECRETARY, True),
        (Role.UNIT_MANAGER, True),
        (Role.DEPARTMENT_HEAD, True),
        (Role.CONTROLLER, True),
        (Role.MANAGEMENT, True),
    ],
)
@pytest.mark.parametrize("status", ["inlamnad", "beslutad"])
def test_what_stays_with_the_administration_is_known_there_alone(plan, role, knows, status) -> None:
    OccasionRule.objects.filter(pk=plan.rule_id).update(readers="forvaltningen")
    slot = Slot.objects.with_around().get(occasion=plan, scope="enhet")
    decision = make.DecisionFactory(organisation=slot.organisation) if status == "beslutad" else None
    Slot.objects.filter(pk=slot.pk).update(status=status, decision=decision)
    slot = Slot.objects.with_around().get(pk=slot.pk)
    # also where the municipality lets its politicians see every draft
    type(plan.municipality).objects.filter(pk=plan.municipality_id).update(
        politician_insight="utkast", administrator_insight="utkast"
    )
    access = new_access(role, slot.organisation)
    assert (slot in visible_slots(access)) is knows
    assert (slot in readable_slots(access)) is knows
    assert bool(can_read(access, slot)) is knows
