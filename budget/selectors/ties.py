"""Outcome that hangs on organisations which are about to end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from django.db.models import F, Max

from budget.models import Outcome
from styrmodell.access import Access
from styrmodell.selectors.organisations import Tie, TieKind

MONTHS_IN_YEAR = 12


def outcome_tied(access: Access, ids: Collection[int], last_day: date) -> list[Tie]:
    """Organisations with outcome in a month that ends after the day, each with the last such month (one query)."""
    counted = F("year") * MONTHS_IN_YEAR + F("month") - 1
    latest = Outcome.objects.of(access).filter(organisation_id__in=ids).values("organisation_id")
    ties = []
    for organisation_id, months in latest.annotate(latest=Max(counted)).values_list("organisation_id", "latest"):
        end = _month_end(months)
        if end > last_day:
            ties.append(Tie(organisation_id, TieKind.OUTCOME, "", is_open=False, holds_to=end))
    return ties


def _month_end(months: int) -> date:
    year, month = divmod(months, MONTHS_IN_YEAR)
    return date(year, month + 1, monthrange(year, month + 1)[1])
