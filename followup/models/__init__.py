"""Report texts, frozen reports and their files."""

from __future__ import annotations

from followup.models.report import Attachment, DraftFile, Section, Snapshot, SnapshotFile

__all__ = ["Attachment", "DraftFile", "Section", "Snapshot", "SnapshotFile"]
