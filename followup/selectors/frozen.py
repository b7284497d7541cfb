"""What is frozen, read with its checksum: what does not agree is shown to nobody."""

from __future__ import annotations

import hashlib

from followup.document.codec import from_json
from followup.document.model import Document
from followup.models import Attachment, Snapshot, SnapshotFile
from styrmodell.verification import Damaged


def frozen_document(snapshot: Snapshot) -> Document:
    """The decided report's values. Raises Damaged."""
    _check(snapshot.document.encode(), snapshot.sha256, "Den beslutade rapporten")
    return from_json(snapshot.document)


def stored_bytes(file: SnapshotFile | Attachment) -> bytes:
    """A stored file's contents. Raises Damaged."""
    content = bytes(file.content)
    _check(content, file.sha256, f"Filen {file.filename}")
    return content


def _check(content: bytes, sha256: str, what: str) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"{what} stämmer inte med sin kontrollsumma och visas därför inte.")
