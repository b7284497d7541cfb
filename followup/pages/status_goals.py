"""Når vi målen? The goals of Läget, counted and listed by how they are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budget.selectors.standing import Standing
from goals.rules.attainment import GoalState
from goals.rules.words import not_decided_in_words, reached_as
from goals.selectors.attainment import CountRow, GoalCounts, count_goals, counts_as_goal
from goals.selectors.chain import ChainGoal, GoalChain, read_chain
from goals.selectors.scales import JudgementWords, judgement_words
from styrmodell.access import Access
from styrmodell.models import Occasion
from ui.rules.marks import MARKS, Mark

MOST_NOT_REACHED = 6
MOST_LISTED = 4
JUDGED = (GoalState.REACHED, GoalState.PARTLY, GoalState.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class GoalStatus:
    """The goals at the occasion that stands, with its decision. `partly` fills the list where few are not reached.

    `marks` are the scale's own words for reached, partly reached and not reached, by tone."""

    occasion: Occasion | None
    decision: str
    is_draft: bool
    chain: GoalChain | None
    counts: GoalCounts | None
    marks: Mapping[str, Mark]
    not_reached: Sequence[ChainGoal]
    partly: Sequence[ChainGoal]

    @property
    def has_usual_words(self) -> bool:
        """Are goals reached or not reached here, as most say? Else the scale's own words are used."""
        return all(self.marks[MARKS[state].tone].label == MARKS[state].label for state in JUDGED)

    @property
    def reached(self) -> int:
        """Goals that are reached, wholly or partly."""
        parts = self.counts.total.parts if self.counts else []
        return sum(count for tone, count in parts if tone in {"ok", "part"})

    @property
    def reached_as(self) -> str:
        """What those goals are judged as, in the scale's words: "uppfyllda eller delvis uppfyllda"."""
        return reached_as(self.marks, self.reached)

    @property
    def apart(self) -> str:
        """What is judged beside the goals, in the model's own words: "4 kritiska kvalitetsfaktorer: 3 når målet"."""
        rows = self.counts.others if self.counts else ()
        return "; ".join(f"{row.name.lower()}: {row.counts.words}" for row in rows)

    @property
    def not_final(self) -> str:
        """How many judgements are not decided: "12 utkast och 4 inlämnade"; empty when all are."""
        goals = self.chain.goals.values() if self.chain else ()
        return not_decided_in_words(goal.now.slot_status for goal in goals if counts_as_goal(goal) and goal.now)

    @property
    def rows(self) -> Sequence[CountRow]:
        """The goals by area; by level where no goal hangs under an area."""
        if self.counts is None:
            return ()
        return self._areas or self.counts.by_level

    @property
    def _areas(self) -> list[CountRow]:
        return [row for row in self.counts.by_area if row.counts.total] if self.counts else []

    @property
    def rows_are_areas(self) -> bool:
        """Are the rows areas, with a page of their own, or levels?"""
        return bool(self._areas)

    @property
    def most_goals(self) -> int:
        """The largest row, the common scale of the bars."""
        return max((row.counts.total for row in self.rows), default=0)


def goal_status(access: Access, at: Standing) -> GoalStatus:
    """How the goals of the year are judged at what stands; empty when nothing does (two queries)."""
    if at.shown is None:
        return GoalStatus(None, "", False, None, None, {MARKS[state].tone: MARKS[state] for state in JUDGED}, (), ())
    occasion = at.shown.occasion
    chain = read_chain(access, occasion.year, occasion, decided_before=True)
    words = judgement_words(access, chain.year)
    not_reached = _judged_as("bad", chain)
    return GoalStatus(
        occasion=occasion,
        decision=at.shown.decision,
        is_draft=at.is_draft,
        chain=chain,
        counts=count_goals(access, chain, words, only_judged=not at.is_draft),
        marks=_marks(words),
        not_reached=not_reached[:MOST_NOT_REACHED],
        partly=_judged_as("part", chain)[: max(0, MOST_LISTED - len(not_reached))],
    )


def _marks(words: JudgementWords) -> dict[str, Mark]:
    return {MARKS[state].tone: words.of_state(state) for state in JUDGED}


def _judged_as(tone: str, chain: GoalChain) -> list[ChainGoal]:
    """The goals judged as one tone: "bad" is not reached, "part" partly."""
    goals = [goal for goal in chain.goals.values() if counts_as_goal(goal)]
    return [goal for goal in goals if goal.now is not None and goal.now.mark.tone == tone]
