"""What stands in an address is typed by anybody: read it narrowly."""

from __future__ import annotations

LONGEST = 18  # digits; a number that long still fits the database's keys


def whole_number(text: str | None, *, least: int = 0, most: int = 10**LONGEST) -> int | None:
    """A whole number of plain digits from an address; None for anything else, and outside `least`–`most`."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > LONGEST:
        return None
    return number if least <= (number := int(text)) <= most else None
