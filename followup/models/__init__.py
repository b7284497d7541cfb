"""Report texts, frozen reports and their files."""

from .report import Section, Snapshot, SnapshotFile

__all__ = ["Section", "Snapshot", "SnapshotFile"]
