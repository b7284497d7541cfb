"""What the steering model's levels allow: owners, and how many goals there may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ui.rules.swedish import join_words, plural

MOST_LEVELS = 12  # as many as a report's chain has room for


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A level and the kinds of organisation that may own its goals (none: all)."""

    code: str
    singular: str
    owner_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoalPlace:
    """A goal as the limits see it. It concerns its owner and everybody below."""

    key: int
    level: str
    organisation: int


@dataclass(frozen=True, slots=True)
class LimitRule:
    """At most `maximum` goals of the levels together, for each organisation of a kind (SH-4: at most seven)."""

    text: str
    levels: frozenset[str]
    per_kind: str
    maximum: int


@dataclass(frozen=True, slots=True)
class LimitState:
    """How one organisation stands against a limit."""

    limit: LimitRule
    organisation: int
    count: int

    @property
    def left(self) -> int:
        """How many more goals there is room for; negative when there are too many."""
        return self.limit.maximum - self.count

    @property
    def is_broken(self) -> bool:
        """Tell whether there are more goals than the limit allows."""
        return self.left < 0


def owner_problem(level: LevelRule, kind: str, kind_label: Callable[[str], str]) -> str:
    """Say in Swedish why an organisation of the kind cannot own a goal of the level; empty when it can."""
    if not level.owner_kinds or kind in level.owner_kinds:
        return ""
    owners = join_words(sorted(kind_label(owner).lower() for owner in level.owner_kinds), "eller")
    return f"{level.singular} ägs av {owners}, inte av {kind_label(kind).lower()}."


def limit_states(
    limits: Iterable[LimitRule],
    goals: Iterable[GoalPlace],
    organisations: Iterable[tuple[int, str]],
    is_below: Callable[[int, int], bool],
) -> list[LimitState]:
    """Count the goals that each organisation (key, kind) has to reach, against each limit.

    An organisation's goals are its own and those of a body above it that concern it. `is_below(a, b)` says
    whether a is b or hangs below it, as `Tree.is_below` does.
    """
    all_goals, places = list(goals), list(organisations)
    return [
        LimitState(limit, key, sum(goal.level in limit.levels for goal in _goals_of(key, all_goals, is_below)))
        for limit in limits
        for key, kind in places
        if kind == limit.per_kind
    ]


def _goals_of(
    organisation: int, goals: Iterable[GoalPlace], is_below: Callable[[int, int], bool]
) -> Iterator[GoalPlace]:
    """The goals an organisation has to reach: its own, and those from above that concern it."""
    for goal in goals:
        if is_below(organisation, goal.organisation):
            yield goal


def limit_problem(state: LimitState, adding: int = 0) -> str:
    """Say in Swedish what is wrong when `adding` more goals come; empty when there is room."""
    count = state.count + adding
    if count <= state.limit.maximum:
        return ""
    many = plural(count, "mål", "mål", in_words=True, neuter=True)
    return f"{state.limit.text} Nu blir det {many}."
