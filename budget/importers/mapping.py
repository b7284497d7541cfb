"""What the rows of a file are checked against: codes, account groups and closed months of the municipality."""

from __future__ import annotations

from dataclasses import dataclass

from budget.importers.contract import AccountRange, YearMonth
from budget.models import ClosedMonth
from styrmodell.access import Access
from styrmodell.models import AccountGroup, LedgerCode
from styrmodell.selectors.words import steering_model


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """Ledger codes to organisations and each of these to the one above it, account ranges to groups, and months that are
    closed."""

    units: dict[str, int]
    above: dict[int, int]
    accounts: list[AccountRange]
    closed: set[YearMonth]


def mapping_of(access: Access, year: int) -> CodeMapping:
    """Read it for a year (four queries)."""
    codes = LedgerCode.objects.of(access).values_list("code", "organisation_id")
    groups = AccountGroup.objects.of(access).filter(model=steering_model(access, year)).order_by("position")
    closed = ClosedMonth.objects.of(access).values_list("year", "month")
    tree = access.ever.tree
    above = {pk: parent for pk in tree.in_order() if (parent := tree.parent(pk)) is not None}
    return CodeMapping(dict(codes), above, list(groups.values_list("account_from", "account_to", "pk")), set(closed))
