"""Two people move the same reports in the same second: one move is made, the other is told."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from followup.actions.refusals import IncompleteError, MovedError
from followup.actions.slots import return_slot, submit_slot
from followup.models import Section
from goals.actions.indicators import lock_goal
from styrmodell.models import AuditEvent, Occasion, Slot
from styrmodell.permissions import Role
from tests import factories as make
from tests.at_once import at_once as run_at_once
from tests.at_once import held_up as run_held_up

pytestmark = pytest.mark.django_db(transaction=True)


ENDINGS = {"refused": (MovedError, IncompleteError), "done": "moved"}
at_once, held_up = partial(run_at_once, **ENDINGS), partial(run_held_up, **ENDINGS)


@pytest.fixture
def controllers(house, access_of):
    return [access_of(Role.CONTROLLER, house.kf) for _ in range(4)]


def write(house, *slots):
    for slot in slots:
        Section.objects.create(municipality=house.kommun, slot=slot, code="sammanfattning", body="Vi klarar det.")


def test_of_four_who_hand_in_at_once_one_does(house, controllers):
    write(house, house.slot)
    ended = at_once(*(lambda access=access: submit_slot(slot=house.slot, access=access) for access in controllers))

    assert ended == ["MovedError", "MovedError", "MovedError", "moved"]
    assert AuditEvent.objects.filter(type=AuditEvent.Type.REPORT_SUBMITTED).count() == 1
    assert house.slot.passages.count() == 1


def test_a_unit_is_given_back_or_the_whole_handed_in_never_both(house, controllers):
    """While one gives a unit back, the other waits: the whole is not handed in with a unit open under it."""
    write(house, house.slot, house.other_slot, house.whole)
    for slot in (house.slot, house.other_slot):
        submit_slot(slot=slot, access=controllers[0])

    ended = held_up(
        lambda: submit_slot(slot=house.whole, access=controllers[1]),
        by=lambda: return_slot(slot=house.slot, access=controllers[0], reason="Skriv om."),
    )

    assert ended == ["IncompleteError"]
    statuses = dict(Slot.objects.values_list("pk", "status"))
    assert (statuses[house.slot.pk], statuses[house.whole.pk]) == ("aterlamnad", "utkast")


def test_the_whole_and_a_unit_moved_at_once_always_fit_together(house, controllers):
    write(house, house.slot, house.other_slot, house.whole)
    for slot in (house.slot, house.other_slot):
        submit_slot(slot=slot, access=controllers[0])
    ended = at_once(
        lambda: return_slot(slot=house.slot, access=controllers[0], reason="Skriv om."),
        lambda: submit_slot(slot=house.whole, access=controllers[1]),
    )

    assert ended in (["IncompleteError", "moved"], ["MovedError", "moved"])
    statuses = dict(Slot.objects.values_list("pk", "status"))
    assert (statuses[house.slot.pk], statuses[house.whole.pk]) in {("aterlamnad", "utkast"), ("inlamnad", "inlamnad")}


def test_who_changes_a_goal_and_who_gives_its_report_back_never_wait_for_each_other(house, controllers):
    """Both need the whole's slot and the unit's: they take them in the same order."""
    write(house, house.slot)
    submit_slot(slot=house.slot, access=controllers[0])
    Occasion.objects.update(contents=["mal", "text"])
    level = make.LevelFactory(model=house.rule.model)
    goal = make.GoalFactory(level=level, municipality=house.kommun, organisation=house.namnd)

    ended = held_up(
        lambda: return_slot(slot=house.slot, access=controllers[0], reason="Skriv om."),
        transaction.atomic(lambda: lock_goal(goal, controllers[1])),
        by=lambda: Slot.objects.select_for_update(no_key=True).get(pk=house.whole.pk),
    )

    assert ended == ["moved", "moved"]
