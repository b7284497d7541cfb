"""Figures that move after a report was handed in are told to whoever handed in or decides, old and new."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.limits import TooManyError
from budget.models import BudgetLine, Outcome
from budget.models.ledger import lock_ledger
from budget.selectors.amounts import LineKey
from budget.selectors.economy import economy_table
from followup.actions.refusals import MovedError
from followup.actions.slots import DecisionInput, pass_step, return_slot, submit_slot
from followup.compose.handed_in import keep_figures, moved_since, seal_of
from followup.models import Section, Snapshot
from styrmodell.models import OccasionRule, Organisation, Slot, Step
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.at_once import held_up
from tests.budget.conftest import YEAR, Town, client, tkr
from tests.factories import SlotFactory, StepFactory

NBSP = "\u00a0"


class Report:
    """Socialnämnden's report for July: the nämnd hands in and decides. Hemtjänst has booked 7 of 12 mnkr."""

    def __init__(self, town: Town) -> None:
        self.town, self.rule = town, OccasionRule.objects.get()
        for position, (kind, body) in enumerate([("lamna_in", ""), ("besluta", "namnd")]):
            StepFactory(rule=self.rule, scope="enhet", kind=kind, name=kind, body=body, position=position)
        Organisation.objects.filter(pk=town.social.pk).update(kind=Organisation.Kind.COMMITTEE)
        self.home = town.organisation("Hemtjänst", town.social)
        town.money(self.home, budget=12_000, booked=7_000, last_year=12_000)
        self.slot = town.slot(town.social)
        town.forecast(self.home, 12_000, self.slot)
        Section.objects.create(
            municipality=town.municipality, slot=self.slot, code="sammanfattning", body="Vi klarar det."
        )
        self.access = town.access()

    def hand_in(self) -> None:
        self.slot = submit_slot(slot=self.slot, access=self.access)

    def talk_before_the_decision(self) -> None:
        Step.objects.filter(kind="besluta").update(position=2)
        StepFactory(rule=self.rule, scope="enhet", kind="dialog", name="Dialog", position=1)

    def moved(self) -> list[tuple[str, str, int | None, int | None]]:
        found = moved_since(self.access, Slot.objects.get(pk=self.slot.pk))
        return [(row.row, row.what, row.before and int(row.before), row.now and int(row.now)) for row in found]

    def decide(self, told: str = "") -> Slot:
        nämnd = Organisation.objects.get(pk=self.town.social.pk)
        decision = DecisionInput(nämnd, timezone.localdate(), "98")
        return pass_step(slot=self.slot, access=self.access, decision=decision, told=told)

    def page(self, name: str = "slot", browser: Client | None = None) -> str:
        answer = (browser or client(self.town)).get(reverse(f"followup:{name}", args=["provkoping", self.slot.pk]))
        return answer.text.replace(NBSP, " ")


@pytest.fixture
def report(town: Town) -> Report:
    return Report(town)


@pytest.mark.django_db
def test_what_is_booked_after_the_hand_in_is_told_old_and_new(report: Report):
    report.hand_in()
    assert report.moved() == []
    assert "Siffror har ändrats" not in report.page()

    report.town.book(report.home, 500)

    assert report.moved() == [("Hemtjänst", "Utfall", 7_000_000, 7_500_000)]
    for name in ("slot", "preview"):
        text = report.page(name)
        assert "Siffror har ändrats sedan rapporten lämnades in" in text
        assert "7 000 000" in text
        assert "7 500 000" in text


@pytest.mark.django_db
def test_a_budget_and_a_row_that_come_after_the_hand_in_are_told_too(report: Report):
    report.hand_in()
    BudgetLine.objects.filter(organisation=report.home).update(amount=-13_000_000)
    report.town.book(report.town.organisation("Färdtjänst", report.town.social), 40)

    assert report.moved() == [
        ("Hemtjänst", "Budget", 12_000_000, 13_000_000),
        ("Färdtjänst", "Budget", None, 0),  # the year has a budget, and this line none of it
        ("Färdtjänst", "Utfall", None, 40_000),
    ]


@pytest.mark.django_db
def test_the_whole_is_told_of_what_has_moved_in_any_unit(report: Report):
    whole = SlotFactory(
        occasion=report.town.july, organisation=report.town.assembly, scope="helhet", status=SlotStatus.SUBMITTED
    )
    keep_figures(whole)
    assert moved_since(report.access, whole) == []

    report.town.book(report.home, 500)

    moved = moved_since(report.access, whole)
    assert ("Socialnämnden", "Utfall", 7_000_000, 7_500_000) in [
        (row.row, row.what, row.before and int(row.before), row.now and int(row.now)) for row in moved
    ]


