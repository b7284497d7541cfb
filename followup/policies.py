"""Who may read and fetch reports."""

from __future__ import annotations

from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.verdict import ALLOWED, Verdict


def can_fetch(access: Access, slot: Slot) -> Verdict:
    """May the user have the report as a file? A decided one is a public document: whoever has a role may."""
    decided = slot.is_decided
    if access.has(Permission.REPORT_EXPORT, None if decided else slot.organisation_id):
        return ALLOWED
    return Verdict("Du saknar behörighet att hämta rapporten.")
