"""A goal that is to be judged at a slot: what the form, its page and its action need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.http import Http404

from goals import policies
from goals.models import Goal, Judgement
from goals.rules.attainment import Proposal
from goals.selectors.attainment import proposal_of
from goals.selectors.demands import wants_measures
from goals.selectors.figures import IndicatorFigures, read_figures
from goals.selectors.life import WITH_LIFE, life_of
from goals.selectors.scales import JudgementWords, judgement_words
from styrmodell.access import Access
from styrmodell.models import Slot, Step
from styrmodell.models.calendar import SlotQuerySet
from styrmodell.policies import SIGHT
from styrmodell.rules.vocabulary import Content, OccasionLine
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import governing_slots
from styrmodell.verdict import Verdict
from ui.rules.marks import Mark


@dataclass(frozen=True, slots=True)
class Judging:
    """The goal, the slot that governs it, what is already written and what the indicators say."""

    goal: Goal
    slot: Slot
    words: JudgementWords
    given: Judgement | None
    previous: Judgement | None
    figures: tuple[IndicatorFigures, ...]
    proposal: Proposal
    indicated: Mark
    verdict: Verdict

    @property
    def version(self) -> int:
        """The version that a form opened now carries; 0 before anybody has written."""
        return self.given.version if self.given else 0

    @property
    def wants_measures(self) -> bool:
        """Does the occasion's rule demand measures for goals that point to failure?"""
        return wants_measures(self.slot.occasion.rule)

    @property
    def wants_analysis(self) -> bool:
        """Is every judgement analysed, also of a goal that is reached?"""
        return self.slot.occasion.rule.analyses_all


def judging_or_404(access: Access, goal_id: int, slot_id: int) -> Judging:
    """The goal at the slot; 404 unless the slot governs the goal, and the user sees how it is judged there (five
    queries)."""
    goal = (
        Goal.objects.visible_to(access)
        .filter(pk=goal_id)
        .select_related("level", "organisation", "decision", *WITH_LIFE)
        .first()
    )
    slots = Slot.objects.of(access).with_around()
    slot = slots.filter(pk=slot_id).first()
    if goal is None or slot is None or not is_judged_at(access, goal, slot):
        raise Http404
    if not access.has(SIGHT[slot.status], goal.organisation_id):
        raise Http404
    return judging(access, goal, slot)


def judging(access: Access, goal: Goal, slot: Slot) -> Judging:
    """Everything about a goal at the slot that governs it (three queries)."""
    words = judgement_words(access, slot.occasion.year)
    figures = tuple(read_figures(access, [goal.pk], slot.occasion.year, words).get(goal.pk, []))
    proposal = proposal_of(figures)
    given = _judgements(access, goal, slot)
    return Judging(
        goal=goal,
        slot=slot,
        words=words,
        given=next((row for row in given if row.slot_id == slot.pk), None),
        previous=next((row for row in given if row.slot_id != slot.pk and row.step is not None), None),
        figures=figures,
        proposal=proposal,
        indicated=words.of_state(proposal.state),
        verdict=policies.can_judge(access, goal, slot),
    )


def is_judged_at(access: Access, goal: Goal, slot: Slot) -> bool:
    """Is the goal judged at the slot: on a judged level, in force that year, and governed by it? (one query)"""
    occasion = slot.occasion
    if occasion.is_plan or Content.GOALS not in occasion.contents or not goal.level.is_judged:
        return False
    if not life_of(goal).covers(occasion.cutoff):
        return False
    governing = governing_slots(access, occasion).get(goal.organisation_id)
    return governing is not None and governing.pk == slot.pk


def slots_showing(access: Access, goal: Goal) -> SlotQuerySet:
    """The slots whose reports show how the goal is judged: those of its organisation and above, and the whole municipality's."""
    chain = list(access.ever.tree.ancestors(goal.organisation_id, include_self=True))
    life = life_of(goal)
    mine = Q(scope=Step.Scope.UNIT, organisation_id__in=chain) | Q(scope=Step.Scope.WHOLE)
    rows = Slot.objects.of(access).filter(
        mine,
        occasion__line=OccasionLine.REPORT.value,
        occasion__contents__contains=[Content.GOALS],
        occasion__cutoff__range=(life.first, life.last),
    )
    rows = rows.with_around().order_by("pk")
    return rows if goal.level.is_judged else rows.none()


def decided_until(access: Access, goal: Goal) -> datetime | None:
    """When the newest report that shows the goal was decided, by the database's clock as in the row history; None before
    any is (one query)."""
    rows = Slot.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj__in=slots_showing(access, goal).values("pk"), status=SlotStatus.DECIDED.value
    )
    moments: dict[str, datetime | None] = rows.aggregate(newest=Max("pgh_created_at"))
    return moments["newest"]


def _judgements(access: Access, goal: Goal, slot: Slot) -> list[Judgement]:
    """The goal's judgement at the slot and the earlier ones, newest first (one query)."""
    rows = Judgement.objects.of(access).filter(goal=goal, slot__occasion__cutoff__lte=slot.occasion.cutoff)
    return list(rows.select_related("step", "slot__occasion", "judged_by").order_by("-slot__occasion__cutoff", "-pk"))
