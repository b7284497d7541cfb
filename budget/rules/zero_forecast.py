"""Nollprognosvarning: the forecast equals the budget although the outcome to date does not. Kronor, income +, cost −."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from budget.rules.variance import Threshold
from ui.rules.money import Unit, amount, round_half_up

DEFAULT_LIMIT = Threshold(kronor=Decimal(100_000), percent=Decimal(2))
NEARLY = Threshold(percent=Decimal("0.1"))  # a forecast this near the budget is a zero forecast
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ZeroForecast:
    """A zero forecast that the outcome speaks against.

    `deviation` is outcome − budget to date; `continued` is the full year if the same deviation goes on every month.
    """

    deviation: Decimal
    continued: Decimal
    over: Decimal

    def text(self, write: Callable[[Decimal], str] | None = None) -> str:
        """The warning in Swedish. `write` formats the size of the deviation; thousands of kronor unless given."""
        size = (write or _tkr)(abs(self.deviation))
        side = "över" if self._amount_is_larger() else "under"
        return (
            f"Prognosen är lika med budget, men utfallet ligger {size} {side}. Ändra prognosen eller förklara varför."
        )

    def _amount_is_larger(self) -> bool:
        """Tell whether the shown, unsigned amount is above the budget: more cost, or more income."""
        budget = self.continued - self.over
        return (self.deviation < 0) == (budget < 0)


def zero_forecast(
    forecast: Decimal,
    budget: Decimal,
    outcome: Decimal,
    period_budget: Decimal,
    months: int,
    limit: Threshold = DEFAULT_LIMIT,
) -> ZeroForecast | None:
    """Warn when the forecast is the budget, while the outcome of the first `months` deviates from the same months'
    budget by more than `limit`. None when there is nothing to warn about.

    Raises ValueError for a number of months outside the year.
    """
    if not 1 <= months <= _MONTHS:
        raise ValueError(f"{months} months is no part of a year")
    deviation = outcome - period_budget
    if NEARLY.is_passed(forecast - budget, budget) or not limit.is_passed(deviation, period_budget):
        return None
    over = round_half_up(deviation * _MONTHS / months, 2)
    return ZeroForecast(deviation, budget + over, over)


def _tkr(value: Decimal) -> str:
    return amount(value, Unit.TKR, named=True)
