"""The reports of the whole municipality that have been decided."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import Slot, Step
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.slots import readable_slots


def decided_reports(access: Access, most: int) -> list[Slot]:
    """The latest decided reports of the whole municipality, for everybody to read (one query)."""
    slots = readable_slots(access).of_reports().filter(status=SlotStatus.DECIDED.value, scope=Step.Scope.WHOLE)
    return list(slots.select_related("decision__organisation").order_by("-occasion__cutoff", "-pk")[:most])
