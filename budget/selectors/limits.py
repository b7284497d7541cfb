"""From when a deficit has to be explained or met with measures: the steering model's limits in kronor (`granser`)."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import OuterRef, Subquery

from budget.rules.variance import Threshold
from styrmodell.access import Access
from styrmodell.models import Limit

DEFAULT = Threshold(kronor=Decimal(500_000))  # when the model says nothing


def stored_limit(access: Access, about: str) -> Subquery:
    """The limit of a slot's steering model, to annotate slots with. `about`: `MoneyLimit.FORECAST_LINE` or another."""
    limits = Limit.objects.of(access).filter(model_id=OuterRef("occasion__rule__model_id"), per_kind=about)
    return Subquery(limits.order_by("position", "pk").values("maximum")[:1])


def limit_of(stored: int | None) -> Threshold:
    """What `stored_limit` found as a limit in kronor; the default when it found nothing."""
    return DEFAULT if stored is None else Threshold(kronor=Decimal(stored))
