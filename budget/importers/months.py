"""Months in files: as people and systems write them, and as spreadsheets store them. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from styrmodell.rules.periods import PeriodError, YearMonth, parse_month

_DAY_ZERO = date(1899, 12, 30)  # what a spreadsheet counts days from
_SERIALS = range(36_526, 73_051)  # the days of 2000–2099
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./ -]+((?:19|20)\d{2})", re.ASCII)
_WORD_AND_YEAR = re.compile(r"([^\W\d_]+)\.?[ -]+((?:20)?\d{2})")
_LAST_MONTH = 12


def month_of(text: str, year: int, *, is_number: bool = False) -> YearMonth:
    """Read a month or a date: all that `parse_month` reads, "31/7 2026", "31.7.2026", "jul-26", and with `is_number`
    the number of a day as a spreadsheet stores it.

    A date that can be read in two ways is refused. Raises PeriodError with a Swedish message."""
    if is_number and text.isdigit() and int(text) in _SERIALS:
        day = _DAY_ZERO + timedelta(days=int(text))
        return day.year, day.month
    stripped = text.strip()
    day_first = _DAY_FIRST.fullmatch(stripped)
    if day_first:
        return _day_first(text, int(day_first[1]), day_first[2], int(day_first[3]), int(day_first[4]))
    word = _WORD_AND_YEAR.fullmatch(stripped)
    if word:
        return parse_month(f"{word[1]} {word[2] if len(word[2]) == 4 else f'20{word[2]}'}", year)
    return parse_month(text, year)


def _day_first(text: str, day: int, sign: str, month: int, year: int) -> YearMonth:
    """A date with the day first. With a slash or hyphen only when the day cannot be a month."""
    if sign != "." and day <= _LAST_MONTH and day != month:
        raise PeriodError(f"”{text}” kan läsas på två sätt. Skriv datum som {year}-{month:02d}-{day:02d}.")
    try:
        date(year, month, day)
    except ValueError:
        raise PeriodError(f"”{text}” är inget datum. Skriv till exempel {year}-07-31.") from None
    return year, month
