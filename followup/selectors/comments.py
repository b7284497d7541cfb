"""What the units have written about their forecasts."""

from __future__ import annotations

from budget.models import ForecastLine
from styrmodell.access import Access
from styrmodell.models import Occasion
from styrmodell.permissions import Permission


def forecast_comments(access: Access, occasion: Occasion) -> dict[int, str]:
    """Comment and cause per organisation at the occasion, those that are written (one query)."""
    rows = (
        ForecastLine.objects.of(access)
        .filter(slot__occasion=occasion, organisation_id__any_of=access.ever.organisation_ids(Permission.VIEW))
        .values_list("organisation_id", "comment", "cause", "consequence")
    )
    comments: dict[int, str] = {}
    for organisation_id, *texts in rows.order_by("pk"):
        text = " ".join(part.strip() for part in texts if part.strip())
        if text:
            comments[organisation_id] = f"{comments[organisation_id]} {text}" if organisation_id in comments else text
    return comments
