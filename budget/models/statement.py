"""Statement figures that do not come from the ledger: published income statements and balance requirements."""

from __future__ import annotations

from django.db import models

from styrmodell.models import Municipality
from styrmodell.models.tenant import TenantModel


class StatementFigure(TenantModel):
    """Uppgift i resultaträkning eller balanskravsutredning: kronor per row, year and column (income +, cost −)."""

    class Statement(models.TextChoices):
        INCOME = "resultatrakning", "Resultaträkning"
        BALANCE_REQUIREMENT = "balanskrav", "Balanskravsutredning"

    class Column(models.TextChoices):
        OUTCOME = "utfall", "Utfall"
        BUDGET = "budget", "Budget"
        FORECAST = "prognos", "Prognos"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    statement = models.CharField("uppställning", max_length=16, choices=Statement.choices)
    row = models.CharField("rad", max_length=60)
    year = models.PositiveSmallIntegerField("år")
    column = models.CharField("kolumn", max_length=8, choices=Column.choices)
    amount = models.DecimalField("belopp, kr", max_digits=18, decimal_places=2)
    source = models.CharField("källa", max_length=200)
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "uppgift i uppställning"
        verbose_name_plural = "uppgifter i uppställningar"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "statement", "row", "year", "column"], name="statement_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}"
