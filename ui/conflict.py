"""Two have changed the same thing: both values, and who was first. Nothing is overwritten; to save again is a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ui import clock
from ui.rules.swedish import log_time


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """What was changed by two: what was typed, and what is stored."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who saved meanwhile, when, and what (`components/conflict.html`)."""

    who: str
    when: str
    rows: tuple[ConflictRow, ...] = ()

    @classmethod
    def between(
        cls, mine: Mapping[str, str], theirs: Mapping[str, str], who: str = "", at: datetime | None = None
    ) -> Conflict:
        """The texts that differ, by label. `who` and `at` are of the save that came first, when it is known."""
        rows = [
            ConflictRow(label, text or "tomt", theirs.get(label) or "tomt")
            for label, text in mine.items()
            if text != theirs.get(label, "")
        ]
        when = log_time(timezone.localtime(at), clock.local_now()) if at else "nyss"
        return cls(who or "Någon annan", when, tuple(rows))
