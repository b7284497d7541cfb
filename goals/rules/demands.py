"""What the steering model demands of a goal that is to be decided, and what it lacks (SV-3, SH-5, HA-4)."""

from __future__ import annotations

from dataclasses import dataclass

from goals.rules.vocabulary import Demand
from styrmodell.rules.smart import Answer, GoalFacts, smart_checks
from ui.rules.swedish import join_words


@dataclass(frozen=True, slots=True)
class LevelDemands:
    """What a level demands: the list its wording is held against, målvärden, and a goal above when it has one to hang
    under."""

    smart: str = ""
    needs_targets: bool = False
    needs_parent: bool = False


def lacking(level: LevelDemands, goal: GoalFacts) -> tuple[Demand, ...]:
    """What the goal lacks, in the order of the list. `goal` counts the indicators that judge it, and those of them that
    have a target in the goal's own years."""
    answers = {check.word: check.answer for check in smart_checks(goal, level.smart)}
    is_measured = level.needs_targets or bool(level.smart)
    without_target = goal.indicators_with_target < (goal.indicators if level.needs_targets else 1)
    wanted = {
        Demand.WORDING: answers.get("Specifikt") is Answer.NO,
        Demand.INDICATOR: is_measured and not goal.indicators,
        Demand.TARGET: is_measured and without_target,
        Demand.LINK: level.needs_parent and not goal.has_parent,
        Demand.RESPONSIBLE: answers.get("Ansvarsfördelat") is Answer.NO,
    }
    return tuple(demand for demand, is_lacking in wanted.items() if is_lacking)


def in_words(lacks: tuple[Demand, ...]) -> str:
    """What is lacking, after "saknar": "en indikator och koppling uppåt"."""
    return join_words([demand.label for demand in lacks])
