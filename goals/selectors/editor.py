"""What the form of a goal offers and is held against: levels, owners, parents and years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F, Q
from django.http import Http404

from goals import policies
from goals.models import Goal, GoalLink, Indicator
from goals.rules.demands import LevelDemands
from goals.rules.drafts import is_decided_on
from goals.selectors.judging import slots_showing
from goals.selectors.life import draft_after, ending_of, goal_with_life_or_404
from styrmodell.access import Access
from styrmodell.models import Level, Organisation
from styrmodell.permissions import Permission
from styrmodell.rules.smart import GoalFacts, SmartCheck, smart_checks
from styrmodell.selectors.words import steering_model
from styrmodell.verdict import ALLOWED, Verdict
from ui import clock
from ui.rules.swedish import year_period

YEARS_AHEAD = 4  # a new goal's targets are offered through so many years after the first


@dataclass(frozen=True, slots=True)
class ParentChoice:
    """A goal that can be contributed to, and its years."""

    pk: int
    title: str
    years: str


@dataclass(frozen=True, slots=True)
class GoalEditor:
    """A goal that is to be written, new or changed."""

    level: Level
    goal: Goal | None
    owners: tuple[Organisation, ...]
    parents: tuple[ParentChoice, ...]
    chosen_parents: tuple[int, ...]
    kept_parents: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    years: tuple[int, int]
    smart: str
    demands: LevelDemands
    may_edit: Verdict
    may_formulate: Verdict = field(default=ALLOWED)
    may_add_indicator: Verdict = field(default=ALLOWED)
    replaces: Goal | None = None

    @property
    def is_activity(self) -> bool:
        """Does the goal have progress instead of a judgement?"""
        return self.level.kind == Level.Kind.ACTIVITY

    @property
    def is_decided_by_politics(self) -> bool:
        """Does a body decide such goals, for any of those who can own it?"""
        kinds = {self.goal.organisation.kind} if self.goal else {owner.kind for owner in self.owners}
        return any(is_decided_on(self.level.sphere, self.level.kind, kind) for kind in kinds)

    @property
    def target_years(self) -> tuple[int, int]:
        """The years that targets are offered for: the goal's own, and some ahead while it is new and its years are not
        settled."""
        first, last = self.years
        return first, last if self.goal else max(last, first + YEARS_AHEAD)

    def checks(self, title: str, description: str, owner_role: str) -> list[SmartCheck]:
        """SMART as proposals, on what is written and saved so far."""
        facts = facts_of(self.years, self.indicators, has_parent=bool(self.chosen_parents))
        is_decided = self.goal is not None and self.goal.decision_id is not None
        written = replace(facts, title=title, description=description, owner=owner_role, is_decided=is_decided)
        return smart_checks(written, self.smart)


def demands_of(level: Level) -> LevelDemands:
    """What the level demands of a goal that is decided (one query)."""
    above = {row.kind for row in level.parents.all()}
    return LevelDemands(level.smart, level.needs_targets, bool(above) and Level.Kind.VISION not in above)


def facts_of(years: tuple[int, int], indicators: Sequence[Indicator], *, has_parent: bool) -> GoalFacts:
    """What is known of a goal beside its words, from indicators with targets that were read beforehand."""
    judging = [row for row in indicators if row.kind == Indicator.Kind.INDICATOR]
    own_years = range(years[0], years[1] + 1)
    with_target = sum(any(target.year in own_years for target in row.targets.all()) for row in judging)
    return GoalFacts(
        title="",
        indicators=len(judging),
        indicators_with_target=with_target,
        year_from=years[0],
        year_to=years[1],
        has_parent=has_parent,
    )


def writable_levels(access: Access) -> list[Level]:
    """The levels on which the user may write goals, in the chain's order (two queries)."""
    model = steering_model(access)
    levels = Level.objects.of(access).filter(model=model).exclude(kind=Level.Kind.VISION).order_by("position")
    return [level for level in levels if owners_of(access, level)]


def owners_of(access: Access, level: Level) -> list[Organisation]:
    """The organisations for which the user may write goals of the level, in the tree's order (no query)."""
    needed = Permission.GOAL_PLAN if level.sphere == policies.HOW else Permission.GOAL_EDIT
    kinds = level.owner_kinds or list(Organisation.Kind)
    return [row for row in access.by_kind(*kinds) if access.has(needed, row.pk)]


