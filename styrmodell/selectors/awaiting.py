"""What awaits somebody: the reports that their roles may move on. Nothing awaits a person beside their roles, so it goes
with the role to whoever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from styrmodell.access import Access, AccessDenied, access_for
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.rules.workflow import SlotStatus

OPEN = (SlotStatus.DRAFT.value, SlotStatus.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """Reports, each by its occasion and organisation, in the organisations' order."""

    to_hand_in: Sequence[str]
    to_decide: Sequence[str]


def awaiting(access: Access, user: User) -> Awaiting:
    """What awaits somebody here (four queries)."""
    try:
        theirs = access_for(user, access.municipality)
    except AccessDenied:
        return Awaiting([], [])
    return Awaiting(
        _slots(theirs, OPEN, Permission.REPORT_SUBMIT),
        _slots(theirs, (SlotStatus.SUBMITTED.value,), Permission.DECISION_RECORD),
    )


def _slots(theirs: Access, statuses: Sequence[str], permission: Permission) -> list[str]:
    slots = Slot.objects.of(theirs).filter(
        status__in=statuses, organisation_id__any_of=theirs.ever.organisation_ids(permission)
    )
    rows = slots.order_by("occasion__cutoff", "organisation__position", "pk")
    return [f"{name}, {whose}" for name, whose in rows.values_list("occasion__name", "organisation__name")]
