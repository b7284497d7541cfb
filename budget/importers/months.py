"""Months in files: as people and systems write them, and as spreadsheets store them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from styrmodell.rules.periods import MONTHS_IN_YEAR, PeriodError, YearMonth, parse_month
from ui.rules.swedish import MONTHS, MONTHS_SHORT

_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WORDS = {word: number for words in (MONTHS, MONTHS_SHORT, _ENGLISH) for number, word in enumerate(words, start=1)}
_WORDS |= {word[:3]: number for number, word in enumerate(_ENGLISH, start=1)} | {"sept": 9}
MONTH_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))

_DAY_ZERO = date(1899, 12, 30)  # what a spreadsheet counts days from
_SERIALS = range(36_526, 73_051)  # the days of 2000–2099
_YEAR_END = 13  # the period after December, for what is booked when the books are closed
_GAP = r"[ .,'/_-]*"
_WORD_FIRST = re.compile(rf"(?P<word>{MONTH_WORD}){_GAP}(?P<year>20\d\d|\d\d)?")
_YEAR_FIRST = re.compile(rf"(?P<year>20\d\d|\d\d){_GAP}(?P<word>{MONTH_WORD})\.?")
_DAY_AND_WORD = re.compile(rf"\d{{1,2}}\.?{_GAP}(?P<word>{MONTH_WORD}){_GAP}(?P<year>20\d\d|\d\d)")
_MONTH_AND_YEAR = re.compile(r"(?P<month>\d{1,2})[ ./-](?P<year>20\d\d)", re.ASCII)
_LETTERED = re.compile(r"(?:(?P<year>20\d\d)[ -]?)?[mp](?P<month>\d{1,2})", re.ASCII)
_CALLED = re.compile(r"(?:period|månad|mån|month)\.? ?(?=\d)")
_SHORT_YEAR = re.compile(r"(?P<year>\d\d)(?P<month>\d\d)(?:(?P<day>\d\d))?", re.ASCII)
_YEAR_END_TEXT = re.compile(r"(?P<year>20\d\d)[-/. mp]?13", re.ASCII)
_NAMED = re.compile(rf"(?<![^\W\d_])(?P<word>{MONTH_WORD})(?![^\W\d_])\.?(?:[ -]+(?P<year>20\d\d))?")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)[-/]?(0[1-9]|1[0-2])(?:[-/]?[0-3]\d)?(?!\d)", re.ASCII)
_THREE_NUMBERS = re.compile(r"(\d{1,2})([./ -])(\d{1,2})[./ -]+((?:19|20)\d{2}|\d{2})", re.ASCII)


def month_of(text: str, year: int, *, is_number: bool = False) -> YearMonth:
    """Read a month or a date: all that `parse_month` reads, English words, "07/2026", "2026M07", "jul-26",
    "31/7 2026", "7/31/2026", "2607", the year-end's period 13 as December, and with `is_number` the number of a day as
    a spreadsheet stores it.

    A date that can be read in two ways is refused. Raises PeriodError with a Swedish message."""
    if is_number and text.isdecimal() and int(text) in _SERIALS:
        day = _DAY_ZERO + timedelta(days=int(text))
        return day.year, day.month
    plain = _CALLED.sub("", " ".join(text.casefold().split()), count=1).rstrip(".")
    three = _THREE_NUMBERS.fullmatch(plain)
    if three:
        return _dated(text, three, year)
    found = _worded(plain, year) or _numbered(plain, year)
    if found:
        return found
    try:
        return parse_month(plain, year)
    except PeriodError as error:
        raise PeriodError(_why(str(error), plain, text)) from None


def _why(reason: str, plain: str, text: str) -> str:
    """The reason, about the text as it stands in the file; period 13 needs more to be told."""
    said = reason.replace(f"”{plain}”", f"”{text}”", 1)
    return f"{said} Bokslutets period 13 skrivs 12." if plain == str(_YEAR_END) else said


def is_year_end(text: str) -> bool:
    """Is it the period after December, "202613"?"""
    return _YEAR_END_TEXT.fullmatch(" ".join(text.casefold().split())) is not None


def months_named(text: str, year: int) -> set[YearMonth]:
    """The months that a line of words names: "Utfall juli 2026", "jan–jul", "202607"."""
    plain = text.casefold()
    found = {_of_word(match, year) for match in _NAMED.finditer(plain)}
    return found | {(int(match[1]), int(match[2])) for match in _COMPACT.finditer(plain)}


def _of_word(match: re.Match[str], year: int) -> YearMonth:
    """The year and month of a match with a word and perhaps a year."""
    written = match["year"]
    return _full(written) if written else year, _WORDS[match["word"]]


def _full(year: str) -> int:
    return int(year) if len(year) > 2 else 2000 + int(year)


def _worded(plain: str, year: int) -> YearMonth | None:
    for pattern in (_WORD_FIRST, _YEAR_FIRST, _DAY_AND_WORD):
        match = pattern.fullmatch(plain)
        if match:
            return _of_word(match, year)
    return None


def _numbered(plain: str, year: int) -> YearMonth | None:
    """A month in digits that `parse_month` does not know."""
    end = _YEAR_END_TEXT.fullmatch(plain)
    if end:
        return int(end["year"]), MONTHS_IN_YEAR
    match = _MONTH_AND_YEAR.fullmatch(plain) or _LETTERED.fullmatch(plain)
    if match is None:
        match = _SHORT_YEAR.fullmatch(plain)
        if match is None or _full(match["year"]) != year:  # with another year the digits may be anything
            return None
    month = int(match["month"])
    return (_full(match["year"]) if match["year"] else year, month) if 1 <= month <= MONTHS_IN_YEAR else None


def _dated(text: str, match: re.Match[str], year: int) -> YearMonth:
    """A date in three numbers. Points stand between day, month and year; else either may be first when only one can."""
    first, sign, second, last = int(match[1]), match[2], int(match[3]), match[4]
    written = _full(last)
    orders = [(written, second, first)]
    if sign != ".":
        orders.append((written, first, second))
    if len(last) == 2 and first == year % 100:
        orders.append((_full(f"{first:02d}"), second, int(last)))
    found = {(year_, month) for year_, month, _ in _real(orders)}
    likely = {each for each in found if each[0] == year} if len(last) == 2 else found
    if len(likely) == 1:
        return likely.pop()
    if not likely:
        raise PeriodError(f"”{text}” är inget datum. Skriv till exempel {year}-07-31.")
    raise PeriodError(f"”{text}” kan läsas på två sätt. Skriv datum som {written}-{second:02d}-{first:02d}.")


def _real(orders: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Those that are days of the calendar."""
    for year, month, day in orders:
        try:
            date(year, month, day)
        except ValueError:
            continue
        yield year, month, day
