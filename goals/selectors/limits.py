"""How many goals there may be (SH-4): only what is decided counts, and a goal from above goes before the nämnd's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg

from goals.models import Goal
from goals.rules.life import Life
from goals.selectors.chain import GoalChain
from goals.selectors.life import read_lives
from styrmodell.access import Access
from styrmodell.models import Limit
from styrmodell.rules.levels import GoalPlace, LimitRule, LimitState, limit_problem, limit_states


@dataclass(frozen=True, slots=True)
class LimitBreach:
    """An organisation that has too many goals, and the rule in words. `is_own`: the goal is its own, and waits; one from
    above is not stopped by goals below it."""

    organisation: str
    text: str
    is_own: bool

    @property
    def words(self) -> str:
        """Whose goals are too many, and the rule."""
        return f"{self.organisation}: {self.text}"


def limit_breaches(access: Access, goal: Goal, life: Life) -> list[LimitBreach]:
    """Which organisations would have too many goals if this one were decided and in force for that life (two queries).

    What is decided already is counted, day by day; the one that it follows is not, and neither are drafts. A limit that
    the goal does not touch is not mentioned."""
    limits = _limits(access)
    others = Goal.objects.of(access).exclude(pk__in=[pk for pk in (goal.pk, goal.predecessor_id) if pk])
    decided = others.exclude(decision=None)
    lives = read_lives(decided.filter(year_from__lte=life.last.year, year_to__gte=life.first.year))
    new = GoalPlace(0, str(goal.level_id), goal.organisation_id)
    broken: dict[tuple[LimitRule, int], LimitState] = {}
    for day in life.days_to_check() if limits else []:
        there = [place for place, other in lives if other.covers(day)]
        before = {(row.limit, row.organisation): row.count for row in _states(access, limits, there)}
        for state in _states(access, limits, [*there, new]):
            if state.is_broken and state.count > before[state.limit, state.organisation]:
                broken.setdefault((state.limit, state.organisation), state)
    return [_breach(access, state, owner=goal.organisation_id) for state in broken.values()]


def over_limits(access: Access, chain: GoalChain) -> list[LimitBreach]:
    """The organisations that have too many decided goals in a chain that has been read (one query)."""
    decided = [
        GoalPlace(goal.pk, str(goal.level.pk), goal.organisation_id) for goal in chain.goals.values() if goal.decision
    ]
    broken = [state for state in _states(access, _limits(access), decided) if state.is_broken]
    return [_breach(access, state, owner=state.organisation) for state in broken]


def _limits(access: Access) -> list[LimitRule]:
    """The limits on goals; their levels are named by id, so that every steering model keeps its own (one query)."""
    rows = Limit.objects.of(access).filter(levels__isnull=False).annotate(level_ids=ArrayAgg("levels"))
    return [
        LimitRule(row.text, frozenset(str(pk) for pk in row.level_ids), row.per_kind, row.maximum)
        for row in rows.order_by("position", "pk")
    ]


def _states(access: Access, limits: Iterable[LimitRule], places: Iterable[GoalPlace]) -> list[LimitState]:
    units = [(pk, row.kind) for pk, row in access.organisations.items()]
    known = [place for place in places if place.organisation in access.organisations]
    return limit_states(limits, known, units, access.tree.is_below)


def _breach(access: Access, state: LimitState, *, owner: int) -> LimitBreach:
    name = access.organisations[state.organisation].name
    return LimitBreach(name, limit_problem(state), is_own=access.tree.is_below(owner, state.organisation))
