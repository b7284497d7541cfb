"""An occasion is taken back while somebody begins to write in it: one of them is done, the other is told, in Swedish."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from budget.actions.forecast import Typed, save_forecasts
from budget.actions.statements import save_statement
from budget.models import StatementFigure
from budget.selectors.amounts import LineKey
from followup.actions.sections import write_section
from followup.actions.slots import submit_slot
from followup.models import Section
from goals.actions.judging import JudgementInput, judge_goal
from styrmodell.actions.occasions import open_occasion, withdraw_occasion
from styrmodell.models import Occasion, Slot
from styrmodell.permissions import Role
from tests import factories as make
from tests.at_once import at_once as run_at_once
from tests.at_once import held_up as run_held_up

pytestmark = pytest.mark.django_db(transaction=True)
ENDINGS = {"refused": (PermissionDenied, Http404), "done": "done"}
at_once, held_up = partial(run_at_once, **ENDINGS), partial(run_held_up, **ENDINGS)
BEGUN = "Någon har börjat skriva i tillfället. Det kan inte tas tillbaka."
GONE = "Tillfället är taget tillbaka, och rapporten finns inte längre. Inget är sparat."


@pytest.fixture
def town(house, access_of):
    """An occasion with goals and forecast, and who takes it back."""
    house.rule.contents = ["mal", "ekonomi", "prognos", "text"]
    house.rule.save()
    Occasion.objects.update(contents=house.rule.contents)
    house.level = make.LevelFactory(model=house.rule.model)
    scale = house.rule.model.scales.get()
    house.step = make.ScaleStepFactory(scale=scale)
    house.goal = make.GoalFactory(level=house.level, organisation=house.namnd)
    house.group = make.AccountGroupFactory(model=house.rule.model)
    house.controller = access_of(Role.CONTROLLER, house.kf)
    house.secretary = access_of(Role.SECRETARY, house.namnd)
    return house


def withdraw(town):
    occasion = Occasion(pk=town.occasion.pk, name=town.occasion.name, cutoff=town.occasion.cutoff)  # one's own copy
    withdraw_occasion(access=town.controller, occasion=occasion)


def write(town):
    write_section(slot=town.slot, access=town.secretary, code="sammanfattning", body="Vi klarar det.", version=0)


def judge(town):
    given = JudgementInput(town.step, result="Nås")
    judge_goal(goal=town.goal, slot=town.slot, access=town.secretary, given=given, version=0)


def forecast(town):
    typed = {LineKey(town.namnd.pk, town.group.pk): Typed(Decimal(-1000), 0)}
    save_forecasts(access=town.controller, slot_id=town.slot.pk, typed=typed)


def enter(town):
    typed = {"skatteintakter": Typed(Decimal(1000), 0)}
    save_statement(access=town.controller, key=f"prognos-{town.occasion.pk}", typed=typed, source="")


def hand_in(town):
    submit_slot(slot=town.slot, access=town.secretary)


WRITERS = {"text": write, "judgement": judge, "statement": enter}


@pytest.mark.parametrize(
    ("writer", "answer"),
    [(write, "PermissionDenied"), (judge, "PermissionDenied"), (hand_in, "PermissionDenied"), (enter, "Http404"),
     (forecast, "Http404")],
)  # fmt: skip
def test_who_comes_to_write_when_it_is_taken_back_is_told(town, writer, answer):
    assert held_up(lambda: writer(town), by=lambda: withdraw(town)) == [answer]
    assert not Slot.objects.exists()
    assert not Occasion.objects.exists()


@pytest.mark.parametrize("what", WRITERS)
def test_what_is_written_first_keeps_the_occasion(town, what):
    assert held_up(lambda: withdraw(town), by=lambda: WRITERS[what](town)) == ["PermissionDenied"]
    assert Slot.objects.count() == 3


def test_a_statement_of_an_occasion_that_the_whole_does_not_report_keeps_it_too(town):
    Slot.objects.filter(pk=town.whole.pk).delete()
    assert held_up(lambda: withdraw(town), by=lambda: enter(town)) == ["PermissionDenied"]
    assert StatementFigure.objects.get().occasion == town.occasion


def test_of_two_who_take_it_back_one_does(town):
    assert at_once(lambda: withdraw(town), lambda: withdraw(town)) == ["PermissionDenied", "done"]


def test_who_opens_what_is_taken_back_opens_it_anew(town):
    again = partial(open_occasion, access=town.controller, rule=town.rule, year=2026, month=town.occasion.month)
    assert held_up(again, by=lambda: withdraw(town)) == ["done"]
    assert Occasion.objects.get().pk != town.occasion.pk
    assert Slot.objects.count() == 3


def test_the_words_of_the_refusal(town):
    make.SectionFactory(slot=town.slot)
    with pytest.raises(PermissionDenied, match=BEGUN):
        withdraw(town)
    Section.objects.all().delete()
    withdraw(town)
    with pytest.raises(PermissionDenied, match=GONE):
        write(town)


def test_the_address_answers_in_swedish(town, client_for):
    client = client_for(Role.CONTROLLER, town.kf)
    address = reverse("followup:withdraw", args=[town.kommun.slug, town.occasion.pk])
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
