"""Which occasion and goals a page shows when nothing, or something, is chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from goals.pages.filtering import GoalFilter, goal_occasion, matches
from goals.selectors.chain import read_chain
from goals.selectors.editor import writable_levels
from styrmodell.access import Access
from styrmodell.permissions import Role
from tests.factories import LevelFactory, OccasionFactory
from tests.goals.world import World

AccessOf = Callable[..., Access]


@pytest.mark.parametrize(
    ("today", "year", "shown"),
    [
        ("2026-09-15", None, date(2026, 7, 31)),
        ("2026-07-30", None, date(2026, 4, 30)),
        ("2026-02-01", None, date(2026, 4, 30)),
        ("2027-02-01", None, date(2026, 12, 31)),
        ("2026-09-15", 2025, None),
    ],
    ids=["the newest that has passed", "the day before", "none has passed: the first", "next year", "another year"],
)
def test_the_occasion_shown(
    world: World, access_of: AccessOf, today: str, year: int | None, shown: date | None
) -> None:
    OccasionFactory(rule=world.rule, month=12, cutoff=date(2026, 12, 31))
    access = access_of(Role.AUDITOR, world.assembly)
    with time_machine.travel(f"{today}T12:00:00+01:00"):
        chosen, occasion, years = goal_occasion(access, GoalFilter(year=year))
    assert (occasion.cutoff if occasion else None) == shown
    assert chosen.year == (year or 2026)
    assert years == sorted({2026, chosen.year}, reverse=True)


def test_a_mark_chooses_among_what_is_judged(world: World, access_of: AccessOf) -> None:
    access = access_of(Role.AUDITOR, world.assembly)
    reached, waiting = world.goal(), world.goal()
    world.judged(reached, "nas")
    world.goal("strategi", world.department)  # not judged, so it is not waiting for a judgement either
    chain = read_chain(access, 2026, world.occasion)

    def chosen(symbol: str) -> set[int]:
        return {goal.pk for goal in chain.goals.values() if matches(goal, GoalFilter(symbol=symbol), access)}

    assert (chosen("nas"), chosen("ejbed"), chosen("nasinte")) == ({reached.pk}, {waiting.pk}, set())
    assert len(chosen("")) == 3


def test_an_organisation_brings_those_below_it(world: World, access_of: AccessOf) -> None:
    access = access_of(Role.AUDITOR, world.assembly)
    own, below = world.goal(), world.goal("strategi", world.department)
    world.goal("namndmal", world.other_committee)
    chain = read_chain(access, 2026, world.occasion)
    narrow = GoalFilter(organisation=world.committee.code)
    assert {goal.pk for goal in chain.goals.values() if matches(goal, narrow, access)} == {own.pk, below.pk}


def test_the_vision_is_not_written_as_a_goal(world: World, access_of: AccessOf) -> None:
    LevelFactory(model=world.model, code="vision", kind="vision", owner_kinds=["namnd"])
    levels = writable_levels(access_of(Role.SECRETARY, world.committee))
    assert [level.code for level in levels] == ["namndmal"]
