"""Ordering a report's files."""

from __future__ import annotations

from django.db import transaction

from styrmodell import audit, jobs
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Job, ReportingSlot
from styrmodell.rules.workflow import SlotStatus

from .. import policies
from ..compose import compose
from ..document.codec import sha256
from ..files import draft_key
from ..models import Snapshot
from ..tasks import RENDER_DRAFT, RENDER_SNAPSHOT


@transaction.atomic
def order_file(*, slot: ReportingSlot, access: Access) -> Job:
    """Have a worker make the report's PDF; ordering the same again gives the same job. Raises PermissionDenied."""
    policies.can_fetch(access, slot).require()
    audit.record(AuditEvent.Type.REPORT_EXPORTED, target=slot, access=access, summary="pdf")
    if slot.status == SlotStatus.DECIDED.value:
        snapshot = Snapshot.objects.only("pk").get(slot=slot, municipality=access.municipality)
        return jobs.order(kind=RENDER_SNAPSHOT, key=str(snapshot.pk), access=access)
    return jobs.order(kind=RENDER_DRAFT, key=draft_key(slot, sha256(compose(access, slot))), access=access)
