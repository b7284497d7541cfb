"""The kept texts of the steering model."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from styrmodell.models.municipality import Municipality
from styrmodell.models.tenant import TenantModel
from ui import clock


class Edition(TenantModel):
    """Utgåva: the whole file of a steering model, as it was read in, or as a draft of what may be read in next.

    `number` counts those that were read in of one version of the model; a draft has none. What has been read in never
    changes (trigger)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    model_version = models.PositiveIntegerField("styrmodellens version")
    number = models.PositiveIntegerField("nummer", null=True, blank=True)
    version = models.PositiveIntegerField("sparad", default=1)  # of a draft: how often it has been saved
    filename = models.CharField("fil", max_length=200, blank=True)  # empty: written in the program
    text = models.TextField("text")
    content = models.JSONField("innehåll")  # the same, as values (SteeringFile)
    changes = models.JSONField("ändringar", default=list)  # in words, against what it replaced
    created_at = models.DateTimeField("gjord", default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    loaded_at = models.DateTimeField("inläst", null=True, blank=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "utgåva"
        verbose_name_plural = "utgåvor"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "model_version", "number"],
                condition=Q(number__isnull=False),
                name="edition_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, loaded_at__isnull=True)
                | Q(number__isnull=False, loaded_at__isnull=False),
                name="edition_number_when_loaded",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="edition_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Has it not been read in?"""
        return self.number is None

    @property
    def name(self) -> str:
        """What it is called: version and number; the first has the version alone."""
        if self.number is None or self.number == 1:
            return f"Version {self.model_version}"
        return f"Version {self.model_version}.{self.number - 1}"
