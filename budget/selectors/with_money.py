"""Which organisations have any money: what needs a forecast, and what does not."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from budget.models import BudgetLine, Outcome
from styrmodell.access import Access
from styrmodell.models import Organisation


def with_money(access: Access, year: int, organisation_ids: Collection[int]) -> set[int]:
    """Those of the organisations that have a budget for the year, or an outcome in it or the year before (one query)."""
    budget = BudgetLine.objects.filter(organisation=OuterRef("pk"), year=year)
    outcome = Outcome.objects.filter(organisation=OuterRef("pk"), year__in=[year - 1, year])
    rows = Organisation.objects.filter(municipality=access.municipality, pk__any_of=organisation_ids)
    return set(rows.filter(Q(Exists(budget)) | Q(Exists(outcome))).values_list("pk", flat=True))
