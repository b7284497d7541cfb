"""What the form of a goal offers and is held against: levels, owners, parents, decisions and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import Http404

from goals import policies
from goals.models import Goal, GoalLink, Indicator
from goals.selectors.judging import slots_showing
from styrmodell.access import Access
from styrmodell.models import Decision, Level, Limit, Organisation
from styrmodell.permissions import Permission
from styrmodell.rules.levels import GoalPlace, LimitRule, limit_problem, limit_states
from styrmodell.rules.smart import GoalFacts, SmartCheck, smart_checks
from styrmodell.selectors.words import steering_model
from styrmodell.verdict import ALLOWED, Verdict
from ui import clock
from ui.rules.swedish import decision

SHOWN_DECISIONS = 40


@dataclass(frozen=True, slots=True)
class ParentChoice:
    """A goal that can be contributed to."""

    pk: int
    title: str
    level: str


@dataclass(frozen=True, slots=True)
class GoalEditor:
    """A goal that is to be written, new or changed."""

    level: Level
    goal: Goal | None
    owners: tuple[Organisation, ...]
    parents: tuple[ParentChoice, ...]
    chosen_parents: tuple[int, ...]
    decisions: tuple[tuple[int, str], ...]
    decision_bodies: tuple[Organisation, ...]
    indicators: tuple[Indicator, ...]
    years: tuple[int, int]
    smart: str
    may_edit: Verdict
    may_formulate: Verdict = field(default=ALLOWED)

    @property
    def is_activity(self) -> bool:
        """Does the goal have progress instead of a judgement?"""
        return self.level.kind == Level.Kind.ACTIVITY

    def checks(self, title: str, description: str, owner_role: str) -> list[SmartCheck]:
        """SMART as proposals, on what is written and saved so far."""
        with_target = sum(bool(row.targets.all()) for row in self.indicators)
        facts = GoalFacts(
            title=title,
            description=description,
            indicators=len(self.indicators),
            indicators_with_target=with_target,
            year_from=self.years[0],
            year_to=self.years[1],
            owner=owner_role,
            has_parent=bool(self.chosen_parents),
            is_decided=self.goal is not None and self.goal.decision_id is not None,
        )
        return smart_checks(facts, self.smart)


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


def new_goal(access: Access, level_id: int) -> GoalEditor:
    """A goal that does not exist yet, on a level where the user may write; 404 otherwise (five queries)."""
    level = next((row for row in writable_levels(access) if row.pk == level_id), None)
    if level is None:
        raise Http404
    this_year = clock.today().year
    years = (this_year, max(this_year, level.model.valid_to.year))
    return _editor(access, level, None, owners_of(access, level), years)


def goal_editor(access: Access, goal_id: int) -> GoalEditor:
    """A goal that is to be changed; 404 when it may not be read (six queries)."""
    rows = Goal.objects.visible_to(access).select_related("level__model", "organisation", "decision__organisation")
    goal = rows.filter(pk=goal_id).first()
    if goal is None:
        raise Http404
    owners = owners_of(access, goal.level)
    owners = owners if goal.organisation in owners else [goal.organisation, *owners]
    return _editor(access, goal.level, goal, owners, (goal.year_from, goal.year_to))


def _editor(
    access: Access, level: Level, goal: Goal | None, owners: Sequence[Organisation], years: tuple[int, int]
) -> GoalEditor:
    indicators = goal.indicators.prefetch_related("targets", "values") if goal else Indicator.objects.none()
    chosen = tuple(goal.links_up.values_list("parent_id", flat=True)) if goal else ()
    return GoalEditor(
        level=level,
        goal=goal,
        owners=tuple(owners),
        parents=tuple(_parents(access, level, goal, years, chosen)),
        chosen_parents=chosen,
        decisions=tuple(_decisions(access, goal.decision if goal else None)),
        decision_bodies=tuple(row for row in owners_and_above(access, owners) if may_record(access, row)),
        indicators=tuple(indicators),
        years=years,
        smart=level.smart,
        may_edit=may_change(access, goal) if goal else ALLOWED,
        may_formulate=policies.can_formulate(goal.decision_id if goal else None),
    )


def may_change(access: Access, goal: Goal) -> Verdict:
    """May the user change the goal now: with the right, and while no report that shows it is handed in? (one query)"""
    verdict = policies.can_edit(access, goal.level, goal.organisation_id)
    return policies.can_change_now(slots_showing(access, goal)) if verdict else verdict


def owners_and_above(access: Access, owners: Sequence[Organisation]) -> list[Organisation]:
    """The bodies that can have decided a goal of these owners: themselves and those above."""
    wanted = {pk for owner in owners for pk in access.tree.ancestors(owner.pk, include_self=True)}
    return [access.organisations[pk] for pk in access.tree.in_order() if pk in wanted]


def may_record(access: Access, organisation: Organisation) -> bool:
    """May the user write down a decision of the organisation?"""
    return bool(policies.can_record_decision(access, organisation.pk))


def _parents(
    access: Access, level: Level, goal: Goal | None, years: tuple[int, int], chosen: Sequence[int]
) -> list[ParentChoice]:
    """Goals of the levels this one may hang under, in force some of the same years, and those it hangs under already."""
    fits = Goal.objects.visible_to(access).filter(level__children=level, year_from__lte=years[1], year_to__gte=years[0])
    rows = Goal.objects.of(access).filter(Q(pk__in=fits.values("pk")) | Q(pk__in=chosen))
    others = rows.exclude(pk=goal.pk if goal else 0).order_by("level__position", "position", "pk")
    return [ParentChoice(*row) for row in others.values_list("pk", "title", "level__singular")]


def _decisions(access: Access, own: Decision | None) -> list[tuple[int, str]]:
    """The municipality's newest decisions, and the goal's own however old it is."""
    rows = Decision.objects.of(access).select_related("organisation")
    newest = list(rows[:SHOWN_DECISIONS])
    shown = newest if own is None or own in newest else [own, *newest]
    return [(row.pk, f"{decision_name(row)}, {row.title}") for row in shown]


def decision_name(row: Decision) -> str:
    """The decision's reference: "KF 2024-06-10 § 72"."""
    return decision(row.organisation.short_name or row.organisation.name, row.date, row.paragraph)


