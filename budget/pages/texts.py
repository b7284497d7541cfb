"""Amounts as the pages write them: in the municipality's unit, net cost positive, variances with their sign."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from styrmodell.access import Access
from ui.rules import money
from ui.rules.money import DASH, Unit


@dataclass(frozen=True, slots=True)
class Toned:
    """A number and its tone: neg, pos or muted. The sign says it first."""

    text: str
    tone: str


MISSING = Toned(DASH, "muted")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes kronor in one unit."""

    unit: Unit

    @classmethod
    def of(cls, access: Access) -> Writer:
        """The municipality's own."""
        return cls(Unit.of(access.municipality.unit))

    @property
    def word(self) -> str:
        """The unit's word, as in "tkr"."""
        return self.unit.word

    def cost(self, amount: Decimal | None) -> str:
        """Net cost: positive when it costs."""
        return money.amount(None if amount is None else -amount, self.unit)

    def amount(self, amount: Decimal | None, *, named: bool = False) -> str:
        """An amount with the sign it has."""
        return money.amount(amount, self.unit, named=named)

    def variance(self, amount: Decimal | None) -> Toned:
        """Always with its sign: plus is better."""
        if amount is None:
            return MISSING
        text = money.deviation(amount, self.unit)
        if not any(digit in "123456789" for digit in text):
            return Toned(text, "muted")
        return Toned(text, "neg" if amount < 0 else "pos")

    def typed(self, amount: Decimal | None) -> str:
        """A stored amount as it is typed: net cost with every decimal it has; empty when there is none."""
        if amount is None:
            return ""
        shown = money.in_unit(-amount, self.unit).normalize()
        exponent = shown.as_tuple().exponent
        return money.number(shown, max(0, -exponent) if isinstance(exponent, int) else 0)

    def rounded(self, amount: Decimal) -> Decimal:
        """Kronor rounded to what the unit shows."""
        return money.round_half_up(money.in_unit(amount, self.unit), self.unit.decimals).scaleb(self.unit.exponent)

    def plain(self, amount: Decimal | None) -> str:
        """Net cost as a script reads it: 1500 or -20.5; empty when there is none."""
        return "" if amount is None else f"{money.in_unit(-amount, self.unit).normalize():f}"
