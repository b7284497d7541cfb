"""The organisation tree."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from styrmodell.models.municipality import Municipality
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned
from styrmodell.rules.vocabulary import OrganisationKind


class Organisation(TenantModel, Versioned):
    """Organisation: a body or unit in the municipality's tree, from the assembly down to the unit."""

    Kind = OrganisationKind

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="organisations")
    code = models.SlugField("kod", max_length=60)
    name = models.CharField("namn", max_length=160)
    short_name = models.CharField("kortnamn", max_length=60, blank=True)
    kind = models.CharField("typ", max_length=12, choices=Kind.choices())
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField("ordning", default=0)
    governing_document = models.TextField("reglemente eller ägardirektiv", blank=True)
    valid_from = models.DateField("gäller från", null=True, blank=True)
    valid_to = models.DateField("gäller till", null=True, blank=True)
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisation"
        ordering = ["municipality_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                name="organisation_code_once",
                violation_error_message="Koden används redan av en annan enhet i kommunen.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisation_valid_from_before_to",
                violation_error_message="Enheten måste gälla minst en dag: till-datum ligger före från-datum.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, on: date) -> bool:
        """Is it there on the day? From its first day through its last; without days it always is."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or self.valid_to >= on)


class LedgerCode(TenantModel):
    """Ansvarskod: the code by which the ledger knows an organisation."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="ledger_codes")
    code = models.CharField("kod", max_length=20)

    class Meta:
        verbose_name = "ansvarskod"
        verbose_name_plural = "ansvarskoder"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                name="ledger_code_once",
                violation_error_message="Ansvarskoden hör redan till en annan enhet.",
            )
        ]

    def __str__(self) -> str:
        return self.code
