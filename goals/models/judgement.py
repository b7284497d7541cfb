"""The human judgement of a goal at a occasion."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from goals.models.goal import Goal
from styrmodell.models import Municipality, ScaleStep, Slot
from styrmodell.models.lock import decided_slot_lock
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned


@pghistory.track()
class Judgement(TenantModel, Versioned):
    """Bedömning: one per goal and slot, with the analysis Resultat – Orsak – Åtgärd – Effekt. It may differ from what
    the indicators say, and then the reason is written (AL-4)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="judgements")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="judgements")
    step = models.ForeignKey(
        ScaleStep, models.PROTECT, related_name="+", verbose_name="bedömning", null=True, blank=True
    )
    result = models.TextField("resultat", blank=True)
    cause = models.TextField("orsak", blank=True)
    action = models.TextField("åtgärd", blank=True)
    effect = models.TextField("effekt", blank=True)
    reason = models.TextField("skäl när bedömningen skiljer sig från indikatorerna", blank=True)
    judged_at = models.DateTimeField("bedömd", null=True, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "bedömning"
        verbose_name_plural = "bedömningar"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "goal", "slot"],
                name="judgement_once_per_slot",
                violation_error_message="Målet är redan bedömt vid det här tillfället.",
            ),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True) | Q(step__isnull=False), name="judgement_judged_has_step"
            ),
        ]
        triggers = [decided_slot_lock("judgement_is_decided")]

    def __str__(self) -> str:
        return f"{self.goal_id}/{self.slot_id}"
