"""Two people move the same reports in the same second: one move is made, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from followup.actions.refusals import IncompleteError, MovedError
from followup.actions.slots import return_slot, submit_slot
from followup.models import Section
from goals.actions.indicators import lock_goal
from styrmodell.models import AuditEvent, Occasion, Slot
from styrmodell.permissions import Role
from tests import factories as make
from tests.at_once import at_once as run_at_once
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(run_at_once, refused=(MovedError, IncompleteError), done="moved")


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

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            return_slot(slot=house.slot, access=controllers[0], reason="Skriv om.")
            other = pool.submit(at_once, lambda: submit_slot(slot=house.whole, access=controllers[1]))
            assert not other.done()
        ended = other.result(timeout=20)

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


def waiting() -> int:
    """How many wait for a lock in this test's database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def test_who_changes_a_goal_and_who_gives_its_report_back_never_wait_for_each_other(house, controllers):
    """Both need the whole's slot and the unit's: they take them in the same order."""
    write(house, house.slot)
    submit_slot(slot=house.slot, access=controllers[0])
    Occasion.objects.update(contents=["mal", "text"])
    level = make.LevelFactory(model=house.rule.model)
    goal = make.GoalFactory(level=level, municipality=house.kommun, organisation=house.namnd)

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Slot.objects.select_for_update(no_key=True).get(pk=house.whole.pk)
            given_back = pool.submit(
                at_once, lambda: return_slot(slot=house.slot, access=controllers[0], reason="Skriv om.")
            )
            until(lambda: waiting() == 1, "nobody waits for the whole's slot")
            changed = pool.submit(at_once, transaction.atomic(lambda: lock_goal(goal, controllers[1])))
            until(lambda: waiting() == 2, "the goal's slots were not locked")
        ended = (given_back.result(timeout=20), changed.result(timeout=20))

    assert ended == (["moved"], ["moved"])
