"""What the program and its throw-away process both know. Pure."""

from __future__ import annotations

import json

NO_ROOM = 74  # how the child ends when its lines could not be written (EX_IOERR)


class UploadError(Exception):
    """The file cannot be read at all; the message says in Swedish what is wrong and what to do."""


def refusal_to_json(reason: str) -> str:
    """Write the answer of a file that cannot be read."""
    return json.dumps({"refused": reason})


def refusal_from_json(text: str | bytes) -> str:
    """Read why the file was refused; empty when it was not."""
    raw = json.loads(text)
    return str(raw.get("refused", "")) if isinstance(raw, dict) else ""
