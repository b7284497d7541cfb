"""Report texts, frozen reports and their files."""

from __future__ import annotations

from followup.models.report import Attachment, DraftFile, HandedInFigures, Section, Snapshot, SnapshotFile

__all__ = ["Attachment", "DraftFile", "HandedInFigures", "Section", "Snapshot", "SnapshotFile"]
