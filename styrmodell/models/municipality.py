"""The tenant."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from styrmodell.rules.vocabulary import MoneyUnit


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
    is_demo = models.BooleanField("exempelkommun", default=False)

    class Meta:
        verbose_name = "kommun"
        verbose_name_plural = "kommuner"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
