"""Writing a section."""

from __future__ import annotations

from django.db import transaction

from followup.actions.refusals import ensure
from followup.models import Section
from styrmodell import audit, policies
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot
from styrmodell.permissions import Permission
from styrmodell.selectors.slots import locked_slot
from ui import clock


@transaction.atomic
def write_section(*, slot: Slot, access: Access, code: str, body: str, version: int, is_done: bool = False) -> Section:
    """Save a section's text, and in a plan whether it is done. Raises PermissionDenied without the right, MovedError when the report is handed in,
    Stale when `version` is not the newest."""
    slot = locked_slot(access, slot.pk)
    verdict = policies.can_change_in(access, slot, Permission.REPORT_WRITE, f"skriva i {slot.occasion.noun}")
    ensure(access, slot, Permission.REPORT_WRITE, verdict)
    section = Section.objects.of(access).filter(slot=slot, code=code).select_related("updated_by").first()
    if section is not None:
        section.ensure_seen(version)
    else:
        section = Section(municipality=access.municipality, slot=slot, code=code, version=0)
    section.body, section.version, section.updated_by_id = body, section.version + 1, access.user_id
    section.is_done = is_done
    section.updated_at = clock.now()
    section.save()
    audit.record(AuditEvent.Type.REPORT_WRITTEN, target=section, access=access, summary=code)
    return section
