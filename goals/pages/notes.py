"""What the rooms above know about an indicator. This one may not read them: they hang their note up here when the program
starts, and it stands under the indicator on the goal's page."""

from __future__ import annotations

from collections.abc import Callable

from styrmodell.access import Access

Note = Callable[[Access, str, str], str]  # of the indicator's name and unit; empty when there is nothing to say

_notes: list[Note] = []


def add_note(note: Note) -> None:
    """Let a room above say something about indicators, from its `AppConfig.ready`."""
    _notes.append(note)


def notes_on(access: Access, name: str, unit: str) -> str:
    """What is known about the indicator, as sentences."""
    return " ".join(filter(None, (note(access, name, unit) for note in _notes)))
