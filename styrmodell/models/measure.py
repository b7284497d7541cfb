"""Measures against deviations, in one list whatever they arose from."""

from __future__ import annotations

import pghistory
from django.db import models

from styrmodell.models.decision import Decision
from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import Organisation
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned
from ui.rules.marks import MARKS, Mark


@pghistory.track()
class Measure(TenantModel, Versioned):
    """Åtgärd: what, who, from when, and its effect in kronor (+ improves the result) and in words (SH-9, HA-11)."""

    class Status(models.TextChoices):
        PLANNED = "planerad", "Ej påbörjad"
        STARTED = "pagar", "Pågår"
        DONE = "klar", "Klar"
        CANCELLED = "avbruten", "Avbruten"

        @property
        def mark(self) -> Mark:
            """How it is shown: as an activity's progress."""
            return MARKS[_SYMBOLS[self.value]]

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="measures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="measures")
    title = models.CharField("åtgärd", max_length=200)
    responsible = models.CharField("ansvarig roll", max_length=120, blank=True)
    start = models.DateField("start")
    due = models.DateField("klart senast", null=True, blank=True)
    status = models.CharField("läge", max_length=10, choices=Status.choices, default=Status.PLANNED)
    expected_effect = models.DecimalField("väntad effekt, kr", max_digits=18, decimal_places=2, default=0)
    realised_effect = models.DecimalField("effekt hittills, kr", max_digits=18, decimal_places=2, null=True, blank=True)
    consequence = models.TextField("konsekvens för verksamheten", blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "åtgärd"
        verbose_name_plural = "åtgärder"
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["municipality", "organisation"], name="measure_by_organisation")]

    def __str__(self) -> str:
        return self.title


_SYMBOLS = {
    Measure.Status.PLANNED.value: "a-ej",
    Measure.Status.STARTED.value: "a-pag",
    Measure.Status.DONE.value: "a-klar",
    Measure.Status.CANCELLED.value: "a-avbr",
}
