"""Who may read and fetch reports."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.policies import can_read
from styrmodell.verdict import Verdict


def can_fetch(access: Access, slot: Slot) -> Verdict:
    """May the user have the report as a file? Whoever may read it, with the right to fetch."""
    if not access.has(Permission.REPORT_EXPORT, None if slot.is_decided else slot.organisation_id):
        return Verdict("Du saknar behörighet att hämta rapporten.")
    return can_read(access, slot)
