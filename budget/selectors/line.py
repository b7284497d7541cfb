"""A line of a forecast with its money, and the lines of a slot together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from budget.rules.basis import NOTHING_KNOWN, Basis
from budget.rules.counter_forecast import CounterForecast
from budget.rules.needs import Need
from budget.rules.plausibility import LineFacts, Slip, likely_slip
from budget.rules.variance import Threshold, first_known, variance
from budget.rules.zero_forecast import ZeroForecast, zero_forecast
from budget.selectors.amounts import ZERO, Amounts, LineKey
from budget.selectors.limits import DEFAULT
from budget.selectors.saved import UNSAVED, SavedLine
from budget.selectors.told import Told


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A line of a slot's forecast: kronor, income +, cost −.

    `previous` is the newest forecast of the line at the occasions before that were handed in, `then` what was told of the
    line at the newest of them, None where that is not kept. Without a forecast a line counts as the previous one, else
    as its budget: in this occasion's sum as today's, in the one before as that of then."""

    key: LineKey
    name: str
    amounts: Amounts
    basis: Basis = NOTHING_KNOWN
    saved: SavedLine = UNSAVED
    previous: Decimal | None = None
    then: Told | None = None
    is_closed: bool = False  # saved on something that is no line any longer: shown, never typed in
    is_remainder: bool = False  # only what is booked directly on an organisation that passes the rest on
    is_example: bool = False  # some of its money or of its forecasts is made up for the examples
    limit: Threshold = DEFAULT  # a larger deficit has to be explained before the report is handed in

    @property
    def forecast(self) -> Decimal | None:
        """The forecast given at this occasion."""
        return self.saved.amount

    @property
    def before(self) -> Decimal:
        """What the line counted at the occasion before: the previous forecast, else the budget of then."""
        return self.standing if self.then is None else self.then.counted

    @property
    def standing(self) -> Decimal:
        """What the line counts without a forecast: the previous one, else the budget."""
        return first_known(self.previous, self.amounts.budget)

    @property
    def counted(self) -> Decimal:
        """What sums count: the forecast, else what stands. What is no line any longer stands on the new ones."""
        if self.forecast is None and self.is_closed:
            return ZERO
        return first_known(self.forecast, self.standing)

    @property
    def variance(self) -> Decimal | None:
        """What is counted − budget: plus is better than budget. None without a budget."""
        return variance(self.counted, self.amounts.budget)

    @property
    def zero_forecast(self) -> ZeroForecast | None:
        """The forecast equals the budget although the outcome does not."""
        budget, to_date, period_budget = self.amounts.budget, self.amounts.to_date, self.amounts.period_budget
        if self.forecast is None or budget is None or to_date is None or period_budget is None:
            return None
        return zero_forecast(self.forecast, budget, to_date, period_budget, self.basis.count)

    @property
    def counter_forecast(self) -> CounterForecast | None:
        """The forecast counted from the outcome and last year's season."""
        return self.amounts.counter_forecast(self.basis)

    @property
    def is_deficit(self) -> bool:
        """Is the forecast so far below budget that it must be explained?"""
        if self.forecast is None or self.variance is None:
            return False
        return self.variance < 0 and self.limit.is_passed(self.variance, ZERO)

    def with_amount(self, amount: Decimal | None) -> SlotLine:
        """The line as it is after its forecast has been saved."""
        return replace(self, saved=replace(self.saved, amount=amount, version=self.saved.version + 1))

    @property
    def need(self) -> Need:
        """What is left to do on the line."""
        if self.is_closed:
            return Need.NOTHING
        if self.forecast is None:
            return Need.FORECAST if self.amounts or self.previous else Need.NOTHING
        if self.saved.is_explained:
            return Need.NOTHING
        if self.is_deficit:
            return Need.ANALYSIS
        return Need.ZERO_FORECAST if self.zero_forecast else Need.NOTHING


@dataclass(frozen=True)
class SlotLines:
    """All lines of a slot that the user may read, in the tree's order.

    `previous_cutoff`: that of the occasion before that the unit handed in. `measures_limit`: from when a deficit of all
    lines together wants measures, where the rule asks for it."""

    lines: tuple[SlotLine, ...] = ()
    basis: Basis = NOTHING_KNOWN
    previous_cutoff: date | None = None
    measures_limit: Threshold = DEFAULT

    def line(self, key: LineKey) -> SlotLine | None:
        """One line by its key."""
        return next((line for line in self.lines if line.key == key and not line.is_closed), None)

    @cached_property
    def amounts(self) -> Amounts:
        """The lines' money together."""
        return Amounts.together(line.amounts for line in self.lines)

    @cached_property
    def counted(self) -> Decimal:
        """What the lines count together, in kronor."""
        return sum((line.counted for line in self.lines), ZERO)

    @property
    def forecast(self) -> Decimal | None:
        """What the lines count together; None until the first of them has a forecast."""
        if all(line.forecast is None for line in self.lines):
            return None
        return self.counted

    @property
    def has_any(self) -> bool:
        """Is there a forecast in any line, now or before? Else nobody has forecast what the lines count as."""
        return self.forecast is not None or self.previous is not None

    @property
    def against_budget(self) -> Decimal | None:
        """What the lines count − budget; None until somebody has forecast something, and without a budget."""
        return variance(self.counted, self.amounts.budget) if self.has_any else None

    @property
    def variance(self) -> Decimal | None:
        """Forecast − budget; None until the first line has a forecast, and without a budget."""
        return variance(self.forecast, self.amounts.budget)

    @property
    def previous(self) -> Decimal | None:
        """The previous forecast together, as it was summed then. None when there was none at all."""
        if all(line.previous is None for line in self.lines):
            return None
        return sum((line.before for line in self.lines), ZERO)

    @property
    def then(self) -> Told | None:
        """What was told of the lines together; None where it is not kept."""
        if all(line.then is None for line in self.lines):
            return None
        return Told.together(line.then for line in self.lines if line.then is not None)

    def replaced(self, changed: Mapping[LineKey, SlotLine]) -> SlotLines:
        """The same lines, some of them changed."""
        return replace(self, lines=tuple(changed.get(line.key, line) for line in self.lines))

    @property
    def missing(self) -> int:
        """How many lines have no forecast yet."""
        return sum(line.need == Need.FORECAST for line in self.lines)

    def slip(self, line: SlotLine) -> Slip | None:
        """Does the line's forecast look like a slip of the pen? A line that is closed is not asked about."""
        if line.forecast is None or line.is_closed:
            return None
        return likely_slip(line.forecast, self._facts(line), is_explained=line.saved.is_explained)

    def _facts(self, line: SlotLine) -> LineFacts:
        counter, amounts = line.counter_forecast, line.amounts
        return LineFacts(
            budget=amounts.budget,
            previous=line.previous,
            last_year=amounts.last_year,
            counter=counter.value if counter else None,
            to_date=amounts.to_date,
            months=line.basis.count,
            whole=self.amounts.budget,
        )
