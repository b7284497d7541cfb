"""Taking a draft away."""

from __future__ import annotations

from django.db import transaction

from goals.actions.goals import one_writer
from goals.actions.indicators import lock_goal
from goals.models import Goal
from goals.selectors.deleting import deletable
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent


@transaction.atomic
def delete_goal(*, access: Access, goal: Goal, version: int) -> None:
    """Take a draft away with its indicators, targets, outcomes and links upward; the log and the row history keep what
    it said. Locks the steering model, the slots that show the goal, and the goal.

    Raises PermissionDenied without the right, when the goal is decided, judged or carries something, Stale when
    `version` is not the newest."""
    one_writer(access, goal.level)
    goal = lock_goal(goal, access)
    deletable(access, goal).require()
    goal.ensure_seen(version)
    audit.record(
        AuditEvent.Type.GOAL_DELETED, target=goal, access=access, summary=goal.title, level=goal.level.code,
        organisation=goal.organisation.code, years=[goal.year_from, goal.year_to],
    )  # fmt: skip
    for indicator in goal.indicators.all():
        indicator.delete()
    goal.delete()
