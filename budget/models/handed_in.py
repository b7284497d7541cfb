"""What a report told of money when it was handed in and when it was decided."""

from __future__ import annotations

import pgtrigger
from django.db import models

from styrmodell.models import Municipality, Slot
from styrmodell.models.tenant import TenantModel
from ui import clock


class HandedInFigures(TenantModel):
    """Inlämnade siffror: what a report told of money, line by line, when it was handed in, and once more when it was
    decided; with the statements' figures behind the whole municipality's. It can never change; a report that is handed in
    anew gets a new one."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="handed_in_figures")
    round = models.PositiveIntegerField("omgång")  # the slot's version
    at_decision = models.BooleanField("vid beslutet", default=False)
    figures = models.JSONField("siffror")
    statement = models.JSONField("uppställningar", null=True)  # null where not kept
    created_at = models.DateTimeField("inlämnad", default=clock.now, editable=False)

    class Meta:
        verbose_name = "inlämnade siffror"
        verbose_name_plural = "inlämnade siffror"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slot", "round", "at_decision"], name="figures_handed_in_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="handed_in_figures_are_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}/{self.round}"
