"""What a forecast line has been: its row history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import User
from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from styrmodell.access import Access
from styrmodell.models import Slot


@dataclass(frozen=True, slots=True)
class LineVersion:
    """A line as somebody saved it. `amount` is kronor, income +, cost −."""

    at: datetime
    who: str
    amount: Decimal | None
    comment: str
    cause: str
    consequence: str


def line_versions(access: Access, slot: Slot, key: LineKey, most: int) -> list[LineVersion]:
    """The newest versions of a line, newest first (two queries: the rows and the names in them)."""
    events = ForecastLine.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        municipality=access.municipality,
        slot=slot,
        organisation_id=key.organisation_id,
        account_group_id=key.account_group_id,
    )
    columns = "pgh_created_at", "updated_by_id", "amount", "comment", "cause", "consequence"
    rows = list(events.order_by("-pgh_id").values_list(*columns)[:most])
    names = dict(User.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "name"))
    return [LineVersion(at, names.get(writer, ""), *saved) for at, writer, *saved in rows]
