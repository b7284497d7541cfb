"""Variances. Amounts are kronor, income + and cost −, so plus is always better than budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ui.rules.money import share_of


def variance(outcome: Decimal, budget: Decimal) -> Decimal:
    """Avvikelse: outcome (or forecast) − budget. Plus is better than budget, for costs and income alike."""
    return outcome - budget


def change(forecast: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Change since the previous forecast; plus is better. None when either is missing."""
    return None if forecast is None or previous is None else forecast - previous


def share(deviation: Decimal, budget: Decimal) -> Decimal | None:
    """The deviation in per cent of the budget's size, with the deviation's own sign. None for a budget of 0."""
    return share_of(deviation, abs(budget))


@dataclass(frozen=True, slots=True)
class Limit:
    """From when a deviation has to be explained: at least `kronor` and at least `percent` of the budget's size."""

    kronor: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)

    def is_passed(self, deviation: Decimal, budget: Decimal) -> bool:
        """Tell whether the deviation, in either direction, is large enough."""
        floor = max(self.kronor, abs(budget) * self.percent / 100)
        return deviation != 0 and abs(deviation) >= floor


@dataclass(frozen=True, slots=True)
class Figures:
    """One line's amounts for a year. What has no value yet is None and makes what builds on it None."""

    budget: Decimal
    outcome: Decimal | None = None
    period_budget: Decimal | None = None
    forecast: Decimal | None = None
    previous_forecast: Decimal | None = None

    @property
    def period_variance(self) -> Decimal | None:
        """Outcome to date − budget to date."""
        if self.outcome is None or self.period_budget is None:
            return None
        return variance(self.outcome, self.period_budget)

    @property
    def forecast_variance(self) -> Decimal | None:
        """Full-year forecast − full-year budget."""
        return None if self.forecast is None else variance(self.forecast, self.budget)

    @property
    def forecast_change(self) -> Decimal | None:
        """Forecast − previous forecast."""
        return change(self.forecast, self.previous_forecast)

    @property
    def forecast_share(self) -> Decimal | None:
        """The forecast's variance in per cent of the budget's size."""
        deviation = self.forecast_variance
        return None if deviation is None else share(deviation, self.budget)

    def __add__(self, other: Figures) -> Figures:
        """The sum of two lines; a column is known only when both lines have it."""
        return Figures(
            self.budget + other.budget,
            _sum(self.outcome, other.outcome),
            _sum(self.period_budget, other.period_budget),
            _sum(self.forecast, other.forecast),
            _sum(self.previous_forecast, other.previous_forecast),
        )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
