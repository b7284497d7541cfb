"""Report texts, frozen reports and their files."""

from __future__ import annotations

from followup.models.report import DraftFile, Section, Snapshot, SnapshotFile

__all__ = ["DraftFile", "Section", "Snapshot", "SnapshotFile"]
