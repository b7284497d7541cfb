"""The yearly review of who may do what."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import Organisation
from styrmodell.models.tenant import TenantModel
from ui import clock


class RoleReview(TenantModel):
    """Genomgång av behörigheter: which roles somebody looked through in a part of the municipality, and which they ended.

    It is the record that the auditors read, and never changes. People stand in it by number, not by name."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField("när", default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rows = models.JSONField("roller")

    class Meta:
        verbose_name = "genomgång av behörigheter"
        verbose_name_plural = "genomgångar av behörigheter"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["municipality", "-at"], name="role_review_by_time")]
        triggers = [pgtrigger.Protect(name="role_review_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"genomgång {self.pk}"
