"""Variances. Amounts are kronor, income + and cost −, so plus is always better than budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ui.rules.money import share_of


def variance(outcome: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """Avvikelse: outcome (or forecast) − budget. Plus is better than budget, for costs and income alike. None when
    either is missing."""
    return None if outcome is None or budget is None else outcome - budget


def share(deviation: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """The deviation in per cent of the budget's size, with the deviation's own sign. None for a budget of 0, and when
    either is missing."""
    return None if deviation is None or budget is None else share_of(deviation, abs(budget))


def add_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are known; None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def first_known(*amounts: Decimal | None) -> Decimal:
    """The first of them that is known; 0 when none is."""
    return next((amount for amount in amounts if amount is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class Threshold:
    """From when a deviation has to be explained: at least `kronor` and at least `percent` of the budget's size."""

    kronor: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)

    def is_passed(self, deviation: Decimal, budget: Decimal) -> bool:
        """Tell whether the deviation, in either direction, is large enough."""
        floor = max(self.kronor, abs(budget) * self.percent / 100)
        return deviation != 0 and abs(deviation) >= floor
