"""What a body decided: written once, never changed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import Organisation
from styrmodell.models.tenant import TenantModel
from ui import clock


class Decision(TenantModel):
    """Beslut: body, date, § and diary number. The row can be neither changed nor deleted."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="decisions", verbose_name="organ")
    date = models.DateField("beslutsdatum")
    paragraph = models.CharField("paragraf", max_length=20)
    diary_number = models.CharField("diarienummer", max_length=40, blank=True)
    title = models.CharField("ärende", max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("antecknat", default=clock.now, editable=False)
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["municipality", "-date"], name="decision_by_date")]
        triggers = [
            pgtrigger.Protect(name="decision_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} §\u00a0{self.paragraph}" if self.paragraph else self.date.isoformat()
