"""Ordering a report's files."""

from __future__ import annotations

from django.db import transaction

from followup import policies
from followup.compose import compose
from followup.document.codec import sha256
from followup.models import DraftFile, Snapshot, SnapshotFile
from followup.tasks import RENDER_DRAFT, RENDER_SNAPSHOT, draft_key
from styrmodell import audit, jobs
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Job, Slot


@transaction.atomic
def order_file(*, slot: Slot, access: Access) -> Job | None:
    """Have a worker make the report's PDF; ordering the same again gives the same job, and None when the file is there.
    Raises PermissionDenied, and TooManyError when the person has too many waiting."""
    policies.can_fetch(access, slot).require()
    audit.record(AuditEvent.Type.REPORT_EXPORTED, target=slot, access=access, summary="pdf")
    if slot.is_decided:
        snapshot = Snapshot.objects.of(access).only("pk").get(slot=slot)
        is_made = SnapshotFile.objects.of(access).filter(snapshot=snapshot, format="pdf").exists()
        return None if is_made else jobs.order(kind=RENDER_SNAPSHOT, key=str(snapshot.pk), access=access)
    digest = sha256(compose(access, slot))
    is_made = DraftFile.objects.of(access).filter(slot=slot, format="pdf", document_sha256=digest).exists()
    return None if is_made else jobs.order(kind=RENDER_DRAFT, key=draft_key(slot, digest), access=access)
