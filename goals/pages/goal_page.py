"""The page of one goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from goals import policies
from goals.models import Goal, Judgement
from goals.pages.filtering import with_goals
from goals.pages.life import GoalLife, goal_life
from goals.pages.panels import IndicatorPanel, met_words, panels
from goals.rules.attainment import GoalState, Proposal, differs_from, goal_state_of
from goals.rules.drafts import is_decided_on
from goals.selectors.attainment import mark_of, proposal_of
from goals.selectors.chain import ChainGoal, GoalChain, UpperGoal, read_chain
from goals.selectors.figures import IndicatorFigures, read_figures
from goals.selectors.judgements import shown_judgements
from goals.selectors.judging import decided_until, slots_showing
from goals.selectors.life import WITH_LIFE, life_of
from goals.selectors.scales import JudgementWords, judgement_words
from styrmodell.access import Access
from styrmodell.models import Level, Measure, Occasion, Slot
from styrmodell.policies import can_see_drafts_of
from styrmodell.selectors.shown import shown_occasions
from styrmodell.verdict import Verdict
from ui import clock
from ui.rules.marks import MARKS, Mark
from ui.rules.swedish import decision


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """A step of the red thread: the goals of a level above, the goal itself, or how many there are below."""

    kind: str
    goals: tuple[ChainGoal | UpperGoal, ...] = ()
    words: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """A goal or activity that contributes directly to the goal."""

    goal: ChainGoal
    mark: Mark | None
    indicators: str


@dataclass(frozen=True, slots=True)
class GoalMeasure:
    """A measure against what keeps the goal from being reached."""

    title: str
    responsible: str
    due: date | None
    status: Mark


@dataclass(frozen=True, slots=True)
class JudgementPanel:
    """The judgement at the newest occasion beside what the indicators say. `given` is None before anybody judged."""

    slot: Slot | None
    given: Judgement | None
    previous: Judgement | None
    step: Mark
    proposal: Proposal
    indicated: Mark
    met: str
    may_judge: Verdict

    @property
    def differs(self) -> bool:
        """Does the judgement say something else than the indicators?"""
        state = goal_state_of(self.step.symbol) or GoalState.NOT_JUDGED
        return self.given is not None and differs_from(state, self.proposal)


@dataclass(frozen=True, slots=True)
class GoalPage:
    """What the page shows."""

    goal: Goal
    year: int
    decision: str
    thread: tuple[ThreadStep, ...]
    contributions: tuple[Contribution, ...]
    activities: tuple[Contribution, ...]
    judgement: JudgementPanel
    panels: tuple[IndicatorPanel, ...]
    history: tuple[Judgement, ...]
    measures: tuple[GoalMeasure, ...]
    life: GoalLife
    progress: Mark | None
    may_edit: Verdict
    may_add_indicator: Verdict
    may_measure: Verdict

    @property
    def above(self) -> ChainGoal | UpperGoal | None:
        """The goal right above, when there is only one on that level."""
        steps = [step for step in self.thread if step.goals]
        return steps[-1].goals[0] if steps and len(steps[-1].goals) == 1 else None

    @property
    def is_draft(self) -> bool:
        """Does politics still have to decide the goal?"""
        level, owner = self.goal.level, self.goal.organisation
        return not self.decision and is_decided_on(level.sphere, level.kind, owner.kind)

    @property
    def is_activity(self) -> bool:
        """Has it progress instead of a judgement?"""
        return self.goal.level.kind == Level.Kind.ACTIVITY


def goal_page(access: Access, goal_id: int) -> GoalPage:
    """Everything the page shows; 404 when the goal may not be read (six queries, seven where it is not judged; one
    more for its measures where the user does not see drafts)."""
    goal = _goal_or_404(access, goal_id)
    slot = goal_slot(access, goal)
    occasion = slot.occasion if slot else _occasion(access, goal)
    day = _shown_day(goal, occasion)
    words = judgement_words(access, day.year)
    chain = read_chain(access, day.year, occasion, with_before=False, day=day)
    children = [chain.goals[pk] for pk in chain.children.get(goal.pk, ())]
    figures = read_figures(access, [goal.pk, *(child.pk for child in children)], day.year, words, peers_of=goal.pk)
    history = _history(access, goal)
    activities = [chain.goals[pk] for pk in sorted(chain.below(goal.pk)) if _is_activity(chain.goals[pk])]
    return GoalPage(
        goal=goal,
        year=day.year,
        decision=decision_words(goal),
        thread=_thread(goal, chain),
        contributions=_contributions([row for row in children if not _is_activity(row)], figures, words),
        activities=_contributions(activities, figures, words),
        judgement=judgement_panel(access, goal, slot, history, figures.get(goal.pk, []), words),
        panels=panels(access, figures.get(goal.pk, [])),
        history=tuple(row for row in history if row.step is not None),
        measures=_measures(access, goal),
        life=goal_life(access, goal),
        progress=words.of_progress(goal.progress),
        may_edit=policies.can_edit(access, goal.level, goal.organisation_id),
        may_add_indicator=policies.can_add_indicator(goal.level, goal.decision_id),
        may_measure=policies.can_measure(access, goal),
    )


def _shown_day(goal: Goal, occasion: Occasion | None) -> date:
    """The day that the chain around the goal is shown for: today in the year of the occasion, or the nearest day on which
    the goal is in force (as `life_of`)."""
    life = life_of(goal)
    day = min(max(clock.today(), life.first), life.last)
    return day if occasion is None else min(max(day, date(occasion.year, 1, 1)), date(occasion.year, 12, 31))


def _goal_or_404(access: Access, goal_id: int) -> Goal:
    measures = Measure.objects.of(access).filter(goals=OuterRef("pk")).order_by("start", "pk")
    versions = Measure.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))  # type: ignore[attr-defined]
    written = Subquery(versions.order_by("pgh_id").values("pgh_created_at")[:1])
    as_row = JSONObject(title="title", responsible="responsible", due="due", status="status", written=written)
    rows = Goal.objects.visible_to(access).select_related("level", "organisation", "decision__organisation", *WITH_LIFE)
    goal = rows.annotate(all_measures=ArraySubquery(measures.values(json=as_row))).filter(pk=goal_id).first()
    if goal is None:
        raise Http404
    return goal


def goal_slot(access: Access, goal: Goal) -> Slot | None:
    """The slot that governs the goal at the newest occasion with goals that the user may see and whose cut-off has
    passed, else the next to come (one query). None when the goal is not judged or there is no such occasion."""
    if not goal.level.is_judged or goal.organisation_id not in access.ever.organisations:
        return None
    chain = list(access.ever.tree.ancestors(goal.organisation_id, include_self=True))
    seen = _seen(access, goal).values("pk")
    rows = slots_showing(access, goal).filter(occasion__in=seen).select_related("decision__organisation")
    newest = sorted(rows, key=lambda slot: (slot.occasion.cutoff, slot.occasion_id), reverse=True)
    passed = [slot for slot in newest if slot.occasion.cutoff <= clock.today()]
    if not newest:
        return None
    occasion_id = (passed[0] if passed else newest[-1]).occasion_id
    at_occasion = [slot for slot in newest if slot.occasion_id == occasion_id]
    own = [slot for slot in at_occasion if not slot.is_whole]
    nearest = sorted(own, key=lambda slot: chain.index(slot.organisation_id))
    return (nearest or at_occasion)[0]


def _occasion(access: Access, goal: Goal) -> Occasion | None:
    """Where the goals below one that is not judged itself are judged: the newest occasion of its years whose cut-off has
    passed, else the next to come (one query)."""
    life = life_of(goal)
    rows = list(with_goals(_seen(access, goal)).filter(cutoff__range=(life.first, life.last)))
    passed = [row for row in rows if row.cutoff <= clock.today()]
    return next(iter(passed or reversed(rows)), None)


def _seen(access: Access, goal: Goal) -> QuerySet[Occasion]:
    """The occasions whose judgement of the goal the user may see."""
    may_see_drafts = bool(can_see_drafts_of(access, goal.organisation_id))
    return shown_occasions(access, with_drafts=may_see_drafts)


def judgement_panel(
    access: Access,
    goal: Goal,
    slot: Slot | None,
    history: Sequence[Judgement],
    figures: Sequence[IndicatorFigures],
    words: JudgementWords,
) -> JudgementPanel:
    """The judgement at the slot beside what the indicators say (no query)."""
    given = next((row for row in history if slot and row.slot_id == slot.pk and row.step), None)
    earlier = (row for row in history if row.step and (slot is None or row.slot.occasion.cutoff < slot.occasion.cutoff))
    proposal = proposal_of(figures)
    step = given.step.mark if given and given.step else words.not_judged
    return JudgementPanel(
        slot=slot,
        given=given,
        previous=next(earlier, None),
        step=step,
        proposal=proposal,
        indicated=words.of_state(proposal.state),
        met=met_words(figures),
        may_judge=policies.can_judge(access, goal, slot)
        if slot
        else Verdict("Målet bedöms inte vid något rapporttillfälle."),
    )


def _history(access: Access, goal: Goal) -> list[Judgement]:
    """Every judgement of the goal that the user may see, newest first (one query)."""
    rows = shown_judgements(access).filter(goal=goal)
    rows = rows.select_related("step", "slot__occasion", "slot__decision__organisation", "judged_by")
    return list(rows.order_by("-slot__occasion__cutoff", "-pk"))


def decision_words(goal: Goal) -> str:
    """The decision as a reference: "KF 2024-06-10 § 72"; empty when there is none."""
    if goal.decision is None:
        return ""
    body = goal.decision.organisation
    return decision(body.short_name or body.name, goal.decision.date, goal.decision.paragraph)


def _is_activity(goal: ChainGoal) -> bool:
    return goal.level.kind == Level.Kind.ACTIVITY


def _thread(goal: Goal, chain: GoalChain) -> tuple[ThreadStep, ...]:
    """From the vision through every level above to the goal, and how much there is below."""
    if goal.pk not in chain.goals:
        return ()
    above: dict[int, list[ChainGoal]] = {}
    ids = chain.above(goal.pk)
    for row in chain.goals.values():
        if row.pk in ids:
            above.setdefault(row.level.pk, []).append(row)
    steps = [ThreadStep("vision", words=chain.vision)] if chain.vision else []
    if chain.goals[goal.pk].elsewhere and not above:
        steps.append(ThreadStep("mål i en annan period", chain.goals[goal.pk].elsewhere))
    steps += [ThreadStep(rows[0].level.singular, tuple(rows)) for rows in above.values()]
    steps.append(ThreadStep(goal.level.singular, words=goal.title, is_here=True))
    below: dict[int, list[ChainGoal]] = {}
    for pk in chain.below(goal.pk):
        below.setdefault(chain.goals[pk].level.pk, []).append(chain.goals[pk])
    ordered = sorted(below.values(), key=lambda rows: rows[0].level.position)
    return (*steps, *(ThreadStep(_counted(rows), words=", ".join(_owners(rows))) for rows in ordered))


def _counted(rows: Sequence[ChainGoal]) -> str:
    level = rows[0].level
    return f"{len(rows)} {level.singular if len(rows) == 1 else level.plural}"


def _owners(rows: Sequence[ChainGoal]) -> list[str]:
    """Whose they are, each once, at most three."""
    names = list(dict.fromkeys(row.owner for row in sorted(rows, key=lambda row: row.owner)))
    return names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} till"]


def _contributions(
    rows: Sequence[ChainGoal], figures: dict[int, list[IndicatorFigures]], words: JudgementWords
) -> tuple[Contribution, ...]:
    return tuple(Contribution(row, mark_of(row, words), met_words(figures.get(row.pk, []))) for row in rows)


def _measures(access: Access, goal: Goal) -> tuple[GoalMeasure, ...]:
    """The measures tied to the goal; overdue ones say so. Who does not see drafts sees those that were there when a
    report of the goal was decided."""
    rows: list[dict[str, Any]] = goal.all_measures  # type: ignore[attr-defined]
    if rows and not can_see_drafts_of(access, goal.organisation_id):
        until = decided_until(access, goal)
        rows = [row for row in rows if until and _was_there(row["written"], until)]
    return tuple(_measure(row, clock.today()) for row in rows)


def _was_there(written: str | None, until: datetime) -> bool:
    """Was it written by then? What is older than the history of measures was."""
    return written is None or datetime.fromisoformat(written) <= until


def _measure(row: dict[str, Any], today: date) -> GoalMeasure:
    due = date.fromisoformat(row["due"]) if row["due"] else None
    status = Measure.Status(row["status"])
    is_late = due is not None and due < today and status in {Measure.Status.PLANNED, Measure.Status.STARTED}
    mark = MARKS["a-sen"] if is_late else status.mark
    return GoalMeasure(row["title"], row["responsible"], due, mark)
