"""Variances. Amounts are kronor, income + and cost −, so plus is always better than budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ui.rules.money import share_of


def variance(outcome: Decimal, budget: Decimal) -> Decimal:
    """Avvikelse: outcome (or forecast) − budget. Plus is better than budget, for costs and income alike."""
    return outcome - budget


def share(deviation: Decimal, budget: Decimal) -> Decimal | None:
    """The deviation in per cent of the budget's size, with the deviation's own sign. None for a budget of 0."""
    return share_of(deviation, abs(budget))


@dataclass(frozen=True, slots=True)
class Threshold:
    """From when a deviation has to be explained: at least `kronor` and at least `percent` of the budget's size."""

    kronor: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)

    def is_passed(self, deviation: Decimal, budget: Decimal) -> bool:
        """Tell whether the deviation, in either direction, is large enough."""
        floor = max(self.kronor, abs(budget) * self.percent / 100)
        return deviation != 0 and abs(deviation) >= floor
