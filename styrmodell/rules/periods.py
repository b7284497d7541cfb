"""Whole months of a year: the periods that outcome, budget and reports are about."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ui.rules.money import DASH
from ui.rules.swedish import MONTHS, MONTHS_SHORT, join_words, month_period

MONTHS_IN_YEAR = 12

YearMonth = tuple[int, int]
_WORDS = {word: number for words in (MONTHS, MONTHS_SHORT) for number, word in enumerate(words, start=1)}
_SEPARATED = re.compile(
    r"(?P<year>(?:19|20)\d{2})[-/. ](?P<month>\d{1,2})(?:[-/. ]\d{1,2}(?:[ t]\d{2}:\d{2}(?::\d{2})?)?)?", re.ASCII
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?:\d{2})?", re.ASCII)


class PeriodError(ValueError):
    """The text is no month, or the months make no period; the message says so in Swedish."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The months `first` to `last` of `year`, both included. Raises PeriodError for anything else."""

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse months outside the year and periods that end before they start."""
        if not 1 <= self.first <= self.last <= MONTHS_IN_YEAR:
            raise PeriodError(f"Månaderna {self.first}–{self.last} är ingen period.")

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.year, self.last, monthrange(self.year, self.last)[1])

    @property
    def label(self) -> str:
        """The period in words: "jan–jul", or "jul" for a single month."""
        return month_period(self.start, self.end)


def month_list(months: Iterable[int]) -> str:
    """Write month numbers as runs: 1, 2, 3, 5 → "jan–mar, maj"."""
    return ", ".join(Period(2000, *run).label for run in _runs(months))


def month_words(months: Iterable[int]) -> str:
    """Write month numbers as runs in a sentence: 1, 2, 3, 5 → "januari–mars och maj"."""
    names = ((MONTHS[first - 1], MONTHS[last - 1]) for first, last in _runs(months))
    return join_words([first if first == last else f"{first}{DASH}{last}" for first, last in names])


def _runs(months: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of months that follow each other."""
    runs: list[tuple[int, int]] = []
    for month in sorted(set(months)):
        if runs and month == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def parse_month(text: str, year: int) -> YearMonth:
    """Read a month as people and systems write it, and return (year, month).

    Understands "7", "07", "juli", "jul", "2026-07", "202607", "2026-07-31", "juli 2026"; a month without a
    year belongs to `year`. Raises PeriodError with a Swedish message.
    """
    cleaned = " ".join(text.replace("\u00a0", " ").split()).casefold().rstrip(".")
    word, _, rest = cleaned.partition(" ")
    if word.rstrip(".") in _WORDS and (not rest or re.fullmatch(r"(?:19|20)\d{2}", rest, re.ASCII)):
        return int(rest or year), _WORDS[word.rstrip(".")]
    if re.fullmatch(r"\d{1,2}", cleaned, re.ASCII):
        return year, _month_number(cleaned, text)
    match = _SEPARATED.fullmatch(cleaned) or _COMPACT.fullmatch(cleaned)
    if match is None:
        raise PeriodError(f"”{text}” är ingen månad. Skriv till exempel 7, juli eller {year}-07.")
    return int(match["year"]), _month_number(match["month"], text)


def _month_number(digits: str, text: str) -> int:
    number = int(digits)
    if not 1 <= number <= MONTHS_IN_YEAR:
        raise PeriodError(f"”{text}” är ingen månad. Månaderna är 1–12.")
    return number
