"""The full-year forecast."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models

from styrmodell.models import AccountGroup, Measure, Municipality, Organisation, Slot
from styrmodell.models.lock import decided_slot_lock
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned
from ui import clock


@pghistory.track()
class ForecastLine(TenantModel, Versioned):
    """Prognosrad: the whole year in kronor (income +, cost −) for one line of a slot's grid.

    A line is an activity (verksamhet) below the reporting unit; where the unit has nothing below it the lines are its
    account groups. A line without an amount (null) has only a comment so far."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="forecast_lines")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="forecast_lines")
    account_group = models.ForeignKey(AccountGroup, models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField("prognos, kr", max_digits=18, decimal_places=2, null=True, blank=True)
    comment = models.TextField("kommentar", blank=True)
    cause = models.TextField("orsak", blank=True)
    consequence = models.TextField("konsekvens om inget görs", blank=True)
    measures = models.ManyToManyField(Measure, related_name="forecast_lines", blank=True)
    updated_at = models.DateTimeField("ändrad", default=clock.now, editable=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "prognosrad"
        verbose_name_plural = "prognosrader"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slot", "organisation", "account_group"],
                name="forecast_line_once",
                nulls_distinct=False,
                violation_error_message="Raden har redan en prognos vid det här tillfället.",
            )
        ]
        triggers = [decided_slot_lock("forecast_line_is_decided")]

    def __str__(self) -> str:
        return f"{self.slot_id}/{self.organisation_id}"
