"""Amounts that look like slips of the pen, asked about before the report is handed in."""

from __future__ import annotations

from dataclasses import dataclass

from budget.pages.texts import Writer
from budget.selectors.slot_lines import lines_of
from styrmodell.access import Access
from styrmodell.models import Slot


@dataclass(frozen=True, slots=True)
class SlipQuestion:
    """A forecast that looks like a slip of the pen: the line's name and key, and what is asked about it."""

    name: str
    key: str
    question: str


def slip_questions(access: Access, slot: Slot) -> list[SlipQuestion]:
    """Forecasts to look at once more before the slot is handed in (at most four queries). They stop nothing."""
    lines, write = lines_of(access, slot), Writer.of(access)
    slips = ((line, lines.slip(line)) for line in lines.lines)
    return [SlipQuestion(line.name, str(line.key), slip.title(write.typed)) for line, slip in slips if slip]
