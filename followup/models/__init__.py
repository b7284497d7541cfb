"""Report texts, frozen reports and their files."""

from .report import DraftFile, Section, Snapshot, SnapshotFile

__all__ = ["DraftFile", "Section", "Snapshot", "SnapshotFile"]
