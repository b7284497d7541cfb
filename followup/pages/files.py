"""Where a report's files stand: made, being made, or failed. Reads only; ordering is an action."""

from __future__ import annotations

from dataclasses import dataclass

from followup.compose import compose
from followup.document.codec import sha256
from followup.models import DraftFile, Snapshot, SnapshotFile
from followup.selectors.frozen import stored_bytes
from followup.tasks import RENDER_DRAFT, RENDER_SNAPSHOT, draft_key
from styrmodell.access import Access
from styrmodell.models import Job, Slot
from styrmodell.pages.jobs import Progress, progress_of


@dataclass(frozen=True, slots=True)
class FileState:
    """A file, or the job that makes it. Without either it has not been ordered."""

    content: bytes = b""
    filename: str = ""
    job: Job | None = None
    progress: Progress | None = None

    @property
    def is_ready(self) -> bool:
        """Is the file there?"""
        return bool(self.content) or (self.job is not None and self.job.state == Job.State.DONE)


def file_state(access: Access, slot: Slot, format_: str) -> FileState:
    """The file in a format as its values are now, or how far it has come. Composes a report that is not decided."""
    if slot.is_decided:
        return _snapshot_state(access, slot, format_)
    digest = sha256(compose(access, slot))
    file = DraftFile.objects.of(access).filter(slot=slot, format=format_, document_sha256=digest).first()
    if file:
        return FileState(bytes(file.content), file.filename)
    return _unless_done(_job(access, RENDER_DRAFT, draft_key(slot, digest)))


def _snapshot_state(access: Access, slot: Slot, format_: str) -> FileState:
    snapshot = Snapshot.objects.of(access).only("pk").get(slot=slot)
    file = SnapshotFile.objects.of(access).filter(snapshot=snapshot, format=format_).first()
    if file:
        return FileState(stored_bytes(file), file.filename)
    return _unless_done(_job(access, RENDER_SNAPSHOT, str(snapshot.pk)))


def _job(access: Access, kind: str, key: str) -> Job | None:
    return Job.objects.of(access).filter(kind=kind, key=key).first()


def _unless_done(job: Job | None) -> FileState:
    """A job that is done and whose file has been thrown away is none: the file can be ordered again."""
    return FileState() if job is None or job.state == Job.State.DONE else _state_of(job)


def _state_of(job: Job) -> FileState:
    return FileState(job=job, progress=progress_of(job))


def ordered_state(access: Access, slot: Slot, job_id: int | None) -> FileState | None:
    """How far the PDF that a job makes has come: what a page that waits asks again and again, without composing anything.
    None when there is no such job for the report."""
    job = Job.objects.of(access).filter(kind__in=[RENDER_DRAFT, RENDER_SNAPSHOT], pk=job_id or 0).first()
    return _state_of(job) if job and _is_about(access, job, slot) else None


def _is_about(access: Access, job: Job, slot: Slot) -> bool:
    if job.kind == RENDER_DRAFT:
        return job.key.startswith(draft_key(slot, ""))
    return Snapshot.objects.of(access).filter(slot=slot, pk=int(job.key)).exists()


def ordered_file(access: Access, slot: Slot, job_id: int | None) -> FileState:
    """The draft's PDF as it was when the user's own job made it, though its values have moved since; else nothing."""
    mine = Job.objects.of(access).filter(pk=job_id or 0, kind=RENDER_DRAFT, requested_by_id=access.user_id)
    job = mine.filter(state=Job.State.DONE, key__startswith=draft_key(slot, "")).first()
    digest = job.result["sha256"] if job else ""
    file = DraftFile.objects.of(access).filter(slot=slot, format="pdf", document_sha256=digest).first()
    return FileState(bytes(file.content), file.filename) if file else FileState()
