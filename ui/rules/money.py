"""Amounts and numbers the Swedish way: rounding, writing and reading them.

Amounts are `Decimal` kronor from the municipality's view: income +, cost −. A deviation is
outcome − budget, so plus is always better than budget. Sum first, round last, once, when shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from enum import Enum
from fractions import Fraction
from math import floor

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"  # stands for a missing value in tables; zero is written 0

_ANY_SIZE = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # rounding never runs out of digits
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


class Unit(Enum):
    """A unit amounts are shown in: its word, how far the decimal point moves, decimals shown."""

    KRONOR = ("kr", 0, 0)
    TKR = ("tkr", 3, 0)
    MNKR = ("mnkr", 6, 1)

    def __init__(self, word: str, exponent: int, decimals: int) -> None:
        """Spread the tuple over named attributes."""
        self.word = word
        self.exponent = exponent
        self.decimals = decimals

    @classmethod
    def of(cls, word: str) -> Unit:
        """Return the unit written `word`, as in "tkr". Raises ValueError for an unknown word."""
        for unit in cls:
            if unit.word == word:
                return unit
        raise ValueError(f"unknown unit: {word!r}")


def round_half_up(value: Decimal, decimals: int = 0) -> Decimal:
    """Round to `decimals` places; a half goes away from zero (2.5 → 3, −2.5 → −3).

    Raises ValueError for NaN and infinity.
    """
    if not value.is_finite():
        raise ValueError("only finite numbers can be rounded")
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_ANY_SIZE)


def in_unit(value: Decimal, unit: Unit) -> Decimal:
    """Convert kronor to `unit` exactly, without rounding: 1 500 kr is 1.5 tkr."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("only finite numbers can be converted")  # noqa: TRY004 - NaN is a Decimal
    return Decimal((sign, digits, exponent - unit.exponent))


def number(value: Decimal | int | None, decimals: int = 0, *, sign: bool = False) -> str:
    """Write a number: NBSP between thousands, decimal comma, U+2212 as minus, en dash when missing.

    With `sign` a positive number gets a plus. A number that shows as zero never has a sign.
    """
    if value is None:
        return DASH
    rounded = round_half_up(Decimal(value), decimals)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    text = _THOUSANDS.sub(NBSP, whole) + (f",{fraction}" if fraction else "")
    if rounded == 0:
        return text
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign else text


def amount(value: Decimal | int | None, unit: Unit, *, sign: bool = False, named: bool = False) -> str:
    """Write kronor in `unit` with that unit's decimals; with `named` the unit's word follows."""
    if value is None:
        return DASH
    text = number(in_unit(Decimal(value), unit), unit.decimals, sign=sign)
    return with_unit(text, unit.word) if named else text


def kronor(value: Decimal | int | None, *, sign: bool = False) -> str:
    """Write kronor without öre: "1 211 600"."""
    return amount(value, Unit.KRONOR, sign=sign)


def tkr(value: Decimal | int | None, *, sign: bool = False) -> str:
    """Write kronor as thousands of kronor: 9 400 000 → "9 400"."""
    return amount(value, Unit.TKR, sign=sign)


def mnkr(value: Decimal | int | None, *, sign: bool = False) -> str:
    """Write kronor as millions with one decimal: 7 400 000 → "7,4"."""
    return amount(value, Unit.MNKR, sign=sign)


def deviation(value: Decimal | int | None, unit: Unit = Unit.TKR, *, named: bool = False) -> str:
    """Write a deviation in kronor, always with its sign: plus is better than budget."""
    return amount(value, unit, sign=True, named=named)


def percent(value: Decimal | int | None, decimals: int = 0, *, sign: bool = False) -> str:
    """Write per cent (86 → "86 %") with NBSP before the sign; the value is already per cent."""
    return DASH if value is None else with_unit(number(value, decimals, sign=sign), "%")


def percent_short(value: Decimal, decimals: int = 2) -> str:
    """Write per cent rounded down, so that a share short of a target never looks as if it reached it: 1,994 → "1,99 %"."""
    shown = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR, context=_ANY_SIZE)
    return percent(shown, decimals)


