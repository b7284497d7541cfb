"""Writing goals: their wording, links, decision and indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from goals import policies
from goals.actions.indicators import IndicatorInput, lock_goal, locked_row, write_indicators
from goals.models import Goal, GoalLink
from goals.rules.links import makes_circle
from goals.selectors.editor import may_renew, parents_of_all
from goals.selectors.planned import plan_slots
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Level, Organisation, SteeringModel
from styrmodell.rules.levels import LevelRule, owner_problem
from ui.rules.swedish import capitalised, year_period


@dataclass(frozen=True, slots=True)
class GoalInput:
    """What is written about a goal."""

    organisation_id: int
    title: str
    year_from: int
    year_to: int
    description: str = ""
    motivation: str = ""
    owner_role: str = ""
    parent_ids: Sequence[int] = ()
    progress: str = ""
    completion: int | None = None
    indicators: Sequence[IndicatorInput] = field(default_factory=tuple)


FORMULATION = ("title", "description", "motivation", "year_from", "year_to", "organisation_id")


@transaction.atomic
def create_goal(*, access: Access, level: Level, given: GoalInput, replaces: Goal | None = None) -> Goal:
    """Write a new goal on the level, a draft; with `replaces` one that takes a decided goal's place when it is decided.

    Raises PermissionDenied without the right or when the other goal cannot be replaced, ValidationError by field when an
    owner, link or target is not allowed, or the same goal is there already (sent twice)."""
    one_writer(access, level)
    goal = Goal(municipality=access.municipality, level=level, version=0, code=free_code(access, given.title))
    if replaces is not None:
        replaced = locked_row(access, replaces.pk)
        may_renew(access, replaced).require()
        follow(goal, replaced, Goal.Succession.REPLACES)
    return _write(goal, given, access)


@transaction.atomic
def edit_goal(*, access: Access, goal: Goal, given: GoalInput, version: int) -> Goal:
    """Change a goal. A decided goal keeps its wording, owner, years and targets. Locks the goal's row.

    Raises PermissionDenied without the right or when the decided part is changed, ValidationError as `create_goal`,
    Stale when `version` is not the newest."""
    one_writer(access, goal.level)
    goal = lock_goal(goal, access)
    policies.can_edit(access, goal.level, goal.organisation_id).require()
    goal.ensure_seen(version)
    return _write(goal, given, access)


def follow(goal: Goal, other: Goal, how: Goal.Succession) -> None:
    """Let a new goal follow another, in memory."""
    goal.predecessor, goal.succession, goal.origin_id = other, how, other.origin_id or other.pk


def one_writer(access: Access, level: Level) -> None:
    """Let one at a time write goals of the steering model: links, limits and codes are checked against all the others."""
    SteeringModel.objects.of(access).select_for_update(no_key=True).get(pk=level.model_id)


def _write(goal: Goal, given: GoalInput, access: Access) -> Goal:
    policies.can_edit(access, goal.level, given.organisation_id).require()
    if any(getattr(goal, name) != getattr(given, name) for name in FORMULATION):
        policies.can_formulate(goal.decision_id).require()
    _check(goal, given, access)
    before = goal.title
    for name in (*FORMULATION, "owner_role", "progress", "completion"):
        setattr(goal, name, getattr(given, name))
    policies.can_change_now(plan_slots(access, goal)).require()  # none slips into a plan that is handed in
    goal.version += 1
    goal.full_clean(exclude=["code"], validate_unique=False)
    goal.save()
    _link(goal, given.parent_ids)
    write_indicators(goal, given.indicators)
    audit.record(
        AuditEvent.Type.GOAL_SAVED, target=goal, access=access, summary=goal.title, before=before, version=goal.version
    )
    return goal


def _check(goal: Goal, given: GoalInput, access: Access) -> None:
    """Everything a goal is held against, as errors by field."""
    errors: dict[str, list[str]] = {}
    owner = access.organisations.get(given.organisation_id)
    problem = _owner_problem(goal.level, owner)
    if problem:
        errors["organisation"] = [problem]
    problem = _parent_problem(goal, given, access)
    if problem:
        errors["parents"] = [problem]
    if goal.version == 0 and _has_twin(access, goal.level, given):
        errors["title"] = ["Ägaren har redan ett mål med den formuleringen de åren. Ändra det målet i stället."]
    if goal.decision_id is None:
        problems = [*_early_targets(given), *(_missing_targets(given) if goal.level.needs_targets else ())]
        if problems:
            errors["indicators"] = problems
    if errors:
        raise ValidationError(errors)


def _early_targets(given: GoalInput) -> list[str]:
    """A target of a year before the goal's first aims at nothing."""
    return [
        f"{row.name}: målvärdet för {year} ligger före första året, {given.year_from}. Ta bort det eller ändra året."
        for row in given.indicators
        for year, value in row.targets.items()
        if value is not None and year < given.year_from and not row.is_removed
    ]


def _missing_targets(given: GoalInput) -> list[str]:
    years = year_period(given.year_from, given.year_to)
    without = [row.name for row in given.indicators if row.needs_target(given.year_from, given.year_to)]
    return [f"{name}: ange minst ett målvärde för {years}." for name in without]


def _has_twin(access: Access, level: Level, given: GoalInput) -> bool:
    """Is the owner's same goal there already? A form that was sent twice would make it."""
    same = Goal.objects.of(access).filter(level=level, organisation_id=given.organisation_id, title=given.title)
    return same.filter(year_from__lte=given.year_to, year_to__gte=given.year_from).exists()


def _owner_problem(level: Level, owner: Organisation | None) -> str:
    if owner is None:
        return "Välj ägare i listan."
    rule = LevelRule(level.code, level.singular, owner_kinds=frozenset(level.owner_kinds))
    return owner_problem(rule, owner.kind, lambda kind: Organisation.Kind(kind).label)


def _parent_problem(goal: Goal, given: GoalInput, access: Access) -> str:
    """Only goals of the allowed levels, that the user may see or that are linked already, and never a circle."""
    wanted = set(given.parent_ids)
    has = set(goal.links_up.values_list("parent_id", flat=True)) if goal.pk is not None else set()
    allowed = Goal.objects.visible_to(access).filter(pk__in=wanted, level__children=goal.level)
    if wanted - has - set(allowed.values_list("pk", flat=True)):
        return f"{capitalised(goal.level.singular)} kan inte kopplas till det målet. Välj i listan."
    if goal.pk is not None and makes_circle(parents_of_all(access), goal.pk, wanted):
        return "Kopplingen gör att målet bidrar till sig självt. Ta bort en av kopplingarna."
    return ""


def _link(goal: Goal, parent_ids: Sequence[int]) -> None:
    """Make the goal's links upward exactly these."""
    goal.links_up.exclude(parent_id__in=parent_ids).delete()
    has = set(goal.links_up.values_list("parent_id", flat=True))
    GoalLink.objects.bulk_create(
        GoalLink(municipality_id=goal.municipality_id, child=goal, parent_id=pk)
        for pk in dict.fromkeys(parent_ids)
        if pk not in has
    )


def free_code(access: Access, title: str) -> str:
    """A code from the title that no other goal of the municipality has."""
    stem = slugify(title)[:50] or "mal"
    taken = set(Goal.objects.of(access).filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)
