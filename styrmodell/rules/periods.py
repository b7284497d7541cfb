"""Whole months of a year: the periods that outcome, budget and reports are about."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .swedish import MONTHS, MONTHS_SHORT, month_period

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

    @classmethod
    def year_to_date(cls, cutoff: date) -> "Period":
        """January up to the month of the cutoff day, which counts as whole."""
        return cls(cutoff.year, 1, cutoff.month)

    @classmethod
    def full_year(cls, year: int) -> "Period":
        """The twelve months."""
        return cls(year, 1, MONTHS_IN_YEAR)

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

    @property
    def label_with_year(self) -> str:
        """The period in words with its year: "jan–jul 2026"."""
        return f"{self.label}\u00a0{self.year}"

    @property
    def months(self) -> range:
        """The month numbers."""
        return range(self.first, self.last + 1)

    @property
    def share_of_year(self) -> Fraction:
        """How large a part of the year the months are, exactly: seven months are 7/12."""
        return Fraction(len(self.months), MONTHS_IN_YEAR)

    @property
    def rest(self) -> "Period | None":
        """The months of the year after this period; None when it ends with December."""
        return Period(self.year, self.last + 1, MONTHS_IN_YEAR) if self.last < MONTHS_IN_YEAR else None

    def last_year(self) -> "Period":
        """The same months the year before."""
        return Period(self.year - 1, self.first, self.last)

    def __contains__(self, day: date) -> bool:
        """Tell whether the day falls in the period."""
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[YearMonth]:
        """Go through the months as (year, month)."""
        return ((self.year, month) for month in self.months)


def whole_months(start: date, end: date) -> list[YearMonth]:
    """List the months that lie whole between the two days (both included), as (year, month)."""
    first = start.year * 12 + start.month - 1 + (start.day > 1)
    last = end.year * 12 + end.month - 1 - (end.day < monthrange(end.year, end.month)[1])
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def missing_months(period: Period, covered: Iterable[YearMonth]) -> list[int]:
    """List the month numbers of the period for which there is nothing."""
    known = set(covered)
    return [month for year, month in period if (year, month) not in known]


def month_list(months: Iterable[int]) -> str:
    """Write month numbers as runs: 1, 2, 3, 5 → "jan–mar, maj"."""
    runs: list[list[int]] = []
    for month in sorted(set(months)):
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(Period(2000, run[0], run[-1]).label for run in runs)


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
