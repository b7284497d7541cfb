"""Goals that hang on organisations which are about to end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from goals.models import Goal
from goals.selectors.life import WITH_LIFE, life_of
from styrmodell.access import Access
from styrmodell.selectors.organisations import Tie, TieKind


def goals_tied(access: Access, ids: Collection[int], last_day: date) -> list[Tie]:
    """Goals of the organisations that are in force after the day (one query)."""
    goals = Goal.objects.visible_to(access).filter(organisation_id__in=ids, year_to__gte=last_day.year)
    return [
        Tie(goal.organisation_id, TieKind.GOAL, goal.title)
        for goal in goals.select_related(*WITH_LIFE).order_by("position", "pk")
        if life_of(goal).last > last_day
    ]
