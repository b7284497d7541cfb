"""How a line of the log is written: JSON where machines read it, words where a developer does.

Both write the fields that a line has been given (`extra={"fields": {…}}`) and the reference of the request or job.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ui.reference import current_reference


def stream() -> str:
    """Where the lines go: standard output, but beside it when a command answers there."""
    return "ext://sys.stderr" if Path(sys.argv[0]).name == "manage.py" else "ext://sys.stdout"


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields


class JsonFormatter(logging.Formatter):
    """One line is one JSON object. Only ASCII is written, so nothing in a message can look like another line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the trace of an error in it."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "id": current_reference(),
        }
        line |= _fields(record)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class LineFormatter(logging.Formatter):
    """One line to read: when, how bad, who says what, and the fields."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The message with its fields after it."""
        fields = {"id": current_reference(), **_fields(record)}
        words = [f"{name}={value}" for name, value in fields.items() if value not in ("", None)]
        return " ".join([super().formatMessage(record), *words])
