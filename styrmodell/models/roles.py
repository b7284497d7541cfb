"""Who holds which role where, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from styrmodell.models.municipality import Municipality
from styrmodell.models.organisation import Organisation
from styrmodell.models.tenant import TenantModel
from styrmodell.permissions import Role


class RoleAssignment(TenantModel):
    """Rolltilldelning: a role in one organisation, inherited down the tree, from a day to a day."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="role_assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_assignments")
    role = models.CharField("roll", max_length=20, choices=Role.choices())
    valid_from = models.DateField("från och med")
    valid_to = models.DateField("till och med", null=True, blank=True)
    deputy_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "rolltilldelning"
        verbose_name_plural = "rolltilldelningar"
        indexes = [models.Index(fields=["user", "municipality"], name="role_user_municipality")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_valid_from_before_to",
                violation_error_message="Rollen måste gälla minst en dag: till-datum ligger före från-datum.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
