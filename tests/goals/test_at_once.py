"""Two people at the same goal in the same second: one is saved, the other is told, nothing is lost or doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from goals.actions.judging import JudgementInput, StaleJudgementError, judge_goal
from goals.models import Judgement
from styrmodell.access import Access
from styrmodell.models import ReportingSlot
from styrmodell.permissions import Role
from tests.goals.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], object]) -> list[str]:
    """Run the tasks in a thread each, begun together; answer with what each ended in."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            task()
        except (PermissionDenied, StaleJudgementError) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(len(tasks)) as pool:
        return sorted(pool.map(run, tasks))


def judging(world: World, goal: object, access: Access, text: str) -> Callable[[], object]:
    given = JudgementInput(world.steps["nas"], result=text)
    return lambda: judge_goal(goal=goal, slot=world.slot, access=access, given=given, version=0)  # type: ignore[arg-type]


def test_of_two_first_judgements_one_is_saved_and_one_is_told(world: World, access_of: Callable[..., Access]) -> None:
    goal = world.goal()
    head, secretary = (access_of(role, world.committee) for role in (Role.DEPARTMENT_HEAD, Role.SECRETARY))

    ended = at_once(judging(world, goal, head, "Chefens"), judging(world, goal, secretary, "Sekreterarens"))

    assert ended == ["StaleJudgementError", "saved"]
    assert Judgement.objects.get().result in {"Chefens", "Sekreterarens"}


def test_judgement_waits_for_the_report_that_is_being_handed_in(world: World, access_of: Callable[..., Access]) -> None:
    goal = world.goal()
    head = access_of(Role.DEPARTMENT_HEAD, world.committee)
    slot = world.slot

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ReportingSlot.objects.select_for_update(no_key=True).get(pk=slot.pk)
            waiting = pool.submit(at_once, judging(world, goal, head, "För sent"))
            ReportingSlot.objects.filter(pk=slot.pk).update(status="inlamnad")
        ended = waiting.result(timeout=20)

    assert ended == ["PermissionDenied"]
    assert not Judgement.objects.exists()
