"""The municipality's own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

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
    covers = _covers(year)
    models = SteeringModel.objects.of(access)
    return models.alias(covers=covers).order_by("-covers", "-version")


def _covers(year: int, model: str = "") -> Q:
    """Is it the year's? A term that begins in October steers from the next year: the year when two meet is the old one's,
    whose goals its annual report is about (`schema.checks.term_years` says the same)."""
    return Q(**{f"{model}valid_from__lte": date(year, 6, 30), f"{model}valid_to__gte": date(year, 7, 1)})


def steering_words(access: Access) -> Mapping[str, Term]:
    """Interface words by key, of the steering model in force today, else of the newest that has the word (one query)."""
    covers = _covers(clock.today().year, "model__")
    terms = Term.objects.of(access).exclude(key="")
    return {term.key: term for term in terms.alias(covers=covers).order_by("covers", "model__version")}
