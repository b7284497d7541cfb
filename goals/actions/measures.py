"""Measures against what keeps a goal from being reached (HA-11)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from goals import policies
from goals.models import Goal
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Measure


@transaction.atomic
def add_measure(
    *, goal: Goal, access: Access, title: str, start: date, responsible: str = "", due: date | None = None
) -> Measure:
    """Write a measure and tie it to the goal. Raises PermissionDenied without the right, ValidationError when the goal
    has the same measure from the same day (sent twice)."""
    policies.can_measure(access, goal).require()
    Goal.objects.of(access).select_for_update(no_key=True).get(pk=goal.pk)  # one at a time
    if goal.measures.filter(title=title, start=start).exists():
        raise ValidationError({"title": "Åtgärden finns redan på målet, med samma startdag."})
    measure = Measure.objects.create(
        municipality=access.municipality,
        organisation_id=goal.organisation_id,
        title=title,
        responsible=responsible,
        start=start,
        due=due,
    )
    goal.measures.add(measure)
    audit.record(AuditEvent.Type.GOAL_SAVED, target=goal, access=access, summary=f"Åtgärd: {title}", measure=measure.pk)
    return measure