def with_unit(text: str, unit: str) -> str:
    """Join a written number and its unit with NBSP. A missing value gets no unit."""
    return text if text == DASH or not unit else f"{text}{NBSP}{unit}"


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return `part` in per cent of `whole`; None when there is nothing to compare with."""
    return None if whole == 0 else part * 100 / whole


def telling_decimals(value: Decimal, limit: Decimal, decimals: int, most: int = 4) -> int:
    """The fewest decimals, from `decimals` to `most`, that show the value on the side of the limit where it is.

    1,994 against 2 is not written 2,0 but 1,99: what is short of a limit is never rounded onto it."""

    def side(places: int) -> int:
        shown, wanted = round_half_up(value, places), round_half_up(limit, places)
        return (shown > wanted) - (shown < wanted)

    truth = (value > limit) - (value < limit)
    return next((places for places in range(decimals, most) if side(places) == truth), max(decimals, most))


def largest_remainder(weights: Sequence[Decimal], total: Decimal, decimals: int = 0) -> list[Decimal]:
    """Distribute `total` in proportion to `weights` so that the rounded shares add up to it exactly.

    Ties go to the earlier weight. `total` may be negative and must have at most `decimals` decimals.
    Raises ValueError for negative weights, for weights that add up to zero and for a finer total.
    """
    whole = sum(map(Fraction, weights), Fraction(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more and add up to more than zero")
    step = Decimal(1).scaleb(-decimals)
    steps = abs(Fraction(total)) / Fraction(step)
    if steps.denominator != 1:
        raise ValueError("the total has more decimals than the shares")
    exact = [steps * Fraction(weight) / whole for weight in weights]
    shares = [floor(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[: int(steps) - sum(shares)]:
        shares[index] += 1
    return [(-share if total < 0 else share) * step for share in shares]


def rounding_differs(parts: Iterable[Decimal], total: Decimal, unit: Unit) -> bool:
    """Tell whether the shown rows do not add up to the shown total, so that a table must say so."""
    shown = (round_half_up(in_unit(part, unit), unit.decimals) for part in parts)
    return sum(shown, Decimal(0)) != round_half_up(in_unit(total, unit), unit.decimals)


class AmountError(ValueError):
    """What was typed is not a number; the message says in Swedish how to write it."""


_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\t"), " ")
_MINUSES = dict.fromkeys(map(ord, "\u2212\u2013\u2012\uff0d"), "-")
_AMOUNT = re.compile(r"(?P<sign>[+-]?) ?(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?P<rest>[,.][0-9]*)?")
_IN_BRACKETS = re.compile(r"\(\s*([^()+\-\u2212\u2013]+?)\s*\)")
_MAX_DIGITS = 15
_EXAMPLE = f"till exempel 1{NBSP}234,5"


def parse_amount(text: str) -> Decimal:
    """Read a number as Swedes write it: "1 234,5", with ordinary or hard spaces, − or - as minus.

    A point is read as decimal sign only before one or two digits; "1.234" is refused, because it
    may mean a thousand. Returns the exact number, in whatever unit the field has.
    Raises AmountError with a Swedish message.
    """
    cleaned = text.translate(_SPACES).translate(_MINUSES).strip()
    if not cleaned:
        raise AmountError(f"Skriv ett tal, {_EXAMPLE}.")
    match = _AMOUNT.fullmatch(cleaned)
    if match is None:
        raise AmountError(_explain(cleaned))
    rest = match["rest"] or ""
    if len(rest) == 1 or (rest.startswith(".") and len(rest) > 3):
        raise AmountError(_explain(cleaned))
    whole = match["whole"].replace(" ", "")
    if len(whole.lstrip("0")) > _MAX_DIGITS or len(rest) > _MAX_DIGITS:
        raise AmountError(f"Talet är för stort. Skriv högst {_MAX_DIGITS} siffror.")
    return Decimal(f"{match['sign']}{whole}{rest.replace(',', '.')}")


def minus_first(text: str) -> str:
    """The amount with its minus first, when it stands last or the amount in brackets, as ledgers and accounting formats
    write what is less than nothing. Anything else is left as it is."""
    stripped = text.strip()
    bracketed = _IN_BRACKETS.fullmatch(stripped)
    if bracketed:
        return f"-{bracketed[1]}"
    plain = stripped.translate(_MINUSES)
    return f"-{plain[:-1].rstrip()}" if plain[1:].endswith("-") and plain[0] not in "+-" else stripped


def _explain(cleaned: str) -> str:
    """Say what is wrong with a text that is not an amount."""
    if "." in cleaned and not re.search(r"[^0-9 .,+-]", cleaned):
        return f"Skriv tusental med mellanslag och decimaler med komma, {_EXAMPLE}."
    if re.search(r"[^\W\d_]|%", cleaned) and re.search(r"\d", cleaned):
        return f"Skriv bara talet, utan enhet eller ord, {_EXAMPLE}."
    return f"Skriv ett tal, {_EXAMPLE}."
