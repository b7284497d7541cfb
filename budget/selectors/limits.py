"""From when a deficit has to be explained or met with measures: the steering model's limits in kronor (`granser`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from budget.rules.variance import Threshold
from styrmodell.access import Access
from styrmodell.models import Limit

DEFAULT = Threshold(kronor=Decimal(500_000))  # when the model says nothing


@dataclass(frozen=True, slots=True)
class DeficitLimit:
    """A limit of the steering model in its own words; without words it is the program's own."""

    threshold: Threshold = DEFAULT
    text: str = ""
    is_example: bool = False


OWN_OF_THE_PROGRAM = DeficitLimit()


def stored_limit(access: Access, about: str) -> Subquery:
    """The limit of a slot's steering model, to annotate slots with. `about`: `MoneyLimit.FORECAST_LINE` or another."""
    limits = Limit.objects.of(access).filter(model_id=OuterRef("occasion__rule__model_id"), per_kind=about)
    row = JSONObject(maximum=F("maximum"), text=F("text"), is_example=F("is_example"))
    return Subquery(limits.order_by("position", "pk").values(row=row)[:1])


def limit_of(stored: Mapping[str, Any] | None) -> DeficitLimit:
    """What `stored_limit` found; the program's own limit when it found nothing."""
    if stored is None:
        return OWN_OF_THE_PROGRAM
    return DeficitLimit(Threshold(kronor=Decimal(stored["maximum"])), stored["text"], stored["is_example"])
