"""How goals stand at a occasion: what Läget, the reports and the check before handing in compose from.

- `count_goals(access, chain, words)`: how many goals stand at each step, in all, by level, area and organisation; what
  is no goal of politics, and drafts, are counted apart.
- `read_judged(access, occasion, slot)`: every judged goal with all that a report's goal block needs.
- `unjudged(access, slot)`: goals that remain to be judged before the slot can be handed in; drafts do not.

A goal belongs to the slot that governs its organisation: its own, that of the nearest organisation above it, else the
whole municipality's (`styrmodell.selectors.slots.governing_slots`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from goals.models import Judgement
from goals.rules.attainment import GoalState, Proposal, differs_from, goal_state_of, propose
from goals.selectors.chain import ChainGoal, GivenStep, GoalChain, LevelWords, read_chain
from goals.selectors.figures import IndicatorFigures, read_figures
from goals.selectors.judgements import every_judgement
from goals.selectors.scales import NOT_JUDGED, JudgementWords, judgement_words
from styrmodell.access import Access
from styrmodell.models import Level, Occasion, Slot
from styrmodell.selectors.slots import governing_slots
from ui.rules.marks import Mark


@dataclass(frozen=True, slots=True)
class StepCounts:
    """How many goals stand at each step of the scale, in the scale's order; not judged goals are counted last."""

    steps: tuple[tuple[Mark, int], ...]

    @property
    def total(self) -> int:
        """All goals."""
        return sum(count for _, count in self.steps)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """(tone, count) for a stacked bar."""
        return [(mark.tone, count) for mark, count in self.steps]

    def at(self, state: GoalState) -> int:
        """How many stand at a state, whatever the municipality calls it."""
        return sum(count for mark, count in self.steps if mark.symbol == state.value)

    @property
    def words(self) -> str:
        """The counts in a sentence's part: "3 nås, 4 nås delvis". Steps without goals are left out."""
        return ", ".join(f"{count} {mark.about(count)}" for mark, count in self.steps if count)


@dataclass(frozen=True, slots=True)
class CountRow:
    """The counts of one level, area or organisation. `mark` is the area's own judgement, when areas are judged."""

    pk: int
    name: str
    counts: StepCounts
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class GoalCounts:
    """The decided goals of politics at an occasion by how they are judged (`counts_as_goal`). A goal with two areas is
    counted in both, once in `total`.

    `others`: what else is judged (quality factors, the administration's own goals), apart and by level. `drafts`: goals
    that are not decided yet, in no other number."""

    total: StepCounts
    before: StepCounts
    others: tuple[CountRow, ...]
    drafts: int
    by_level: tuple[CountRow, ...]
    by_area: tuple[CountRow, ...]
    by_organisation: tuple[CountRow, ...]


def count_goals(access: Access, chain: GoalChain, words: JudgementWords, *, only_judged: bool = False) -> GoalCounts:
    """Count the goals of a chain that has been read, each kind apart (no query).

    `before` counts the same goals at their previous judgement. With `only_judged` those that have one at the occasion:
    what has come after a decided report does not stand in it."""
    asked = [goal for goal in chain.goals.values() if goal.now or not only_judged]
    goals = [goal for goal in asked if counts_as_goal(goal)]
    by_area: dict[int, list[ChainGoal]] = {area.pk: [] for area in chain.areas}
    by_organisation: dict[int, list[ChainGoal]] = {}
    for goal in goals:
        by_organisation.setdefault(goal.organisation_id, []).append(goal)
        for area in chain.areas_of(goal.pk):
            by_area[area.pk].append(goal)
    areas = [
        CountRow(pk, chain.goals[pk].title, step_counts(members, words), _mark(chain.goals[pk].now))
        for pk, members in by_area.items()
    ]
    ordered = [pk for pk in access.ever.tree.in_order() if pk in by_organisation]
    units = [
        CountRow(pk, access.ever.organisations[pk].name, step_counts(by_organisation[pk], words)) for pk in ordered
    ]
    return GoalCounts(
        total=step_counts(goals, words),
        before=_counted([_mark(goal.before) for goal in goals], words),
        others=_by_level([goal for goal in asked if counts_apart(goal)], words),
        drafts=sum(goal.is_draft for goal in chain.goals.values()),
        by_level=_by_level(goals, words),
        by_area=tuple(areas),
        by_organisation=tuple(units),
    )


def _by_level(goals: Iterable[ChainGoal], words: JudgementWords) -> tuple[CountRow, ...]:
    """The goals by level, in the model's own words for them."""
    levels: dict[LevelWords, list[ChainGoal]] = {}
    for goal in goals:
        levels.setdefault(goal.level, []).append(goal)
    return tuple(CountRow(level.pk, level.plural, step_counts(rows, words)) for level, rows in levels.items())


class Kinded(Protocol):
    """What tells which number a goal belongs to."""

    @property
    def level(self) -> LevelWords: ...

    @property
    def is_draft(self) -> bool: ...


def is_judged(goal: Kinded) -> bool:
    """Is it judged, and more than an area, which only gathers goals?"""
    return goal.level.is_judged and goal.level.kind not in {Level.Kind.AREA, Level.Kind.VISION}


def counts_as_goal(goal: Kinded) -> bool:
    """Is it among the goals that are counted: a goal that politics has decided?"""
    level = goal.level
    return is_judged(goal) and not goal.is_draft and (level.kind, level.sphere) == (Level.Kind.GOAL, Level.Sphere.WHAT)


def counts_apart(goal: Kinded) -> bool:
    """Is it judged but no goal of politics: a quality factor, or what the administration has set itself?"""
    return is_judged(goal) and not goal.is_draft and not counts_as_goal(goal)