def new_goal(access: Access, level_id: int, year: int | None = None) -> GoalEditor:
    """A goal that does not exist yet, on a level where the user may write; 404 otherwise (five queries). It begins in
    the year, this one when none is said."""
    level = next((row for row in writable_levels(access) if row.pk == level_id), None)
    if level is None:
        raise Http404
    first = year or clock.today().year
    return _editor(access, level, None, owners_of(access, level), (first, max(first, level.model.valid_to.year)))


def replacing_goal(access: Access, goal_id: int) -> GoalEditor:
    """A goal that does not exist yet and takes a decided one's place; 404 when that may not be read."""
    editor = goal_editor(access, goal_id)
    assert editor.goal is not None
    first = max(editor.years[0], clock.today().year)
    new = _editor(access, editor.level, None, editor.owners, (first, max(first, editor.years[1])))
    chosen = [parent.pk for parent in new.parents if parent.pk in editor.chosen_parents]
    return replace(new, replaces=editor.goal, chosen_parents=tuple(chosen), may_edit=may_renew(access, editor.goal))


def goal_editor(access: Access, goal_id: int) -> GoalEditor:
    """A goal that is to be changed; 404 when it may not be read (six queries)."""
    goal = goal_with_life_or_404(access, goal_id)
    owners = owners_of(access, goal.level)
    owners = owners if goal.organisation in owners else [goal.organisation, *owners]
    return _editor(access, goal.level, goal, owners, (goal.year_from, goal.year_to))


def _editor(
    access: Access, level: Level, goal: Goal | None, owners: Sequence[Organisation], years: tuple[int, int]
) -> GoalEditor:
    indicators = goal.indicators.prefetch_related("targets", "values") if goal else Indicator.objects.none()
    linked = goal.links_up.values_list("parent_id", "parent__ending") if goal else ()
    kept = tuple(pk for pk, ending in linked if ending is not None)
    chosen = tuple(pk for pk, ending in linked if ending is None)
    decision_id = goal.decision_id if goal else None
    return GoalEditor(
        level=level,
        goal=goal,
        owners=tuple(owners),
        parents=tuple(_parents(access, level, goal, years, chosen)),
        chosen_parents=chosen,
        kept_parents=kept,
        indicators=tuple(indicators),
        years=years,
        smart=level.smart,
        demands=demands_of(level),
        may_edit=may_change(access, goal) if goal else ALLOWED,
        may_formulate=policies.can_formulate(decision_id),
        may_add_indicator=policies.can_add_indicator(level, decision_id),
    )


def may_change(access: Access, goal: Goal) -> Verdict:
    """May the user change the goal now: with the right, and while no report that shows it is handed in? (one query)"""
    verdict = policies.can_edit(access, goal.level, goal.organisation_id)
    return policies.can_change_now(slots_showing(access, goal)) if verdict else verdict


def may_renew(access: Access, goal: Goal) -> Verdict:
    """May a decided goal be changed, replaced or ended by a new decision? (one query, and one for a goal read without
    its ending)"""
    has_draft = draft_after(access, goal) is not None
    return policies.can_renew(access, goal, is_ended=ending_of(goal) is not None, has_draft=has_draft)


def _parents(
    access: Access, level: Level, goal: Goal | None, years: tuple[int, int], chosen: Sequence[int]
) -> list[ParentChoice]:
    """Goals of the levels this one may hang under, of the same years and those around them: next year's goal is written
    before the goals above it are decided anew. What it hangs under already stays, unless another has taken its place."""
    earliest = min(years[0], clock.today().year) - 1
    fits = Goal.objects.visible_to(access).filter(level__children=level, year_to__gte=earliest, ending=None)
    follows = Q(predecessor__isnull=False, predecessor__ending=None, year_from__lte=F("predecessor__year_to"))
    waits = Q(decision=None) & follows
    rows = Goal.objects.of(access).filter(Q(pk__in=fits.exclude(waits).values("pk")) | Q(pk__in=chosen))
    others = rows.exclude(pk=goal.pk if goal else 0).order_by("level__position", "-year_to", "position", "pk")
    return [
        ParentChoice(pk, title, year_period(first, last))
        for pk, title, first, last in others.values_list("pk", "title", "year_from", "year_to")
    ]


def parents_of_all(access: Access) -> dict[int, list[int]]:
    """Every link of the municipality: child → parents (one query)."""
    parents: dict[int, list[int]] = {}
    for child, parent in GoalLink.objects.of(access).values_list("child_id", "parent_id"):
        parents.setdefault(child, []).append(parent)
    return parents
