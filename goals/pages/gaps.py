"""What is missing in the chain, as an auditor asks: judgements, decisions, indicators, somebody responsible, links, late
work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from goals.models import Goal
from goals.selectors.attainment import is_judged
from goals.selectors.chain import ChainGoal, GoalChain
from styrmodell.models import Level

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """The goals that lack something, and what, in words after their number."""

    tone: str
    mark: str
    one: str
    many: str
    goals: Sequence[ChainGoal]

    @property
    def words(self) -> str:
        """The words after the number."""
        return self.one if len(self.goals) == 1 else self.many

    @property
    def named(self) -> Sequence[ChainGoal]:
        """The first of them, to go to."""
        return self.goals[:MOST_NAMED]

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.goals) - len(self.named)


def gaps(chain: GoalChain, kept: Collection[int]) -> list[Gap]:
    """The gaps among the goals that are shown, in the chain's order; no queries, the chain is read."""
    goals = [goal for pk, goal in chain.goals.items() if pk in kept]

    def gap(tone: str, mark: str, one: str, many: str, lacks: Callable[[ChainGoal], bool]) -> Gap:
        return Gap(tone, mark, one, many, [goal for goal in goals if lacks(goal)])

    asked = [
        gap("bad", "fel", "mål är inte beslutat", "mål är inte beslutade", lambda goal: goal.is_draft),
        gap("bad", "fel", "område saknar mål", "områden saknar mål", lambda goal: _is_empty(chain, goal)),
        gap("bad", "a-sen", "aktivitet är försenad", "aktiviteter är försenade", _is_late),
        gap("part", "varn", "mål är inte bedömt", "mål är inte bedömda", _waits),
        gap("part", "varn", "mål saknar indikator", "mål saknar indikator", _is_unmeasured),
        gap("part", "varn", "mål saknar ansvarig", "mål saknar ansvarig", _is_nobodys),
        gap("part", "varn", "mål bidrar inte uppåt", "mål bidrar inte uppåt", _hangs_free),
    ]
    return [row for row in asked if row.goals]


def _is_empty(chain: GoalChain, goal: ChainGoal) -> bool:
    return goal.level.kind == Level.Kind.AREA and not chain.children.get(goal.pk)


def _is_late(goal: ChainGoal) -> bool:
    return goal.progress == Goal.Progress.LATE


def _waits(goal: ChainGoal) -> bool:
    return is_judged(goal) and not goal.is_draft and (goal.now is None or goal.now.mark.tone == "none")


def _is_unmeasured(goal: ChainGoal) -> bool:
    return goal.level.kind == Level.Kind.GOAL and goal.level.has_indicators and not goal.is_measured


def _is_nobodys(goal: ChainGoal) -> bool:
    return is_judged(goal) and not goal.owner_role


def _hangs_free(goal: ChainGoal) -> bool:
    return goal.wants_parent and not goal.parent_ids
