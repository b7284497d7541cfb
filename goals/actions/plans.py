"""A plan's decision takes effect: the goals that wait for it are decided with it."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from goals.actions.deciding import take_effect
from goals.actions.indicators import locked_row
from goals.selectors.planned import starts_on, waiting_goals
from styrmodell.access import Access
from styrmodell.models import Decision, Slot, SteeringModel


def lock_goals(access: Access, model_id: int) -> None:
    """Nobody writes goals of the steering model until the transaction ends. Taken before the slot."""
    SteeringModel.objects.of(access).select_for_update(no_key=True).get(pk=model_id)


def decide_goals_of(access: Access, slot: Slot, decision: Decision, departure: str) -> None:
    """Decide every goal that waits for the slot's plan. The caller holds the lock of the goals and of the slot.

    Raises ValidationError: all that stops any of them, or that `departure` is lacking. Then none is decided."""
    problems: list[str] = []
    for row in waiting_goals(access, slot):
        goal = locked_row(access, row.goal.pk)
        starts = starts_on(goal, slot)
        first = max(starts, decision.date) if starts else None
        try:
            take_effect(access, goal, decision, departure=departure, starts=first)
        except ValidationError as error:
            problems += [f"{goal.title}: {message}" for message in error.messages]
    if problems:
        raise ValidationError({NON_FIELD_ERRORS: problems})
