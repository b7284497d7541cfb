"""The links of the chain: a goal may have several parents, but never be its own ancestor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def makes_circle(parents: Mapping[int, Collection[int]], child: int, new_parents: Iterable[int]) -> bool:
    """Tell whether the child would hang under itself if it hung under the new parents (instead of those it has)."""
    waiting, seen = list(new_parents), set[int]()
    while waiting:
        goal = waiting.pop()
        if goal == child:
            return True
        if goal not in seen:
            seen.add(goal)
            waiting += parents.get(goal, ())
    return False
