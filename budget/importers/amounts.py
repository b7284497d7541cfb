"""Amounts in files as whole öre: text as people and systems write it, and numbers from spreadsheet cells. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from styrmodell.throwaway.cells import fault_of
from ui.rules.money import AmountError, minus_first, parse_amount

MAX_ORE = 10**15  # ten thousand milliards of kronor: whatever is larger is a mistake
_NOISE = Decimal("0.0001")  # öre; what binary numbers add behind the decimals
_FAST = re.compile(r"-?[0-9]{1,12}[,.][0-9]{2}")
_EXAMPLE = "till exempel 1\u00a0234,50"
_DASH_FOR_ZERO = re.compile(
    r"[-\u2010-\u2015\u2212]\s*(?:kr\.?|sek|t?kr)?", re.IGNORECASE
)  # as accounting formats write it
_MINUSES = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_CURRENCY = re.compile(r"(?<=\d)\s*(?:kr\.?|sek|:-)(?=\)?$)", re.IGNORECASE)
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})", re.ASCII)
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})", re.ASCII)


def ore_from_text(text: str, scale: Decimal) -> int:
    """Read an amount and return öre: kronor times `scale` (1000 for tkr). As some ledgers write, a minus may stand last
    or the amount in brackets, "kr" may follow, thousands may be set apart by points or commas where nothing else can be
    meant, and a dash alone is zero.

    Raises AmountError with a Swedish message.
    """
    if scale == 1 and _FAST.fullmatch(text):
        return int(text.replace(",", "").replace(".", ""))
    stripped = text.strip()
    if not stripped:
        raise AmountError("Beloppet saknas.")
    if fault := fault_of(stripped):
        raise AmountError(fault)
    if _DASH_FOR_ZERO.fullmatch(stripped):
        return 0
    plain = stripped.translate(_MINUSES)
    if not plain[-1].isdigit() or "." in plain or plain.count(",") > 1:
        plain = _plain(_CURRENCY.sub("", plain) if scale == 1 else plain)
    try:
        value = parse_amount(plain)
    except AmountError as error:
        raise AmountError(f"”{stripped[:40]}” är inget belopp. {error}") from error
    return _whole_ore(value * scale, stripped)


def _plain(text: str) -> str:
    """The amount as people write it: minus first, and no points or commas between thousands."""
    text = minus_first(text)
    if _POINT_GROUPS.fullmatch(text):
        return text.replace(".", "")
    if _COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    return text


def ore_from_number(value: float, scale: Decimal) -> int:
    """Read a number cell and return öre. A spreadsheet stores binary numbers: their noise behind the öre is taken away.

    Raises AmountError with a Swedish message.
    """
    if scale == 1 and abs(value) < 1e10:
        ore = round(value * 100)
        if abs(ore - value * 100) < 1e-4:
            return ore
    number = Decimal(repr(value))
    if not number.is_finite():
        raise AmountError("Beloppet är inget tal.")
    return _whole_ore(number * scale, repr(value).replace(".", ","))


def _whole_ore(kronor: Decimal, shown: str) -> int:
    ore = kronor * 100
    if abs(ore) > MAX_ORE:
        raise AmountError(f"Beloppet {shown[:40]} är orimligt stort. Rätta filen.")
    whole = round(ore)
    if abs(ore - whole) > _NOISE:
        raise AmountError(f"Beloppet {shown[:40]} har fler än två decimaler. Avrunda till hela ören, {_EXAMPLE}.")
    return whole


def kronor_text(ore: int) -> str:
    """Write öre as kronor with a decimal point, as a database reads it: −5 → "-0.05"."""
    whole, rest = divmod(abs(ore), 100)
    return f"-{whole}.{rest:02d}" if ore < 0 else f"{whole}.{rest:02d}"
