"""The steering models of a municipality and the editions of their files."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from styrmodell.access import Access
from styrmodell.models import Edition, SteeringModel


def editions(access: Access) -> Sequence[Edition]:
    """Drafts and what was read in, the newest first, without their texts (one query)."""
    return list(_editions(access).defer("text", "content").order_by("-loaded_at", "-pk"))


def edition_or_404(access: Access, edition_id: int) -> Edition:
    """One edition (one query)."""
    return get_object_or_404(_editions(access), pk=edition_id)


def _editions(access: Access) -> QuerySet[Edition]:
    return Edition.objects.of(access).select_related("created_by", "loaded_by")


def all_models(access: Access) -> Sequence[SteeringModel]:
    """The municipality's steering models, the newest first (one query)."""
    return list(SteeringModel.objects.of(access).order_by("-version"))


def model_or_404(access: Access, version: int) -> SteeringModel:
    """The steering model of a version (one query)."""
    return get_object_or_404(SteeringModel.objects.of(access), version=version)
