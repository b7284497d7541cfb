"""Underlag: what a year's figures rest on. A month without outcome is missing, not nothing; so is a budget."""

from __future__ import annotations

from dataclasses import dataclass

from styrmodell.rules.periods import month_list, month_words
from ui.rules.swedish import capitalised

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Basis:
    """Which months of the year up to `upto` have outcome, and whether the whole year before and a budget are there.

    `months` stand in order. What is missing is shown as missing: no figure is counted on it."""

    months: tuple[int, ...] = ()
    upto: int = 0
    has_last_year: bool = False
    has_budget: bool = False

    @property
    def count(self) -> int:
        """How many months have outcome."""
        return len(self.months)

    @property
    def last(self) -> int:
        """The last month with outcome; 0 when there is none."""
        return max(self.months, default=0)

    @property
    def is_unbroken(self) -> bool:
        """Has every month from January to the last one outcome?"""
        return self.count == self.last

    @property
    def label(self) -> str:
        """The months with outcome, short: "jan–jul", or "jan–apr, jun–jul" when May is missing; empty without any."""
        return month_list(self.months)

    @property
    def words(self) -> str:
        """The months with outcome in full: "januari–april och juni–juli"."""
        return month_words(self.months)

    @property
    def missing(self) -> str:
        """The months up to `upto` without outcome, in full: "maj"; empty when every month is there."""
        return month_words(set(range(1, self.upto + 1)) - set(self.months))

    @property
    def note(self) -> str:
        """What is missing, as a sentence; empty when every month is there."""
        if not self.months:
            return "Inget utfall är inläst för året." if self.upto else ""
        if not self.missing:
            return ""
        return f"Utfall för {self.missing} saknas. Utfall och periodbudget gäller {self.words}."

    @property
    def heading(self) -> str:
        """The months with outcome as a heading; "Inget utfall" without any."""
        return capitalised(self.words) if self.months else "Inget utfall"

    @property
    def is_whole_year(self) -> bool:
        """Has every month of the year outcome?"""
        return self.count == _MONTHS


NOTHING_KNOWN = Basis()
