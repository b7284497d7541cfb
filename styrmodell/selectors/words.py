"""The municipality's own words."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from styrmodell.access import Access
from styrmodell.models import SteeringModel, Term
from ui import clock


def steering_model(access: Access, year: int | None = None) -> SteeringModel:
    """The steering model in force in the year (default: today's); the latest one when none covers it (one query)."""
    return steering_models(access, year or clock.today().year)[0]


def steering_models(access: Access, year: int) -> QuerySet[SteeringModel]:
    """The municipality's steering models, the one in force in the year first: the latest that covers it, else the
    latest of all."""
    covers = Q(valid_from__year__lte=year, valid_to__year__gte=year)
    models = SteeringModel.objects.of(access)
    return models.alias(covers=covers).order_by("-covers", "-version")


def steering_words(access: Access) -> Mapping[str, Term]:
    """Interface words by key, of the steering model in force today, else of the newest that has the word (one query)."""
    year = clock.today().year
    covers = Q(model__valid_from__year__lte=year, model__valid_to__year__gte=year)
    terms = Term.objects.of(access).exclude(key="")
    return {term.key: term for term in terms.alias(covers=covers).order_by("covers", "model__version")}
