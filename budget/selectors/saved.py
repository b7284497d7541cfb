"""What is stored for the lines of a forecast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from styrmodell.access import Access


@dataclass(frozen=True, slots=True)
class SavedLine:
    """What is stored for a line at an occasion. `amount` is kronor (income +, cost −), None without a forecast."""

    amount: Decimal | None = None
    comment: str = ""
    cause: str = ""
    consequence: str = ""
    version: int = 0
    updated_at: datetime | None = None
    updated_by: str = ""
    is_example: bool = False

    @property
    def is_explained(self) -> bool:
        """Has somebody written why?"""
        return bool(self.comment.strip() or self.cause.strip())


UNSAVED = SavedLine()


def saved_lines(access: Access, slot_ids: Iterable[int]) -> Mapping[int, Mapping[LineKey, SavedLine]]:
    """What is stored, by slot and line (one query)."""
    slots: dict[int, dict[LineKey, SavedLine]] = {pk: {} for pk in slot_ids}
    rows = ForecastLine.objects.of(access).filter(slot_id__any_of=list(slots)).order_by("pk")
    place = "slot_id", "organisation_id", "account_group_id"
    words = "comment", "cause", "consequence"
    for (
        slot_id,
        unit_id,
        group_id,
        amount,
        comment,
        cause,
        consequence,
        version,
        at,
        by,
        is_example,
    ) in rows.values_list(*place, "amount", *words, "version", "updated_at", "updated_by__name", "is_example"):
        saved = SavedLine(amount, comment, cause, consequence, version, at, by or "", is_example)
        slots[slot_id][LineKey(unit_id, group_id)] = saved
    return slots
