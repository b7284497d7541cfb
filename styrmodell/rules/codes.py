"""Codes of what the file gives no code of its own."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60


def coded(heading: str) -> str:
    """A heading as a code: a–z, 0–9 and single hyphens, at most 60 characters, cut between words."""
    plain = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return name if len(name) <= LONGEST else name[: LONGEST + 1].rpartition("-")[0]
