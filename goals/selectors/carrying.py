"""The goals whose period ends with a year, what is chosen for each, and what is made of it in the next period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.http import Http404

from goals import policies
from goals.models import CarryChoice, Goal, Indicator, IndicatorTarget
from goals.models.goal import GoalQuerySet
from goals.rules.carrying import Aim, lacking_choice
from goals.rules.vocabulary import CarryKind, Direction
from goals.selectors.bodies import POLITICAL
from goals.selectors.life import WITH_LIFE
from styrmodell.access import Access
from styrmodell.models import Level, Organisation
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import LevelKind
from styrmodell.selectors.words import steering_model
from styrmodell.verdict import Verdict

NEVER_CARRIED = (LevelKind.VISION.value, LevelKind.AREA.value)  # these come with the steering model
FINISHED = (Goal.Progress.DONE.value, Goal.Progress.CANCELLED.value)
CONTINUES = Goal.Succession.CONTINUES.value


@dataclass(frozen=True, slots=True)
class NextTarget:
    """An indicator that judges the goal, its target in the period's last year, and the one chosen for the next."""

    indicator: Indicator
    before: Decimal | None
    after: Decimal | None

    @property
    def aim(self) -> Aim:
        """As the rules ask."""
        return Aim(Direction(self.indicator.direction), self.before, self.after)


@dataclass(frozen=True, slots=True)
class CarryRow:
    """A goal whose period ends. `heir` is the goal that goes on, once the goals are carried; `problem` why it cannot."""

    goal: Goal
    choice: CarryChoice | None
    targets: tuple[NextTarget, ...]
    heir: Goal | None
    level: Level | None  # its level in the next period; None when the steering model then has no such level
    owner: Organisation | None  # whose it is in the next period; None while nobody is chosen
    owners: tuple[Organisation, ...]  # who can own it in the next period, when its own is not there then
    may_choose: Verdict

    @property
    def kind(self) -> CarryKind | None:
        """What is chosen."""
        return CarryKind(self.choice.kind) if self.choice else None

    @property
    def title(self) -> str:
        """How it is worded in the next period."""
        return (self.choice.title if self.choice and self.kind is CarryKind.CHANGE else "") or self.goal.title

    @property
    def lacks(self) -> str:
        """What is left to choose or write before it can be carried; empty when nothing is."""
        motive = self.choice.motive if self.choice else ""
        is_reworded = self.title != self.goal.title or self.owner != self.goal.organisation
        lacks = lacking_choice(
            self.kind, is_reworded=is_reworded, motive=motive, aims=[row.aim for row in self.targets]
        )
        if lacks or self.kind is CarryKind.END:
            return lacks
        if self.level is None:
            return "Nivån finns inte i nästa periods styrmodell. Välj Avsluta"
        return "" if self.owner else f"{self.goal.organisation.name} finns inte då. Välj ny ägare"

    @property
    def goes_on(self) -> bool:
        """Is it to be carried: chosen, whole and not carried yet?"""
        return self.kind in (CarryKind.KEEP, CarryKind.CHANGE) and not self.lacks and self.heir is None


@dataclass(frozen=True, slots=True)
class BodySums:
    """How many goals of a body end with the year (what politics decides; strategies and activities are not counted), and
    what is chosen for them; `new` begin after it and follow none."""

    body: Organisation
    goals: int
    kept: int
    changed: int
    ended: int
    new: int
    carried: int

    @property
    def undecided(self) -> int:
        """How many nothing is chosen for."""
        return self.goals - self.kept - self.changed - self.ended

    @property
    def after(self) -> int:
        """How many goals the next period has, as it is chosen so far."""
        return self.kept + self.changed + self.new


def ending_goals(access: Access, year: int) -> GoalQuerySet:
    """The goals that are in force on the year's last day, and whose years end then: those that politics has decided, and
    what the administration still has under way. Those of the organisations where the user sees what is planned."""
    seen = access.ever.organisation_ids(Permission.DRAFT_VIEW)
    rows: GoalQuerySet = Goal.objects.of(access).in_force(date(year, 12, 31)).without_drafts()
    rows = rows.filter(year_to=year, organisation_id__in=seen)
    return rows.exclude(level__kind__in=NEVER_CARRIED).exclude(progress__in=FINISHED)


def new_goals(access: Access, year: int) -> list[Goal]:
    """The goals that begin after the year and follow no other (one query)."""
    seen = access.ever.organisation_ids(Permission.DRAFT_VIEW)
    rows = Goal.objects.of(access).filter(year_from=year + 1, predecessor=None, organisation_id__in=seen)
    rows = rows.exclude(level__kind__in=NEVER_CARRIED).select_related("level", "organisation")
    return list(rows.order_by("level__position", "position", "pk"))


def carried(access: Access, year: int) -> GoalQuerySet:
    """The goals that others go on as after the year."""
    rows: GoalQuerySet = Goal.objects.of(access).filter(succession=CONTINUES, year_from=year + 1)
    return rows


def body_of(access: Access, organisation_id: int) -> int:
    """The styrelse, nämnd, company or assembly that the organisation is or belongs to; itself when there is none (no
    query)."""
    ever = access.ever
    return ever.tree.nearest(organisation_id, lambda pk: ever.organisations[pk].kind in POLITICAL) or organisation_id


