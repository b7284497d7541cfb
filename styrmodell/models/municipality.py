"""The tenant."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.validators import RegexValidator
from django.db import models

from styrmodell.permissions import INSIGHT, Role
from styrmodell.rules.vocabulary import Insight, MoneyUnit

INSIGHT_CHOICES = [("", "Som programmet föreslår"), *Insight.choices()]


class Municipality(models.Model):
    """Kommun: the tenant. Every tenant-owned row carries its id."""

    slug = models.SlugField("adressnamn", max_length=40, unique=True)
    code = models.CharField(
        "kommunkod",
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{4}$", "Kommunkoden har fyra siffror, till exempel 1861.")],
        help_text="SCB:s kommunkod. Tom när källan inte säger vilken kommunen är.",
    )
    name = models.CharField("namn", max_length=120)
    short_name = models.CharField("kortnamn", max_length=60)
    brand_colour = models.CharField(
        "färg",
        max_length=7,
        default="#17507F",
        validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$", "Skriv färgen som #17507F.")],
    )
    logo_svg = models.TextField("logotyp", blank=True)
    unit = models.CharField("enhet", max_length=4, choices=MoneyUnit.choices(), default=MoneyUnit.TKR.value)
    description = models.TextField("beskrivning", blank=True)
    politician_insight = models.CharField("politiker ser", max_length=8, choices=INSIGHT_CHOICES, blank=True)
    auditor_insight = models.CharField("revisorer ser", max_length=8, choices=INSIGHT_CHOICES, blank=True)
    administrator_insight = models.CharField("administratörer ser", max_length=8, choices=INSIGHT_CHOICES, blank=True)
    two_people = models.BooleanField("två personer", default=False)  # who hands in records no decision on it
    is_demo = models.BooleanField("exempelkommun", default=False)

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def insight(self) -> Mapping[Role, Insight]:
        """What the roles that only read see before a decision: the municipality's own choice, else the usual."""
        chosen = {
            Role.POLITICIAN: self.politician_insight,
            Role.AUDITOR: self.auditor_insight,
            Role.ADMINISTRATOR: self.administrator_insight,
        }
        return {**INSIGHT, **{role: Insight(value) for role, value in chosen.items() if value}}
