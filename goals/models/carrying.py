"""What is chosen for a goal whose period ends."""

from __future__ import annotations

import pghistory
from django.db import models

from goals.models.goal import Goal
from goals.models.indicator import Indicator
from goals.rules.vocabulary import CarryKind
from styrmodell.models import Municipality, Organisation
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned


@pghistory.track()
class CarryChoice(TenantModel, Versioned):
    """Val inför nästa period: whether a goal goes on as it is, changed, or not at all (SH-3). A choice and nothing else:
    the goal of the next period is its own row, made when the goals are carried forward."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    goal = models.OneToOneField(Goal, models.CASCADE, related_name="carry_choice", verbose_name="mål")
    kind = models.CharField("val", max_length=8, choices=CarryKind.choices())
    title = models.CharField("formulering nästa period", max_length=300, blank=True)  # only when it changes
    motive = models.TextField("motiv", blank=True)
    owner = models.ForeignKey(  # only when the goal's own is not there in the next period
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ny ägare"
    )

    class Meta:
        verbose_name = "val inför nästa period"
        verbose_name_plural = "val inför nästa period"
        indexes = [models.Index(fields=["municipality", "goal"], name="carry_choice_of_goal")]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.kind}"


@pghistory.track()
class CarryTarget(TenantModel):
    """Målvärde nästa period: what an indicator is to reach in the first year of the next period, until it is carried."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    choice = models.ForeignKey(CarryChoice, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    value = models.DecimalField("målvärde", max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = "målvärde nästa period"
        verbose_name_plural = "målvärden nästa period"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "choice", "indicator"], name="carry_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"
