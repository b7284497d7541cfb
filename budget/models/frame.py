"""Budget frames."""

from __future__ import annotations

from django.db import models

from styrmodell.models import AccountGroup, Decision, Municipality, Organisation
from styrmodell.models.tenant import TenantModel


class BudgetLine(TenantModel):
    """Budget: kronor for a year per organisation and account group (income +, cost −). A supplementary appropriation is
    a line of its own with its decision; the current budget is the sum of the lines."""

    class Kind(models.TextChoices):
        ORIGINAL = "ursprunglig", "Ursprunglig budget"
        SUPPLEMENTARY = "tillagg", "Tilläggsbudget"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="budget_lines")
    account_group = models.ForeignKey(AccountGroup, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=12, choices=Kind.choices, default=Kind.ORIGINAL)
    amount = models.DecimalField("belopp, kr", max_digits=18, decimal_places=2)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="budget_lines")
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        indexes = [models.Index(fields=["municipality", "year", "organisation"], name="budget_line_by_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "organisation", "account_group", "kind", "decision"],
                name="budget_line_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"