@pytest.mark.django_db
def test_who_hands_in_anew_hands_in_the_new_figures(report: Report):
    report.hand_in()
    report.town.book(report.home, 1)
    report.slot = return_slot(slot=report.slot, access=report.access, reason="Rätta.")
    report.hand_in()

    assert report.moved() == []


@pytest.mark.django_db
def test_a_decision_is_not_taken_on_other_figures_than_its_page_told(report: Report):
    report.hand_in()
    told = seal_of([])
    report.town.book(report.home, 500)

    with pytest.raises(MovedError, match="Siffror i rapporten har ändrats"):
        report.decide(told)

    assert not Snapshot.objects.exists()
    told = seal_of(moved_since(report.access, report.slot))
    assert f'name="told" value="{told}"' in report.page()
    assert report.decide(told).status == SlotStatus.DECIDED


@pytest.mark.django_db
def test_a_month_that_is_read_in_after_the_decision_is_told_wherever_its_outcome_stands(report: Report):
    """Decided without May: 6 000 booked of the 6 000 of six months. With May it is 7 000 of 7 000, also when the budget has
    been raised by a tenth since."""
    Outcome.objects.filter(organisation=report.home, year=YEAR, month=5).delete()
    report.hand_in()
    report.decide()
    addresses = [
        reverse("budget:overview", args=["provkoping"]),
        reverse("budget:unit", args=["provkoping", "soc"]),
        reverse("budget:forecast", args=["provkoping", report.slot.pk]),
        reverse("budget:forecast-line", args=["provkoping", report.slot.pk, str(LineKey(report.home.pk))]),
        reverse("followup:status-view", args=["provkoping"]),
    ]
    browser = client(report.town)
    assert not [page for page in addresses if "ändrats sedan beslutet" in browser.get(page).text]

    report.town.book(report.home, 1_000, month=5)
    report.town.money(report.home, budget=1_200, group=1)

    (row,) = economy_table(report.access, report.town.july).rows
    assert (row.to_date, row.period_budget, row.budget) == (-tkr(7_000), -tkr(7_000), -tkr(12_000))
    told = "Utfallet är det som är bokfört i dag. Det har ändrats sedan beslutet."
    assert [page for page in addresses if told not in browser.get(page).text] == []


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_posted_while_it_is_decided_is_told(report: Report):
    report.hand_in()

    def post() -> None:
        lock_ledger(report.access)
        report.town.book(report.home, 500)

    decide = partial(report.decide, seal_of([]))
    assert held_up(decide, by=post, refused=(MovedError,), done="decided") == ["MovedError"]
    assert not Snapshot.objects.exists()


def while_a_file_is_posted(report: Report, task: Callable[[], Slot]) -> Slot:
    """What the task answers in a thread of its own while the ledger is held. Nobody waits for more than half a second."""

    def run() -> Slot:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        lock_ledger(report.access)
        return pool.submit(run).result(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_who_hands_in_or_decides_while_a_file_is_posted_for_long_is_told_so(report: Report):
    with pytest.raises(TooManyError, match="en fil läses in"):
        while_a_file_is_posted(report, partial(submit_slot, slot=report.slot, access=report.access))
    report.hand_in()
    with pytest.raises(TooManyError, match="Inget av det du gjorde är sparat"):
        while_a_file_is_posted(report, report.decide)


@pytest.mark.django_db(transaction=True)
def test_a_step_that_freezes_nothing_does_not_wait_for_a_file(report: Report):
    report.talk_before_the_decision()
    report.hand_in()
    step = partial(pass_step, slot=report.slot, access=report.access, held_on=timezone.localdate())
    assert while_a_file_is_posted(report, step).passed_steps == 2


@pytest.mark.django_db(transaction=True)
def test_who_may_not_hears_that_and_does_not_wait_for_a_file(report: Report):
    reader = report.town.access(Role.AUDITOR)
    with pytest.raises(PermissionDenied, match="Du saknar behörighet att lämna in"):
        while_a_file_is_posted(report, partial(submit_slot, slot=report.slot, access=reader))
    report.hand_in()
    with pytest.raises(PermissionDenied, match="Du saknar behörighet att anteckna"):
        while_a_file_is_posted(report, partial(pass_step, slot=report.slot, access=reader))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_frozen_by_who_meant_the_step_before(report: Report):
    report.talk_before_the_decision()
    report.hand_in()
    talk = partial(pass_step, slot=report.slot, access=report.access, held_on=timezone.localdate())
    assert held_up(report.decide, by=talk, refused=(MovedError,), done="decided") == ["MovedError"]
    assert not Snapshot.objects.exists()
