"""Statement figures: what is entered in income statements and balance requirements. What can be counted is not stored."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from styrmodell.models import Municipality, Occasion
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned
from ui import clock

# As `decided_slot_lock`, for the whole municipality's report: a forecast is that of its own occasion, an outcome is the
# year-end's. A report at the end of December that asks for a forecast is no year-end.
DECIDED_WHOLE_SQL = """
    IF EXISTS (
        SELECT 1 FROM styrmodell_slot s JOIN styrmodell_occasion o ON o.id = s.occasion_id
        WHERE s.status = 'beslutad' AND s.scope = 'helhet' AND (
            o.id = NEW.occasion_id OR o.id = OLD.occasion_id
            OR 'ekonomi' = ANY(o.contents) AND NOT 'prognos' = ANY(o.contents) AND (
                NEW."column" = 'utfall' AND o.municipality_id = NEW.municipality_id AND o.cutoff = make_date(NEW.year, 12, 31)
                OR OLD."column" = 'utfall' AND o.municipality_id = OLD.municipality_id AND o.cutoff = make_date(OLD.year, 12, 31)
            )
        )
    ) THEN
        RAISE EXCEPTION 'Rapporten är beslutad och kan inte ändras.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


@pghistory.track()
class StatementFigure(TenantModel, Versioned):
    """Uppgift i resultaträkning eller balanskravsutredning: kronor per row, year and column (income +, cost −).

    Budget and outcome are a year's, a forecast is an occasion's. An emptied cell has no amount (null)."""

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
    occasion = models.ForeignKey(Occasion, models.PROTECT, null=True, blank=True, related_name="statement_figures")
    amount = models.DecimalField("belopp, kr", max_digits=18, decimal_places=2, null=True, blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    updated_at = models.DateTimeField("ändrad", default=clock.now, editable=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "uppgift i uppställning"
        verbose_name_plural = "uppgifter i uppställningar"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "statement", "row", "year", "column", "occasion"],
                name="statement_figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(column="prognos", occasion__isnull=False) | ~Q(column="prognos") & Q(occasion__isnull=True),
                name="statement_forecast_has_occasion",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="statement_figure_is_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=DECIDED_WHOLE_SQL,
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}"
