"""From which day through which goals are in force, and what they follow and are followed by."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import Http404

from goals.models import Goal, GoalEnding
from goals.models.goal import GoalQuerySet
from goals.rules.life import Life
from styrmodell.access import Access
from styrmodell.rules.levels import GoalPlace

WITH_LIFE = ("ending__decision__organisation", "predecessor__ending")  # select_related: what `life_of` asks of a goal


def goal_with_life_or_404(access: Access, goal_id: int) -> Goal:
    """The goal with its level, owner, decision and life (one query); 404 when it may not be read."""
    around = ("level__model", "organisation", "decision__organisation", *WITH_LIFE)
    goal = Goal.objects.visible_to(access).select_related(*around).filter(pk=goal_id).first()
    if goal is None:
        raise Http404
    return goal


def ending_of(goal: Goal) -> GoalEnding | None:
    """How the goal ends before its years do (no query for a goal that was read with `WITH_LIFE`)."""
    return getattr(goal, "ending", None)


def life_of(goal: Goal) -> Life:
    """The days through which the goal is in force, or would be once it is decided (as `ending_of`)."""
    ending = ending_of(goal)
    return Life.of(goal.year_from, goal.year_to, ended=ending.last_day if ending else None, after=last_day_before(goal))


def last_day_before(goal: Goal) -> date | None:
    """The last day of the goal that this one follows; None when it follows none."""
    before = goal.predecessor
    if before is None:
        return None
    ending = ending_of(before)
    return Life.of(before.year_from, before.year_to, ended=ending.last_day if ending else None).last


def read_lives(goals: GoalQuerySet) -> list[tuple[GoalPlace, Life]]:
    """Where the goals stand, by the id of their level, and from when to when (one query)."""
    years = ("year_from", "year_to", "ending__last_day", "predecessor__year_to", "predecessor__ending__last_day")
    lives = []
    for pk, level, owner, first, last, ended, before, before_ended in goals.values_list(
        "pk", "level_id", "organisation_id", *years
    ):
        after = Life.of(before, before, ended=before_ended).last if before else None
        lives.append((GoalPlace(pk, str(level), owner), Life.of(first, last, ended=ended, after=after)))
    return lives


def versions(access: Access, goal: Goal) -> list[Goal]:
    """The goal with everything it follows and is followed by, drafts too, in the order they came (one query)."""
    first = goal.origin_id or goal.pk
    rows = Goal.objects.visible_to(access).filter(Q(pk=first) | Q(origin_id=first))
    return list(rows.select_related("decision__organisation", *WITH_LIFE).order_by(Coalesce("predecessor_id", 0), "pk"))


def draft_after(access: Access, goal: Goal) -> Goal | None:
    """The draft that is to change or replace the goal, when there is one (one query)."""
    rows = Goal.objects.of(access).filter(predecessor=goal, decision=None).order_by("pk")
    return next(filter(is_in_its_place, rows), None)


def is_in_its_place(after: Goal) -> bool:
    """Is it a draft that takes another's place while that one's years last, and not one that goes on after them?"""
    return after.decision_id is None and after.succession != Goal.Succession.CONTINUES
