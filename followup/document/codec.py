"""Documents to and from canonical JSON: the very bytes that are stored, and that the checksum is over.

Everything is written, defaults too, so that a later default cannot change what was decided. A field more or less is
therefore a new schema number, and `from_json` then learns to read the older one.
"""

from __future__ import annotations

import hashlib
import json

from pydantic import ValidationError

from followup.document.model import SCHEMA, Document


class UnknownSchema(ValueError):  # noqa: N818 - reads as what it says
    """The stored document has a schema number this version cannot read."""


def to_json(document: Document) -> str:
    """Write a document canonically: sorted keys, no spaces, numbers as text, dates as ISO.

    Equal documents give equal text, whatever way their numbers were written (1,0 and 1 are the same).
    """
    data = document.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> Document:
    """Read a stored document. Raises UnknownSchema for another schema number, ValueError for a damaged one."""
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("the document is nested too deeply") from error
    number = data.get("schema_number") if isinstance(data, dict) else None
    if number != SCHEMA:
        raise UnknownSchema(f"schema {number!r}, this version reads {SCHEMA}")
    try:
        return Document.model_validate_json(text)
    except ValidationError as error:
        raise ValueError(f"the stored document is damaged: {error.error_count()} faults") from error


def sha256(document: Document) -> str:
    """Return the checksum of the frozen values, in hexadecimal."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()
