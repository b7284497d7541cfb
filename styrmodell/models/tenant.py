"""One way to read a tenant's rows."""

from __future__ import annotations

from typing import Protocol, Self, TypeVar

from django.db import models

from styrmodell.models.municipality import Municipality

_Row = TypeVar("_Row", bound=models.Model)


class InMunicipality(Protocol):
    """Whatever says whose rows are meant: an access, else a job or a row that another belongs to."""

    @property
    def municipality(self) -> Municipality: ...


class TenantQuerySet(models.QuerySet[_Row]):
    """Rows that belong to a municipality."""

    def of(self, access: InMunicipality) -> Self:
        """The municipality's own rows. Every read of a tenant's table begins here (tests/structure holds it): it is
        the ground for row-level security, and `municipality` stands first in the indexes."""
        return self.filter(municipality=access.municipality)


class TenantModel(models.Model):
    """A table of a tenant. The row's `municipality` is declared by each model, that says what becomes of it."""

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True