def parents_of_all(access: Access) -> dict[int, list[int]]:
    """Every link of the municipality: child → parents (one query)."""
    parents: dict[int, list[int]] = {}
    for child, parent in GoalLink.objects.of(access).values_list("child_id", "parent_id"):
        parents.setdefault(child, []).append(parent)
    return parents


def limit_problems(access: Access, level: Level, organisation_id: int, year: int, *, besides: int | None) -> list[str]:
    """Which limits a goal on the level for the organisation would break in the year, in Swedish (three queries).

    `besides` is the goal itself when it exists already. A limit that the goal does not touch is not mentioned."""
    limits = [
        LimitRule(row.text, frozenset(level_.code for level_ in row.levels.all()), row.per_kind, row.maximum)
        for row in Limit.objects.of(access).filter(model_id=level.model_id).prefetch_related("levels")
    ]
    goals = Goal.objects.of(access).filter(level__model_id=level.model_id).in_year(year)
    others = [
        GoalPlace(pk, code, owner)
        for pk, code, owner in goals.exclude(pk=besides or 0).values_list("pk", "level__code", "organisation_id")
    ]
    units = [(pk, row.kind) for pk, row in access.organisations.items()]
    is_below = access.tree.is_below
    places = [
        GoalPlace(row.key, row.level, row.organisation) for row in others if row.organisation in access.organisations
    ]
    before = Counter(
        {(row.limit, row.organisation): row.count for row in limit_states(limits, places, units, is_below)}
    )
    after = limit_states(limits, [*places, GoalPlace(0, level.code, organisation_id)], units, is_below)
    broken = [row for row in after if row.is_broken and row.count > before[row.limit, row.organisation]]
    return list(dict.fromkeys(f"{access.organisations[row.organisation].name}: {limit_problem(row)}" for row in broken))
