"""What the words around figures say of them: unit, year, and which kind of figure it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from budget.importers.months import MONTH_WORD

_NUMBER_BEFORE = re.compile(r"\d[ \u00a0]?$")  # "över 500 tkr" tells a limit, not the figures' unit
_YEAR_BEFORE = re.compile(r"(?<!\d)20[1-4]\d[ \u00a0]?$")
_UNITS = re.compile(
    r"(?P<tkr>(?<![\w'])(?:kr(?:onor)?|sek)? ?'?(?:1[ .\u00a0]?)?000'?[ \u00a0-]?(?:tals? )?(?:kr|kronor|sek)\b"
    r"|(?<![a-zåäö'])(?:t\.? ?kr|kkr|[kt]sek|tus(?:\.|en)? ?kr(?:onor)?|tusentals? (?:kr|kronor|sek)|tusental|tusen)(?!\w)"
    r"|(?<![\w'])(?:kr|sek) ?'?(?:1[ .\u00a0]?)?000'?s?\b"
    r"|(?<![\w'])(?:(?:kr|sek) )?(?:in )?thousands?(?: (?:of )?(?:kr|sek|kronor))?(?!\w))"
    r"|(?P<ore>\bi öre\b|\(öre\))"
    r"|(?P<mnkr>(?<![a-zåäö'])(?:mn?kr|msek|mn ?(?:kr|sek)|milj(?:\.|oner|ontals?)? ?(?:kr|kronor|sek)|miljoner|millions?)(?!\w))"
    r"|(?P<mdkr>(?<![a-zåäö'])(?:mdkr|md ?kr|miljarder(?: (?:kr|kronor))?)(?!\w))"
    r"|(?P<kr>(?<![a-zåäö'])(?:kr|kronor|sek)(?!\w))"
)
_SCALES = {
    "ore": Decimal("0.01"),
    "tkr": Decimal(1000),
    "mnkr": Decimal(1_000_000),
    "mdkr": Decimal(1_000_000_000),
    "kr": Decimal(1),
}
_ONLY_NOISE = re.compile(r"[\s().,:\[\]/-]*(?:\bi\b|\bbelopp\b|\benhet\b)?[\s().,:\[\]/-]*")

_FULL_DATE = re.compile(
    rf"20\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/. ]\d\d?[-/. ]+20\d\d|\d\d?\.? (?:{MONTH_WORD}) 20\d\d|20\d{{6}}"
)
_MADE = re.compile(
    r"\b(?:utta\w*|utskri\w*|skapa\w*|kör\w*|hämta\w*|export\w*|rapportdatum|datum|print\w*|creat\w*|senast)\b"
)
_CODE_BEFORE = re.compile(r"(?:ansvar\w*|kont\w+|kst|enhet\w*|objekt\w*|verksamhet\w*|projekt\w*|nr|nummer)[ :.]*$")
_YEAR = re.compile(r"(?<![\d.,])(20\d\d)(?:[-/–]?(?:0[1-9]|1[0-3])(?:[0-3]\d)?)?(?![\d]|[.,]\d)")
_YEARS = re.compile(r"(20\d\d) ?[-–/] ?(20\d\d)")
_NEAR = 6  # years from the import's; other numbers of four digits are codes


class Kind(StrEnum):
    """Figures that are no outcome of a period; the value is what they are called to the reader."""

    BUDGET = "budget"
    FORECAST = "prognos"
    DEVIATION = "avvikelse"
    EARLIER = "föregående år"
    ACCUMULATED = "ackumulerat"
    BALANCE = "ingående eller utgående saldo"


_KINDS = (
    (Kind.DEVIATION, r"\bavvik\w*|\b(?:budget)?diff\w*\b|\bvariance\b|\båterst\w*"),
    (Kind.BUDGET, r"\b\w*budget(?:en|erat|erad|erade)?(?![^\W\d])"),
    (Kind.FORECAST, r"\b\w*prognos(?:en)?(?![^\W\d])|\bforecast\b"),
    (Kind.EARLIER, r"\b(?:fg|föreg\w*|förra|previous|prior|last) ?(?:år\w*|year)\b|\bfjol\w*"),
    (Kind.ACCUMULATED, rf"\back(?:\b|um\w*)|\bytd\b|\bhittills\b|\bt\.? ?o\.? ?m\b|\btill och med\b|\b(?:{MONTH_WORD})(?: ?[-–] ?| till )(?:{MONTH_WORD})\b"),
    (Kind.BALANCE, r"\b(?:ib|ub|ingående|utgående|löpande|opening|closing|running)\b"),
)  # fmt: skip
_KIND_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _KINDS]
_SHORT_KINDS = {"bud", "prog", "prg"}
_IS_OUTCOME = re.compile(r"\b\w*utfall\w*|\bbokför\w*|\bredovis\w*|\bactuals?\b|\bhuvudbok\w*")


def units_in(text: str) -> set[Decimal]:
    """The units that a text names, as what the figures are multiplied with: {1000} for "belopp i tkr"."""
    return {_SCALES[str(match.lastgroup)] for match in _unit_words(_words(text))}


def _unit_words(plain: str) -> Iterator[re.Match[str]]:
    """The units in a text, but not those of a number in it."""
    for match in _UNITS.finditer(plain):
        before = plain[: match.start()]
        if not _NUMBER_BEFORE.search(before) or _YEAR_BEFORE.search(before):
            yield match


def _taken_out(plain: str) -> str:
    """The text with nothing where the units stood."""
    for match in reversed(list(_unit_words(plain))):
        plain = f"{plain[: match.start()]} {plain[match.end() :]}"
    return plain


def without_units(text: str) -> str:
    """The text without its units, "belopp i tkr" → "belopp"."""
    return re.sub(r" i$", "", " ".join(_taken_out(_words(text)).split())).strip(" ()[]")


def _words(text: str) -> str:
    """Small letters, and spaces where a database writes underscores."""
    return text.casefold().replace("_", " ")


def is_only_unit(text: str) -> bool:
    """Does the text say a unit and nothing else, as in a row under the headings?"""
    plain = _words(text)
    return bool(units_in(text)) and _ONLY_NOISE.fullmatch(_taken_out(plain)) is not None


def without_days(text: str) -> str:
    """The text without the day it was made."""
    plain = _words(text)
    dates = _FULL_DATE.findall(plain)
    is_alone = len(dates) == 1 and not _FULL_DATE.sub("", plain).strip(" :0123456789")
    if is_alone or (dates and _MADE.search(plain)):
        return _FULL_DATE.sub(" ", plain)
    return plain


def years_in(text: str, near: int) -> set[int]:
    """The years that a line of words is about: "Utfall 2025" → {2025}. Neither the day it was made nor a code."""
    plain = without_days(text)
    years = {
        int(match[1])
        for match in _YEAR.finditer(plain)
        if abs(int(match[1]) - near) <= _NEAR and not _CODE_BEFORE.search(plain[: match.start()])
    }
    spans = ((int(match[1]), int(match[2])) for match in _YEARS.finditer(plain))
    return years | {year for first, last in spans if last - first <= _NEAR for year in range(first, last + 1)}


def kind_of(text: str) -> Kind | None:
    """Which kind of figure the text says, when it is no outcome of a period."""
    plain = _words(text)
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(plain)), None)


def is_other_kind(word: str) -> bool:
    """Does a column that tells outcome from budget say that the row is no outcome?"""
    return kind_of(word) is not None or word.casefold() in _SHORT_KINDS


def says_outcome(text: str) -> bool:
    """Does the text say that the figures are outcome?"""
    return _IS_OUTCOME.search(_words(text)) is not None
