"""Indicators with baseline, yearly targets and yearly values."""

from __future__ import annotations

import pghistory
from django.db import models

from goals.models.goal import Goal
from goals.models.guards import decided_indicator_guard, decided_target_guard
from goals.rules.vocabulary import Direction, IndicatorKind
from styrmodell.models import Municipality
from styrmodell.models.tenant import TenantModel


class Indicator(TenantModel):
    """Indikator: a measure with a wanted direction, tied to a goal (AL-3, HA-5); `kind` tells it from nyckeltal and
    verksamhetsmått, which are followed but do not judge the goal (SV-4, HA-6) and need no direction."""

    Kind = IndicatorKind

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="indicators")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="indicators")
    kind = models.CharField("slag", max_length=16, choices=Kind.choices(), default=IndicatorKind.INDICATOR.value)
    name = models.CharField("namn", max_length=200)
    unit = models.CharField("enhet", max_length=40)
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    direction = models.CharField("önskad riktning", max_length=3, choices=Direction.choices(), blank=True)
    baseline = models.DecimalField("ingångsvärde", max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("ingångsår", null=True, blank=True)
    source = models.CharField("källa", max_length=160, blank=True)
    source_code = models.CharField("källans kod", max_length=20, blank=True)  # Kolada id
    measured_next = models.DateField("mäts nästa gång", null=True, blank=True)
    predecessor = models.ForeignKey(  # the same measure on the goal that this one's follows: one series of values
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="följer på"
    )
    position = models.PositiveIntegerField("ordning", default=0)
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikatorer"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=IndicatorKind.INDICATOR.value, direction=""),
                name="indicator_has_direction",
                violation_error_message="En indikator har en önskad riktning. Välj den, eller ett annat slag.",
            )
        ]
        triggers = [decided_indicator_guard("indicator_keeps_what_is_decided")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class IndicatorTarget(TenantModel):
    """Målvärde: what the indicator is to reach in a year; the last year's is the slutvärde."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("målvärde", max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = "målvärde"
        verbose_name_plural = "målvärden"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "indicator", "year"],
                name="indicator_target_once",
                violation_error_message="Indikatorn har redan ett målvärde för det året.",
            )
        ]
        triggers = [decided_target_guard("target_keeps_what_is_decided")]

    def __str__(self) -> str:
        return f"{self.year}"


@pghistory.track()
class IndicatorValue(TenantModel):
    """Utfall: the indicator's value in a year, for all or for women or men. Missing in the source: empty value."""

    class Gender(models.TextChoices):
        TOTAL = "T", "Totalt"
        WOMEN = "K", "Kvinnor"
        MEN = "M", "Män"

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField("år")
    gender = models.CharField("kön", max_length=1, choices=Gender.choices, default=Gender.TOTAL)
    value = models.DecimalField("värde", max_digits=18, decimal_places=4, null=True, blank=True)
    is_preliminary = models.BooleanField("preliminärt", default=False)

    class Meta:
        verbose_name = "utfall"
        verbose_name_plural = "utfall"
        ordering = ["year", "gender"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "indicator", "year", "gender"],
                name="indicator_value_once",
                violation_error_message="Indikatorn har redan ett värde för det året.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class PeerValue(TenantModel):
    """Jämförelsevärde: the same measure in another municipality (HA-7, SV-10). The band around it is our own work."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="peer_values")
    peer_code = models.CharField("kommunkod", max_length=4)
    peer_name = models.CharField("kommun", max_length=80)
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("värde", max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = "jämförelsevärde"
        verbose_name_plural = "jämförelsevärden"
        ordering = ["peer_code", "year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "indicator", "peer_code", "year"], name="peer_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.peer_name} {self.year}"
