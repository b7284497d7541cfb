"""Amounts in cells that were pasted, in the grid's unit. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from budget.rules.plausibility import MOST
from ui.rules.money import AmountError, Unit, minus_first, number, parse_amount

UNITS = {
    "kr": Unit.KRONOR,
    "kronor": Unit.KRONOR,
    "sek": Unit.KRONOR,
    "tkr": Unit.TKR,
    "kkr": Unit.TKR,
    "tusental": Unit.TKR,
    "tusentals": Unit.TKR,
    "mnkr": Unit.MNKR,
    "mkr": Unit.MNKR,
    "miljoner": Unit.MNKR,
    "milj": Unit.MNKR,
}
_BEHIND = re.compile(r"(?<=[0-9)\-\u2212])\s*(kr|kronor|sek|tkr|kkr|mnkr|mkr|:-)\.?$", re.IGNORECASE)
_ORE = 2  # decimals of a krona
_SHOWN = 40  # letters of a cell that is no amount


def read_amount(text: str, unit: Unit, written_in: Unit) -> Decimal:
    """Read a cell. The amount is in `written_in` unless the cell names another unit, and comes back in `unit`.

    As spreadsheets write, a minus may stand last or the amount in brackets, and a unit may follow. Raises AmountError
    with a Swedish message."""
    behind = _BEHIND.search(text)
    if behind:
        written_in = UNITS.get(behind[1].casefold(), Unit.KRONOR)
    try:
        amount = parse_amount(minus_first(text[: behind.start()] if behind else text))
    except AmountError as error:
        raise AmountError(f"”{text[:_SHOWN]}” är inget belopp. {_advice(text) or error}") from error
    amount = amount.scaleb(written_in.exponent - unit.exponent)
    if abs(amount) > MOST:
        raise AmountError(f"”{text[:_SHOWN]}” är för stort. Skriv högst {number(MOST)} {unit.word}.")
    if amount != round(amount, unit.exponent + _ORE):
        raise AmountError(f"”{text[:_SHOWN]}” är finare än ören. Skriv högst {unit.exponent + _ORE} decimaler.")
    return amount


def is_amount(text: str) -> bool:
    """Can the cell be read as an amount?"""
    try:
        read_amount(text, Unit.KRONOR, Unit.KRONOR)
    except AmountError:
        return False
    return True


def _advice(text: str) -> str:
    """What to do about that which only spreadsheets write."""
    if set(text) == {"#"}:
        return "Kolumnen är för smal i Excel. Bredda den och kopiera igen."
    if text.startswith("#"):
        return "Excel visar ett fel i cellen. Rätta formeln och kopiera igen."
    if text in {"-", "\u2212", "\u2013"}:
        return "Skriv 0 om prognosen är noll."
    return ""
