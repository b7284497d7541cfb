"""Whether a draft can be taken away."""

from __future__ import annotations

from goals import policies
from goals.models import Goal, GoalLink, Judgement
from styrmodell.access import Access
from styrmodell.models import Measure
from styrmodell.verdict import Verdict


def deletable(access: Access, goal: Goal) -> Verdict:
    """May the user take the goal away? (three queries)"""
    return policies.can_delete(
        access,
        goal,
        judgements=Judgement.objects.of(access).filter(goal=goal).count(),
        below=GoalLink.objects.of(access).filter(parent=goal).count(),
        measures=Measure.objects.of(access).filter(goals=goal).count(),
    )
