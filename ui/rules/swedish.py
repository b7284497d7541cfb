"""Dates, periods and words the Swedish way. No database, no clock: the caller says what day it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum

from ui.rules.money import DASH, NBSP

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTHS_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
WEEKDAYS_SHORT = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")

_NUMBER_WORDS = (
    "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
)  # fmt: skip


SOFT_HYPHEN = "\u00ad"
_LONG_WORD = re.compile(r"[^\W\d_]{12,}")
_JOINT = re.compile(  # where Swedish compounds join: after an ending with its s, and after the short first parts in use
    r"((?:ing|het|skap|ion|tet)s|(?:del|halv)?års|månads|affärs|världs|detalj|kontroll|budget|boksluts|medborgar)(?!er)(?=[^\W\d_]{4})",
    re.IGNORECASE,
)


class DateForm(StrEnum):
    """How a date is written, by where it stands."""

    DAY = "day"  # 28 augusti
    DEADLINE = "deadline"  # fredag 28 augusti
    FULL = "full"  # 28 augusti 2026
    ISO = "iso"  # 2026-06-16, with decisions
    SHORT = "short"  # 28 aug


def sv_date(day: date | None, form: DateForm = DateForm.DAY) -> str:
    """Write a date in one of the forms; an en dash when there is none."""
    if day is None:
        return DASH
    match form:
        case DateForm.ISO:
            return f"{day:%Y-%m-%d}"
        case DateForm.DEADLINE:
            return f"{WEEKDAYS[day.weekday()]} {_day_month(day)}"
        case DateForm.FULL:
            return f"{_day_month(day)} {day.year}"
        case DateForm.SHORT:
            return f"{day.day}{NBSP}{MONTHS_SHORT[day.month - 1]}"
        case DateForm.DAY:
            return _day_month(day)


def day_in(day: date, this_year: int) -> str:
    """Write "28 augusti", and the year too when it is not `this_year`."""
    return sv_date(day, DateForm.DAY if day.year == this_year else DateForm.FULL)


def clock(moment: time | datetime) -> str:
    """Write the time of day with a point and 24 hours: "14.32"."""
    return f"{moment:%H.%M}"


def log_time(moment: datetime, now: datetime) -> str:
    """Write when something happened: "i dag 14.32", "i går 09.05", "16 juni 14.32".

    Both times must be in the same, local, time zone.
    """
    days = (now.date() - moment.date()).days
    day = {0: f"i{NBSP}dag", 1: f"i{NBSP}går"}.get(days) or day_in(moment.date(), now.year)
    return f"{day} {clock(moment)}"


def relative_day(day: date, today: date) -> str:
    """Say how far away a day is: "i dag", "i morgon", "om två dagar", "för tre dagar sedan"."""
    days = (day - today).days
    near = {-1: f"i{NBSP}går", 0: f"i{NBSP}dag", 1: f"i{NBSP}morgon"}
    if days in near:
        return near[days]
    count = f"{number_word(abs(days))}{NBSP}dagar"
    return f"om {count}" if days > 0 else f"för {count} sedan"


def deadline(day: date, today: date, ahead: str, passed: str) -> str:
    """Write a deadline so that one that has passed is not taken for one to come.

    `ahead` and `passed` are the words before it: "Lämnas in senast 31 augusti", and when the day has passed
    "Skulle lämnas in senast 31 augusti, 82 dagar sen". Without words: "senast 31 augusti".
    """
    words = passed if day < today else ahead
    text = f"{words} senast {day_in(day, today.year)}".strip()
    return f"{text}, {plural((today - day).days, 'dag', 'dagar')}{NBSP}sen" if day < today else text


def month_period(start: date, end: date) -> str:
    """Write a period of whole months: "jan–jul", "jul", "nov 2025–feb 2026". Raises if it ends first."""
    if end < start:
        raise ValueError("the period ends before it starts")
    first, last = MONTHS_SHORT[start.month - 1], MONTHS_SHORT[end.month - 1]
    if start.year != end.year:
        return f"{first}{NBSP}{start.year}{DASH}{last}{NBSP}{end.year}"
    return first if start.month == end.month else f"{first}{DASH}{last}"


def year_period(first: int, last: int) -> str:
    """Write "2024–2026", or "2026" when the period is one year."""
    return str(first) if first == last else f"{first}{DASH}{last}"


def decision(body: str, day: date, paragraph: str | int | None = None) -> str:
    """Write a reference to a decision: "KS 2026-06-16 § 98", with NBSP after §."""
    reference = f"{body} {sv_date(day, DateForm.ISO)}"
    return f"{reference} §{NBSP}{paragraph}" if paragraph else reference


def number_word(count: int) -> str:
    """Write zero to twelve in letters and larger numbers in figures, as in running text."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else f"{count:,}".replace(",", NBSP)


def plural(count: int, one: str, many: str, *, in_words: bool = False, neuter: bool = False) -> str:
    """Write a count with its noun: "1 mål", "3 avvikelser"; with `in_words` "tre avvikelser".

    `neuter` makes one "ett" when written in words (ett mål, en avvikelse).
    """
    noun = one if count == 1 else many
    if not in_words:
        return f"{count:,}".replace(",", NBSP) + f"{NBSP}{noun}"
    return f"{'ett' if count == 1 and neuter else number_word(count)} {noun}"


def join_words(words: Sequence[str], conjunction: str = "och") -> str:
    """Join words as a list in a sentence: "a", "a och b", "a, b och c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def genitive(name: str) -> str:
    """Write whose it is: "Hallsbergs", but "Alingsås" as it is."""
    return name if name.endswith(("s", "x", "z", "S", "X", "Z")) else f"{name}s"


def breakable(text: str) -> str:
    """The text with soft hyphens where its long compounds join, for narrow columns; nothing else is changed."""
    return _LONG_WORD.sub(lambda word: _JOINT.sub(rf"\1{SOFT_HYPHEN}", word[0]), text)


def capitalised(text: str) -> str:
    """Raise the first letter and leave the rest, so that names keep their capitals."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Lower the first letter, for a phrase that comes to stand inside a sentence; "KSAU" keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _day_month(day: date) -> str:
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"
