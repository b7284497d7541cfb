"""What stands: the latest that is decided, until the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budget.selectors.occasions import ForecastOccasion
from styrmodell import policies
from styrmodell.access import Access
from ui import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """What is `shown` of the occasions of a page: the latest that is decided, until the next one is. `under_way` is what
    is newer and not decided; those who may see it can have it shown instead."""

    shown: ForecastOccasion | None = None
    under_way: ForecastOccasion | None = None

    @property
    def is_draft(self) -> bool:
        """Is what is shown under way?"""
        return self.shown is not None and self.shown is self.under_way


def standing(newest: Sequence[ForecastOccasion], *, with_drafts: bool = False) -> Standing:
    """What stands among occasions, newest first. What is under way has a cut-off that has passed."""
    decided = next((row for row in newest if row.is_decided), None)
    later = [row for row in newest if decided is None or row.occasion.cutoff > decided.occasion.cutoff]
    under_way = next((row for row in later if row.occasion.cutoff <= clock.today()), None)
    return Standing(under_way if with_drafts and under_way else decided, under_way)


def seen_by(access: Access, newest: Sequence[ForecastOccasion]) -> list[ForecastOccasion]:
    """The occasions whose figures the user may see: all, or only what is decided."""
    may_see_drafts = policies.can_see_drafts(access)
    return [row for row in newest if may_see_drafts or row.is_decided]
