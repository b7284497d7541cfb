"""That a decided goal ends before its years do."""

from __future__ import annotations

import pgtrigger
from django.db import models

from goals.models.goal import Goal
from styrmodell.models import Decision, Municipality
from styrmodell.models.lock import own_decision_guard
from styrmodell.models.tenant import TenantModel


class GoalEnding(TenantModel):
    """Upphörande: by which decision and after which day a decided goal is no longer in force. The goal's own row stays as
    it was decided; this one can be neither changed nor deleted. What comes instead, if anything, has the goal as its
    predecessor."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    goal = models.OneToOneField(Goal, models.PROTECT, related_name="ending", verbose_name="mål")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name="beslut")
    last_day = models.DateField("gäller till och med")
    motive = models.TextField("skäl", blank=True)

    class Meta:
        verbose_name = "upphörande"
        verbose_name_plural = "upphöranden"
        triggers = [
            own_decision_guard("goal_ending_decision_is_own"),
            pgtrigger.Protect(name="goal_ending_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} t.o.m. {self.last_day.isoformat()}"
