"""The goals of a plan: those that it decides, or all of its organisations' where it decides no level of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from goals.models import CarryChoice, Goal
from goals.models.goal import GoalQuerySet
from goals.rules.demands import in_words, lacking
from goals.rules.drafts import is_decided_on
from goals.rules.vocabulary import CarryKind, Demand
from goals.selectors.deciding import decision_name
from goals.selectors.editor import demands_of, facts_of
from goals.selectors.life import WITH_LIFE, ending_of
from styrmodell.access import Access
from styrmodell.models import Level, Slot, Step
from styrmodell.models.calendar import SlotQuerySet
from styrmodell.rules.vocabulary import Content, OccasionLine
from styrmodell.selectors.slots import governing_slots


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """An indicator with its targets by year."""

    name: str
    unit: str
    decimals: int
    baseline: Decimal | None
    baseline_year: int | None
    targets: Mapping[int, Decimal]
    is_example: bool


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal of the plan. `waits` tells that the plan's decision is what decides it; `lacks` what the model demands of it
    and it has not; `decision` by which it is decided already. `since` says what it is to the goal of the period before,
    and `motive` why that was changed."""

    goal: Goal
    parents: Sequence[str]
    indicators: Sequence[PlannedIndicator]
    lacks: tuple[Demand, ...]
    waits: bool
    decision: str
    since: str
    motive: str

    @property
    def lacks_words(self) -> str:
        """What it lacks, after "saknar"."""
        return in_words(self.lacks)

    @property
    def is_activity(self) -> bool:
        """Has it progress instead of targets?"""
        return self.goal.level.kind == Level.Kind.ACTIVITY


def planned_goals(access: Access, slot: Slot) -> list[PlannedGoal]:
    """The goals of the slot's plan, in the order of levels (nine queries). One that another of the plan takes over from is
    left out."""
    occasion = slot.occasion
    if Content.GOALS not in occasion.contents:
        return []
    goals = list(_of_plan(access, slot, _rows(access, occasion.day)))
    followed = {goal.predecessor_id for goal in goals}
    return [_planned(goal, slot) for goal in goals if goal.pk not in followed]


def ended_goals(access: Access, slot: Slot) -> list[Goal]:
    """The goals of the period before that are chosen to end, with the motive in their `carry_choice` (four queries)."""
    if Content.GOALS not in slot.occasion.contents:
        return []
    before = slot.occasion.day.year - 1
    rows = Goal.objects.of(access).filter(year_to=before, carry_choice__kind=CarryKind.END.value)
    ended = _of_plan(access, slot, rows.select_related("level", "organisation", "carry_choice"))
    return list(ended.order_by("level__position", "position", "pk"))


def waiting_goals(access: Access, slot: Slot) -> list[PlannedGoal]:
    """The goals that are decided with the plan."""
    return [row for row in planned_goals(access, slot) if row.waits]


def plan_slots(access: Access, *goals: Goal) -> SlotQuerySet:
    """The slots of plans whose decision is any of the goals' too: of its organisation or one above, or the whole
    municipality's; none for goals that are decided."""
    waiting = [goal for goal in goals if goal.decision_id is None and goal.level.decided_in]
    places = {(goal.organisation_id, goal.level.decided_in, goal.year_from, goal.year_to) for goal in waiting}
    rows = Slot.objects.of(access).filter(
        occasion__line=OccasionLine.PLAN.value, occasion__contents__contains=[Content.GOALS]
    )
    if not places:
        return rows.none()
    return (
        rows.filter(reduce(or_, (_of_place(access, *place) for place in sorted(places)))).with_around().order_by("pk")
    )


def _of_place(access: Access, organisation_id: int, decided_in: str, first: int, last: int) -> Q:
    chain = list(access.ever.tree.ancestors(organisation_id, include_self=True))
    mine = Q(scope=Step.Scope.UNIT, organisation_id__in=chain) | Q(scope=Step.Scope.WHOLE)
    return mine & Q(occasion__rule__code=decided_in, occasion__year_from__range=(first, last))


def _rows(access: Access, day: date) -> GoalQuerySet:
    """The goals of the plan's first year that do not end before it."""
    rows = Goal.objects.of(access).filter(year_from__lte=day.year, year_to__gte=day.year)
    rows = rows.filter(Q(ending=None) | Q(ending__last_day__gte=day)).exclude(level__kind=Level.Kind.VISION)
    around = ("level__model", "organisation", "decision__organisation", "predecessor__carry_choice", *WITH_LIFE)
    below = ("level__parents", "indicators__targets", "links_up__parent")
    return rows.select_related(*around).prefetch_related(*below).order_by("level__position", "position", "pk")


def _of_plan(access: Access, slot: Slot, rows: GoalQuerySet) -> GoalQuerySet:
    """Those of the plan's organisations, and of the levels that it decides where it decides any."""
    governing = governing_slots(access, slot.occasion)
    own = [pk for pk, found in governing.items() if found.pk == slot.pk]
    rows = rows.filter(organisation_id__any_of=own)
    return rows.filter(level__decided_in=slot.occasion.rule.code) if _decides_a_level(access, slot) else rows


def _decides_a_level(access: Access, slot: Slot) -> bool:
    return (
        Level.objects.of(access).filter(model=slot.occasion.rule.model_id, decided_in=slot.occasion.rule.code).exists()
    )


def _planned(goal: Goal, slot: Slot) -> PlannedGoal:
    indicators = list(goal.indicators.all())
    links = list(goal.links_up.all())
    facts = facts_of((goal.year_from, goal.year_to), indicators, has_parent=bool(links))
    written = replace(facts, title=goal.title, description=goal.description, owner=goal.owner_role)
    decided_on = is_decided_on(goal.level.sphere, goal.level.kind, goal.organisation.kind)
    since, motive = _since(goal, slot)
    waits = decided_on and goal.decision_id is None and goal.level.decided_in == slot.occasion.rule.code
    return PlannedGoal(
        goal=goal,
        parents=[link.parent.title for link in links],
        indicators=[
            PlannedIndicator(
                row.name, row.unit, row.decimals, row.baseline, row.baseline_year,
                {target.year: target.value for target in row.targets.all()}, goal.is_example,
            )
            for row in indicators
        ],
        lacks=lacking(demands_of(goal.level), written) if waits else (),
        waits=waits,
        decision=decision_name(goal.decision) if goal.decision else "",
        since=since,
        motive=motive,
    )  # fmt: skip


def _since(goal: Goal, slot: Slot) -> tuple[str, str]:
    """What the goal is to the one of the period before, and why that was changed; empty while its own period lasts."""
    before = goal.predecessor
    if before is None:
        return ("Ny" if goal.year_from == slot.occasion.year_from else "", "")
    choice: CarryChoice | None = getattr(before, "carry_choice", None)
    if goal.succession == Goal.Succession.REPLACES:
        return "Ersätter ett annat", ""
    if goal.succession == Goal.Succession.CONTINUES and choice and choice.kind == CarryKind.KEEP:
        return "Kvar", ""
    return "Ändrad", choice.motive if choice else ""


def starts_on(goal: Goal, slot: Slot) -> date | None:
    """The day from which a goal of the plan takes over from another that is still in force then; None where none is."""
    before = goal.predecessor
    if before is None or ending_of(before) or before.year_to < goal.year_from:
        return None
    return slot.occasion.day
