"""Where a report's files stand: made, being made, or failed. Reads only; ordering is an action."""

from __future__ import annotations

from dataclasses import dataclass

from followup.compose import compose
from followup.document.codec import sha256
from followup.models import DraftFile, Snapshot, SnapshotFile
from followup.tasks import RENDER_DRAFT, RENDER_SNAPSHOT, draft_key
from styrmodell.access import Access
from styrmodell.models import Job, Slot


@dataclass(frozen=True, slots=True)
class FileState:
    """A file, or the job that makes it. Without either it has not been ordered."""

    content: bytes = b""
    filename: str = ""
    job: Job | None = None

    @property
    def is_ready(self) -> bool:
        """Is the file there?"""
        return bool(self.content)

    @property
    def failed(self) -> str:
        """Why the file could not be made; empty unless it failed."""
        return self.job.reason if self.job and self.job.state == Job.State.FAILED else ""

    @property
    def is_running(self) -> bool:
        """Is a worker making it, or about to?"""
        return self.job is not None and self.job.state in {Job.State.QUEUED, Job.State.RUNNING}


def file_state(access: Access, slot: Slot, format_: str) -> FileState:
    """The file in a format, or how far it has come."""
    if slot.is_decided:
        return _snapshot_state(access, slot, format_)
    document = compose(access, slot)
    digest = sha256(document)
    file = DraftFile.objects.of(access).filter(slot=slot, format=format_, document_sha256=digest).first()
    if file:
        return FileState(bytes(file.content), file.filename)
    return FileState(job=_job(access, RENDER_DRAFT, draft_key(slot, digest)))


def _snapshot_state(access: Access, slot: Slot, format_: str) -> FileState:
    snapshot = Snapshot.objects.of(access).only("pk").get(slot=slot)
    file = SnapshotFile.objects.of(access).filter(snapshot=snapshot, format=format_).first()
    if file:
        return FileState(bytes(file.content), file.filename)
    return FileState(job=_job(access, RENDER_SNAPSHOT, str(snapshot.pk)))


def _job(access: Access, kind: str, key: str) -> Job | None:
    return Job.objects.of(access).filter(kind=kind, key=key).first()
