"""The municipality's own words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from ..access import Access
from ..models import SteeringModel, Term


def steering_model(access: Access, year: int | None = None) -> SteeringModel:
    """The steering model in force in the year (default: today's); the latest one when none covers it (one query)."""
    models = list(SteeringModel.objects.filter(municipality=access.municipality).order_by("-version"))
    wanted = year or timezone.localdate().year
    covering = [model for model in models if model.valid_from.year <= wanted <= model.valid_to.year]
    return (covering or models)[0]


def steering_words(access: Access) -> Mapping[str, Term]:
    """Interface words by key, of the newest steering model (one query)."""
    terms = Term.objects.filter(municipality=access.municipality).exclude(key="").order_by("model__version")
    return {term.key: term for term in terms}
