"""Rows that two may want to change: nobody overwrites what they have not seen."""

from __future__ import annotations

from typing import Any

from django.db import models


class Stale(Exception):  # noqa: N818 - reads as what it says
    """Somebody else has saved since the form was opened. `current` is what stands there now; nothing was written."""

    def __init__(self, current: Any) -> None:
        super().__init__("Någon annan har sparat sedan du öppnade sidan.")
        self.current = current


class Versioned(models.Model):
    """A row with the number of its latest save. A form carries the number of what it shows."""

    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        abstract = True

    def ensure_seen(self, version: int) -> None:
        """Raise Stale unless `version` is the newest. The row must be locked, or what it hangs on."""
        if self.version != version:
            raise Stale(self)
