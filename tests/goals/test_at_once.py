"""Two people at the same goal in the same second: one is saved, the other is told, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goals.actions.copying import propose_change
from goals.actions.deciding import GoalDecision, decide_goal
from goals.actions.goals import GoalInput, create_goal, edit_goal
from goals.actions.judging import JudgementInput, judge_goal
from goals.actions.measures import add_measure
from goals.models import Goal, GoalLink, Judgement
from styrmodell.access import Access
from styrmodell.models import Limit, Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests.at_once import at_once as run_at_once
from tests.at_once import held_up as run_held_up
from tests.factories import DecisionFactory
from tests.goals.world import World

pytestmark = pytest.mark.django_db(transaction=True)


ENDINGS = {"refused": (PermissionDenied, ValidationError, Stale), "done": "saved"}
at_once, held_up = partial(run_at_once, **ENDINGS), partial(run_held_up, **ENDINGS)


def judging(world: World, goal: object, access: Access, text: str) -> Callable[[], object]:
    given = JudgementInput(world.steps["nas"], result=text)
    return lambda: judge_goal(goal=goal, slot=world.slot, access=access, given=given, version=0)  # type: ignore[arg-type]


def test_of_two_first_judgements_one_is_saved_and_one_is_told(world: World, access_of: Callable[..., Access]) -> None:
    goal = world.goal()
    head, secretary = (access_of(role, world.committee) for role in (Role.DEPARTMENT_HEAD, Role.SECRETARY))

    ended = at_once(judging(world, goal, head, "Chefens"), judging(world, goal, secretary, "Sekreterarens"))

    assert ended == ["Stale", "saved"]
    assert Judgement.objects.get().result in {"Chefens", "Sekreterarens"}


def test_judgement_waits_for_the_report_that_is_being_handed_in(world: World, access_of: Callable[..., Access]) -> None:
    goal = world.goal()
    head = access_of(Role.DEPARTMENT_HEAD, world.committee)

    def hand_in() -> object:
        return Slot.objects.filter(pk=world.slot.pk).update(status="inlamnad")

    assert held_up(judging(world, goal, head, "För sent"), by=hand_in) == ["PermissionDenied"]
    assert not Judgement.objects.exists()


def writing(world: World, access: Access, title: str, level: str = "namndmal") -> Callable[[], object]:
    given = GoalInput(world.committee.pk, title, 2026, 2026)
    return lambda: create_goal(access=access, level=world.levels[level], given=given)


def editing(goal: Goal, access: Access, version: int, **changes: object) -> Callable[[], object]:
    given = GoalInput(goal.organisation_id, str(changes.pop("title", goal.title)), 2023, 2026, **changes)  # type: ignore[arg-type]
    return lambda: edit_goal(access=access, goal=goal, given=given, version=version)


def test_a_goal_that_is_sent_twice_is_made_once(world: World, access_of: Callable[..., Access]) -> None:
    secretary = access_of(Role.SECRETARY, world.committee)

    ended = at_once(*[writing(world, secretary, "Alla är trygga")] * 3)

    assert ended == ["ValidationError", "ValidationError", "saved"]
    assert Goal.objects.get().title == "Alla är trygga"


def test_a_measure_that_is_sent_twice_is_made_once(world: World, access_of: Callable[..., Access]) -> None:
    goal, head = world.goal(), access_of(Role.DEPARTMENT_HEAD, world.committee)

    def add() -> object:
        return add_measure(goal=goal, access=head, title="Fler kuratorer", start=date(2026, 9, 1))

    assert at_once(add, add) == ["ValidationError", "saved"]
    assert goal.measures.get().title == "Fler kuratorer"


def test_two_new_goals_with_codes_alike_are_both_made(world: World, access_of: Callable[..., Access]) -> None:
    secretary = access_of(Role.SECRETARY, world.committee)

    ended = at_once(writing(world, secretary, "Alla är trygga"), writing(world, secretary, "Alla är trygga!"))

    assert ended == ["saved", "saved"]
    assert set(Goal.objects.values_list("code", flat=True)) == {"alla-ar-trygga", "alla-ar-trygga-2"}


def test_a_limit_holds_for_those_who_decide_at_once(world: World, access_of: Callable[..., Access]) -> None:
    secretary = access_of(Role.SECRETARY, world.committee)
    limit = Limit.objects.create(
        model=world.model, municipality=world.municipality, text="Högst ett", per_kind="namnd", maximum=1
    )
    limit.levels.add(world.levels["namndmal"])

    by = GoalDecision(known=DecisionFactory(organisation=world.committee).pk)

    def deciding(goal: Goal) -> Callable[[], object]:
        return lambda: decide_goal(access=secretary, goal=goal, by=by, version=1, departure="Kommer")

    ended = at_once(*(deciding(world.goal(title=f"Mål {number}")) for number in range(3)))

    assert ended == ["ValidationError", "ValidationError", "saved"]
    assert Goal.objects.exclude(decision=None).count() == 1


def test_of_two_changes_at_once_one_is_proposed(world: World, access_of: Callable[..., Access]) -> None:
    secretary = access_of(Role.SECRETARY, world.committee)
    goal = world.goal(decision=DecisionFactory(organisation=world.committee))

    def propose() -> object:
        return propose_change(access=secretary, goal=goal)

    assert at_once(propose, propose) == ["PermissionDenied", "saved"]
    assert goal.successors.count() == 1


def test_of_two_who_change_a_goal_one_is_saved_and_one_is_told(world: World, access_of: Callable[..., Access]) -> None:
    goal = world.goal()
    one, other = (access_of(Role.SECRETARY, world.committee) for _ in range(2))

    ended = at_once(editing(goal, one, 1, title="Den enas"), editing(goal, other, 1, title="Den andras"))

    assert ended == ["Stale", "saved"]
    goal.refresh_from_db()
    assert goal.version == 2
    assert goal.title in {"Den enas", "Den andras"}


def test_two_links_made_at_once_make_no_circle(world: World, access_of: Callable[..., Access]) -> None:
    level = world.levels["namndmal"]
    level.parents.add(level)
    secretary = access_of(Role.SECRETARY, world.committee)
    first, second = world.goal(), world.goal()

    ended = at_once(
        editing(first, secretary, 1, parent_ids=[second.pk]), editing(second, secretary, 1, parent_ids=[first.pk])
    )

    assert ended == ["ValidationError", "saved"]
    assert GoalLink.objects.count() == 1