def mark_of(goal: ChainGoal, words: JudgementWords) -> Mark | None:
    """How a goal stands: an activity's progress, else its judgement; None on a level that is not judged."""
    if goal.progress:
        return words.of_progress(goal.progress)
    if not goal.level.is_judged:
        return None
    return goal.now.mark if goal.now else words.not_judged


def step_counts(goals: Iterable[ChainGoal], words: JudgementWords) -> StepCounts:
    """Count the goals by how they are judged now."""
    return _counted([_mark(goal.now) for goal in goals], words)


def _mark(given: GivenStep | None) -> Mark | None:
    return given.mark if given else None


def _counted(marks: Sequence[Mark | None], words: JudgementWords) -> StepCounts:
    """Count marks in the scale's order; a step that has left the scale is counted under its symbol's first step."""
    counts = dict.fromkeys(words.marks, 0)
    by_symbol = {mark.symbol: mark for mark in reversed(words.marks)}
    for mark in marks:
        step = mark if mark in counts else by_symbol.get(mark.symbol if mark else NOT_JUDGED)
        counts[step or words.not_judged] += 1
    return StepCounts(tuple(counts.items()))


@dataclass(frozen=True, slots=True)
class JudgedGoal:
    """A goal with its judgement at an occasion, as a report shows it. `step` is None while it is not judged.

    `proposal` is what the indicators say, `indicated` the municipality's word for it; `differs` tells that the
    judgement says something else, and then `reason` says why."""

    pk: int
    code: str
    title: str
    level: LevelWords
    is_draft: bool
    organisation_id: int
    owner: str
    owner_role: str
    decision: str
    areas: tuple[str, ...]
    slot: Slot | None
    step: Mark | None
    previous: GivenStep | None
    proposal: Proposal
    indicated: Mark
    differs: bool
    result: str
    cause: str
    action: str
    effect: str
    reason: str
    judged_at: datetime | None
    judged_by: str
    indicators: tuple[IndicatorFigures, ...]
    is_example: bool

    @property
    def measured(self) -> int:
        """Indicators that judge the goal and have an outcome."""
        return sum(row.judges and row.outcome is not None for row in self.indicators)

    @property
    def met(self) -> int:
        """Indicators that judge the goal and reach their target."""
        return sum(row.judges and row.is_met for row in self.indicators)


def read_judged(access: Access, occasion: Occasion, slot: Slot | None) -> tuple[GoalChain, list[JudgedGoal]]:
    """The chain, and its goals to be judged with judgement, analysis and indicators, in the order of levels (five
    queries).

    With a slot the goals it governs (for the whole municipality's slot: those that no unit's slot governs), without all
    of the municipality's."""
    words = judgement_words(access, occasion.year)
    chain = read_chain(access, occasion.year, occasion, of_report=True)
    slots = governing_slots(access, occasion)
    goals = [goal for goal in chain.goals.values() if goal.level.is_judged and _in_slot(goal, slots, slot)]
    ids = [goal.pk for goal in goals]
    judgements = _judgements(access, ids, occasion)
    figures = read_figures(access, ids, occasion.year, words)
    return chain, [
        _judged(goal, chain, slots.get(goal.organisation_id), judgements.get(goal.pk), figures.get(goal.pk, []), words)
        for goal in goals
    ]


def unjudged(access: Access, slot: Slot) -> list[ChainGoal]:
    """The goals governed by the slot that nobody has judged at its occasion yet (two queries). What is not decided is not
    in the report, and need not be judged."""
    chain = read_chain(access, slot.occasion.year, slot.occasion, with_before=False, of_report=True)
    slots = governing_slots(access, slot.occasion)
    goals = [goal for goal in chain.goals.values() if goal.level.is_judged and _in_slot(goal, slots, slot)]
    return [goal for goal in goals if goal.now is None and not goal.is_draft]


def _in_slot(goal: ChainGoal, slots: Mapping[int, Slot], slot: Slot | None) -> bool:
    governing = slots.get(goal.organisation_id)
    return slot is None or (governing is not None and governing.pk == slot.pk)


def _judgements(access: Access, goal_ids: Sequence[int], occasion: Occasion) -> dict[int, Judgement]:
    """The occasion's judgements by goal, the newest if there are several."""
    given = every_judgement(access).filter(goal_id__any_of=goal_ids, slot__occasion=occasion)
    return {row.goal_id: row for row in given.select_related("step", "judged_by").order_by("pk")}


def proposal_of(figures: Sequence[IndicatorFigures]) -> Proposal:
    """What the indicators that judge the goal propose together."""
    return propose([row.state for row in figures if row.judges])


def _judged(
    goal: ChainGoal,
    chain: GoalChain,
    slot: Slot | None,
    given: Judgement | None,
    figures: Sequence[IndicatorFigures],
    words: JudgementWords,
) -> JudgedGoal:
    proposal = proposal_of(figures)
    step = given.step.mark if given and given.step else None
    state = goal_state_of(step.symbol) if step else None
    texts: dict[str, Any] = {
        key: getattr(given, key) if given else "" for key in ("result", "cause", "action", "effect", "reason")
    }
    return JudgedGoal(
        **{key: getattr(goal, key) for key in ("pk", "code", "title", "organisation_id", "owner", "owner_role")},
        **texts,
        level=goal.level,
        is_draft=goal.is_draft,
        decision=goal.decision,
        areas=tuple(area.title for area in chain.areas_of(goal.pk)),
        slot=slot,
        step=step,
        previous=goal.before,
        proposal=proposal,
        indicated=words.of_state(proposal.state),
        differs=state is not None and differs_from(state, proposal),
        judged_at=given.judged_at if given else None,
        judged_by=given.judged_by.name if given and given.judged_by else "",
        indicators=tuple(figures),
        is_example=goal.is_example or (given is not None and given.is_example),
    )
