"""The chain's links never make a circle, and a missing reason is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules.attainment import GoalState, Proposal
from goals.rules.links import makes_circle
from goals.rules.reasons import reason_problem

NODES = st.integers(0, 7)


@given(st.lists(st.tuples(NODES, NODES), max_size=24))
def test_links_that_are_let_in_one_by_one_never_make_a_circle(links: list[tuple[int, int]]) -> None:
    parents: dict[int, set[int]] = {}
    for child, parent in links:
        if not makes_circle(parents, child, [*parents.get(child, ()), parent]):
            parents.setdefault(child, set()).add(parent)
    for start in parents:
        above, waiting = set(), list(parents[start])
        while waiting:
            goal = waiting.pop()
            assert goal != start
            if goal not in above:
                above.add(goal)
                waiting += parents.get(goal, ())


@given(st.lists(st.tuples(NODES, NODES), max_size=24), NODES, NODES)
def test_a_refused_link_would_have_led_back(links: list[tuple[int, int]], child: int, parent: int) -> None:
    parents: dict[int, set[int]] = {}
    for lower, upper in links:
        parents.setdefault(lower, set()).add(upper)
    reachable, waiting = {parent}, [parent]
    while waiting:
        for goal in parents.get(waiting.pop(), ()):
            if goal not in reachable:
                reachable.add(goal)
                waiting.append(goal)
    assert makes_circle(parents, child, [parent]) is (child in reachable)


@pytest.mark.parametrize(
    ("judged", "proposed", "reason", "asks"),
    [
        (GoalState.REACHED, GoalState.REACHED, "", False),
        (GoalState.REACHED, GoalState.NOT_REACHED, "", True),
        (GoalState.REACHED, GoalState.NOT_REACHED, "  ", True),
        (GoalState.REACHED, GoalState.NOT_REACHED, "Mätningen är gammal.", False),
        (GoalState.REACHED, GoalState.NOT_JUDGED, "", False),
        (GoalState.NOT_JUDGED, GoalState.NOT_JUDGED, "", True),
        (GoalState.NOT_JUDGED, GoalState.REACHED, "Mäts i november.", False),
    ],
)
def test_reason_is_asked_for(judged: GoalState, proposed: GoalState, reason: str, asks: bool) -> None:
    assert bool(reason_problem(judged, Proposal(proposed, ""), reason)) is asks
