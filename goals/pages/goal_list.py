"""The list of goals."""

from __future__ import annotations

from dataclasses import dataclass

from goals.pages.filtering import Choices, GoalFilter, choices, goal_occasion, matches, not_decided
from goals.selectors.attainment import StepCounts, counts_as_goal, mark_of, step_counts
from goals.selectors.chain import ChainGoal, LevelWords, day_in_year, read_chain
from goals.selectors.figures import read_reached
from goals.selectors.scales import JudgementWords, judgement_words
from styrmodell.access import Access
from styrmodell.models import Occasion
from styrmodell.permissions import Permission
from ui.rules.marks import Mark


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal in the list. `measured` counts the indicators that judge it, `met` those that reach their target."""

    pk: int
    title: str
    owner: str
    owner_role: str
    now: Mark | None
    before: Mark | None
    met: int
    measured: int

    @property
    def address(self) -> str:
        """The goal's page, seen from the list."""
        return f"{self.pk}/"

    @property
    def reached(self) -> str:
        """In words: "3 av 4"; empty without indicators."""
        return f"{self.met} av {self.measured}" if self.measured else ""


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The goals of one level."""

    level: LevelWords
    rows: tuple[GoalRow, ...]


@dataclass(frozen=True, slots=True)
class GoalListPage:
    """What the page shows. `counts` counts the goals that are judged among those shown, `not_decided` how many of
    those judgements are under way."""

    chosen: GoalFilter
    occasion: Occasion | None
    not_decided: str
    choices: Choices
    groups: tuple[LevelGroup, ...]
    counts: StepCounts
    may_write: bool

    @property
    def total(self) -> int:
        """How many goals are shown."""
        return sum(len(group.rows) for group in self.groups)


def goal_list_page(access: Access, chosen: GoalFilter) -> GoalListPage:
    """The year's goals that match the filter, by level (four queries, whatever their number)."""
    chosen, occasion, years = goal_occasion(access, chosen)
    assert chosen.year is not None
    words = judgement_words(access, chosen.year)
    chain = read_chain(access, chosen.year, occasion, day=day_in_year(chosen.year))
    goals = [goal for goal in chain.goals.values() if matches(goal, chosen, access)]
    reached = read_reached(access, [goal.pk for goal in goals], chosen.year)
    groups: dict[int, list[GoalRow]] = {}
    for goal in goals:
        groups.setdefault(goal.level.pk, []).append(_row(goal, reached.get(goal.pk, (0, 0)), words))
    levels = {goal.level.pk: goal.level for goal in goals}
    return GoalListPage(
        chosen=chosen,
        occasion=occasion,
        not_decided=not_decided(goals),
        choices=choices(access, chain, words, years),
        groups=tuple(LevelGroup(levels[pk], tuple(rows)) for pk, rows in groups.items()),
        counts=step_counts([goal for goal in goals if counts_as_goal(goal)], words),
        may_write=access.has(Permission.GOAL_WRITE),
    )


def _row(goal: ChainGoal, reached: tuple[int, int], words: JudgementWords) -> GoalRow:
    met, measured = reached
    return GoalRow(
        pk=goal.pk,
        title=goal.title,
        owner=goal.owner,
        owner_role=goal.owner_role,
        now=mark_of(goal, words),
        before=goal.before.mark if goal.before else None,
        met=met,
        measured=measured,
    )
