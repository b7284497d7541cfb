"""Freezing: the decided report as values, once and for all."""

from __future__ import annotations

from followup.compose import compose
from followup.document.codec import sha256, to_json
from followup.document.model import SCHEMA
from followup.models import Snapshot
from followup.tasks import RENDER_SNAPSHOT
from styrmodell import jobs
from styrmodell.access import Access
from styrmodell.models import Decision, Slot
from ui import clock


def freeze(*, slot: Slot, decision: Decision, access: Access) -> Snapshot:
    """Compose the report and store it with its SHA-256, in the caller's transaction; a job makes the files.

    The slot must still be open to the database's lock: freeze first, then decide the slot."""
    document = compose(access, slot, decision=decision, frozen_at=clock.now().replace(microsecond=0))
    snapshot = Snapshot.objects.create(
        municipality=access.municipality,
        slot=slot,
        decision=decision,
        schema=SCHEMA,
        document=to_json(document),
        sha256=sha256(document),
    )
    jobs.order(kind=RENDER_SNAPSHOT, key=str(snapshot.pk), access=access)
    return snapshot
