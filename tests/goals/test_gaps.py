"""What the red thread says is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goals.models import Goal
from goals.pages.gaps import gaps
from goals.selectors.chain import read_chain
from styrmodell.access import Access
from styrmodell.permissions import Role
from tests.goals.world import YEAR, World

AccessOf = Callable[..., Access]


@pytest.fixture
def said(world: World, access_of: AccessOf) -> Callable[[], dict[str, list[str]]]:
    """``said()``: the goals of each gap by its words, as the chain stands now."""

    def read() -> dict[str, list[str]]:
        chain = read_chain(access_of(Role.AUDITOR, world.assembly), YEAR, world.occasion)
        return {gap.words: [goal.title for goal in gap.goals] for gap in gaps(chain, set(chain.goals))}

    return read


def test_a_goal_waits_until_it_is_judged(world: World, said: Callable[[], dict[str, list[str]]]) -> None:
    goal = world.decided()
    assert goal.title in said()["mål är inte bedömt"]
    world.judged(goal, "nas")
    assert goal.title not in said().get("mål är inte bedömt", [])


def test_a_goal_without_anybody_responsible_is_named(world: World, said: Callable[[], dict[str, list[str]]]) -> None:
    Goal.objects.filter(pk=world.goal().pk).update(owner_role="Förvaltningschef")
    goal = world.goal()
    Goal.objects.filter(pk=goal.pk).update(owner_role="")
    assert said()["mål saknar ansvarig"] == [goal.title]


def test_late_activities_are_counted(world: World, said: Callable[[], dict[str, list[str]]]) -> None:
    late = world.goal("aktivitet", progress=Goal.Progress.LATE)
    world.goal("aktivitet", progress=Goal.Progress.DONE)
    assert said()["aktivitet är försenad"] == [late.title]


def test_many_are_named_three_and_counted(world: World, access_of: AccessOf) -> None:
    for _ in range(5):
        world.decided()
    chain = read_chain(access_of(Role.AUDITOR, world.assembly), YEAR, world.occasion)
    waiting = next(gap for gap in gaps(chain, set(chain.goals)) if gap.words == "mål är inte bedömda")
    assert (len(waiting.named), waiting.more) == (3, 2)
