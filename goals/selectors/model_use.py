"""What hangs on a steering model: goals on its levels, judgements by its scales, occasions that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count

from goals.models import Goal, Judgement
from styrmodell.access import Access
from styrmodell.models import Slot, SteeringModel
from styrmodell.rules.workflow import SlotStatus


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Counted by the codes of the model's parts."""

    goals: Mapping[str, int] = field(default_factory=dict)  # by level
    occasions: Mapping[str, int] = field(default_factory=dict)  # open ones, by rule
    judgements: Mapping[tuple[str, str], int] = field(default_factory=dict)  # in open reports, by scale and step


def model_use(access: Access, model: SteeringModel) -> ModelUse:
    """What uses the model today (three queries)."""
    goals = Goal.objects.of(access).filter(level__model=model).values_list("level__code")
    slots = Slot.objects.of(access).filter(occasion__rule__model=model).exclude(status=SlotStatus.DECIDED)
    occasions = slots.values_list("occasion__rule__code", "occasion_id").distinct()
    judged = Judgement.objects.of(access).filter(step__scale__model=model).exclude(slot__status=SlotStatus.DECIDED)
    steps = judged.values_list("step__scale__code", "step__code").annotate(Count("pk")).order_by()
    return ModelUse(
        goals=dict(goals.annotate(Count("pk")).order_by()),
        occasions=Counter(code for code, _ in occasions),
        judgements={(scale, step): count for scale, step, count in steps},
    )