def units_of(access: Access, body_id: int) -> list[int]:
    """The organisations whose body it is (no query)."""
    return [pk for pk in access.ever.tree.descendants(body_id, include_self=True) if body_of(access, pk) == body_id]


def body_sums(access: Access, rows: Sequence[CarryRow], new: Sequence[Goal]) -> list[BodySums]:
    """What is chosen for the goals among the rows, body by body in the tree's order (no query)."""
    goals: dict[int, list[CarryRow]] = {}
    for row in rows:
        if row.goal.level.sphere != policies.HOW:
            goals.setdefault(body_of(access, row.goal.organisation_id), []).append(row)
    begun = Counter(body_of(access, goal.organisation_id) for goal in new if goal.level.sphere != policies.HOW)
    bodies = goals.keys() | begun.keys()
    ever = access.ever
    return [_sums(ever.organisations[pk], goals.get(pk, ()), begun[pk]) for pk in ever.tree.in_order() if pk in bodies]


def _sums(body: Organisation, rows: Sequence[CarryRow], new: int) -> BodySums:
    kinds = Counter(row.kind for row in rows)
    return BodySums(
        body=body,
        goals=len(rows),
        kept=kinds[CarryKind.KEEP],
        changed=kinds[CarryKind.CHANGE],
        ended=kinds[CarryKind.END],
        new=new,
        carried=sum(row.heir is not None for row in rows),
    )


def carry_rows(access: Access, year: int, *, units: Sequence[int] | None = None) -> list[CarryRow]:
    """The goals whose period ends with the year, of the organisations (all when none are said), with what is chosen (seven
    queries, whatever their number)."""
    rows = ending_goals(access, year)
    return _rows(access, year, rows if units is None else rows.filter(organisation_id__in=units))


def carry_row_or_404(access: Access, goal_id: int) -> CarryRow:
    """One goal whose period ends, with what is chosen; 404 when it may not be seen or does not end with its years."""
    goal = Goal.objects.of(access).filter(pk=goal_id).only("year_to").first()
    rows = _rows(access, goal.year_to, ending_goals(access, goal.year_to).filter(pk=goal_id)) if goal else []
    if not rows:
        raise Http404
    return rows[0]


def _rows(access: Access, year: int, goals: GoalQuerySet) -> list[CarryRow]:
    judging = Indicator.objects.of(access).filter(kind=Indicator.Kind.INDICATOR)
    targets = IndicatorTarget.objects.of(access).filter(year=year)
    below = Prefetch("indicators", judging.prefetch_related(Prefetch("targets", targets)))
    around = ("level", "organisation", "carry_choice__owner", *WITH_LIFE)
    ordered = goals.select_related(*around).prefetch_related(below, "carry_choice__targets")
    found = list(ordered.order_by("level__position", "organisation__position", "position", "pk"))
    heirs = heirs_of(access, year, found)
    levels = levels_in(access, year + 1)
    then = access.at(date(year + 1, 1, 1)).organisations
    return [_row(access, goal, heirs.get(goal.pk), levels, then) for goal in found]


def heirs_of(access: Access, year: int, goals: Iterable[Goal]) -> dict[int, Goal]:
    """Goal → the one that goes on after the year, for those that have been carried (one query)."""
    firsts = {goal.origin_id or goal.pk: goal.pk for goal in goals}
    return {firsts[row.origin_id or 0]: row for row in carried(access, year).filter(origin_id__in=firsts)}


def levels_in(access: Access, year: int) -> dict[str, Level]:
    """The levels of the steering model in force in the year, by code (two queries)."""
    rows = Level.objects.of(access).filter(model=steering_model(access, year))
    return {level.code: level for level in rows}


def _row(
    access: Access,
    goal: Goal,
    heir: Goal | None,
    levels: Mapping[str, Level],
    then: Mapping[int, Organisation],
) -> CarryRow:
    choice: CarryChoice | None = getattr(goal, "carry_choice", None)
    chosen = {row.indicator_id: row.value for row in choice.targets.all()} if choice else {}
    targets = [_target(row, chosen) for row in goal.indicators.all()]
    kinds = goal.level.owner_kinds or [goal.organisation.kind]
    owners = () if goal.organisation_id in then else tuple(one for one in then.values() if one.kind in kinds)
    owner = choice.owner if choice and choice.owner else goal.organisation
    level = levels.get(goal.level.code)
    may_choose = policies.can_choose(access, goal.level, goal.organisation_id, is_carried=heir is not None)
    return CarryRow(goal, choice, tuple(targets), heir, level, then.get(owner.pk), owners, may_choose)


def _target(row: Indicator, chosen: Mapping[int, Decimal]) -> NextTarget:
    before = next((target.value for target in row.targets.all()), None)
    return NextTarget(row, before, chosen.get(row.pk))


def left_behind(access: Access, year: int) -> GoalQuerySet:
    """What the administration has under way that hangs under goals that end, and under nothing that goes on: it is to be
    chosen where it belongs."""
    ended = Q(links_up__parent__carry_choice__kind=CarryKind.END.value)
    stays = Q(links_up__parent__year_to__gt=year) | Q(
        links_up__parent__carry_choice__kind__in=[CarryKind.KEEP.value, CarryKind.CHANGE.value]
    )
    rows = ending_goals(access, year).filter(level__sphere=policies.HOW)
    going: GoalQuerySet = rows.filter(ended).exclude(pk__in=rows.filter(stays).values("pk")).distinct()
    return going
