"""What becomes of goals when their period ends: the next period, and what a choice still lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goals.rules.vocabulary import CarryKind, Direction

LONGEST_CODE = 60
_YEAR_LAST = re.compile(r"-\d{4}$")


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator's target in the last year of the period, and the one chosen for the first year of the next; in its
    own unit, None when there is none."""

    direction: Direction | None
    before: Decimal | None
    after: Decimal | None

    @property
    def is_lowered(self) -> bool:
        """Does the next period aim lower than this one?"""
        if self.direction is None or self.before is None or self.after is None:
            return False
        return self.direction.gain(self.before, self.after) < 0


def next_period(year_from: int, year_to: int) -> tuple[int, int]:
    """The years right after, as many as there were."""
    return year_to + 1, year_to + 1 + year_to - year_from


def lacking_choice(kind: CarryKind | None, *, is_reworded: bool, motive: str, aims: Sequence[Aim]) -> str:
    """What is left to choose or write, as an instruction; empty when the choice is whole. That a goal ends, or aims lower,
    always has a motive, and so has another wording: politics decides it knowing why (SV-2, SH-3)."""
    is_lowered = any(aim.is_lowered for aim in aims)
    match kind:
        case None:
            return "Välj vad som händer"
        case CarryKind.KEEP:
            return "Målvärdet sänks. Välj Ändra och skriv motiv" if is_lowered else ""
        case CarryKind.CHANGE if not is_reworded and all(aim.before == aim.after for aim in aims):
            return "Inget är ändrat. Skriv ny formulering eller nytt målvärde, eller välj Kvar"
    return "" if motive.strip() else "Skriv motiv"


def code_in(year: int, code: str, taken: Collection[str]) -> str:
    """A free code for the goal that goes on in the year: the old one's with the year after it."""
    stem = f"{_YEAR_LAST.sub('', code)[: LONGEST_CODE - 8]}-{year}"
    tries = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(free for free in tries if free not in taken)
