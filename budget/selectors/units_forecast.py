"""What the nämnder forecast together, as the whole municipality's income statement takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budget.models import ForecastLine
from budget.rules.forecast_notes import UnitForecast
from budget.rules.statements import NOT_OPERATING
from budget.rules.variance import first_known
from budget.selectors.amounts import ZERO
from budget.selectors.economy import EconomyRow, EconomyTable
from styrmodell.access import Access
from styrmodell.models import AccountGroup


@dataclass(frozen=True, slots=True)
class UnitsForecast:
    """The nämnder's net operating cost: kronor, income +, cost −.

    Taxes, grants and financial items that an organisation carries (a finansförvaltning) are no operating cost: they are
    left out, and how a forecast of them deviates from budget stands in `deviations`, by row of the statement."""

    counted: Decimal
    budget: Decimal
    deviations: Mapping[str, Decimal]
    units: tuple[UnitForecast, ...]
    is_example: bool  # some of the forecasts are made up for the examples

    @property
    def is_given(self) -> bool:
        """Has any of the units a forecast?"""
        return any(unit.is_given for unit in self.units)

    @property
    def variance(self) -> Decimal:
        """Forecast − budget."""
        return self.counted - self.budget


def units_forecast(access: Access, economy: EconomyTable) -> UnitsForecast:
    """Sum the occasion's rows, which have been read with their lines (`children`). Two queries."""
    outside = _outside_operating(access)
    lines = [line for row in economy.rows for line in (row.children or (row,))]
    apart = [line for line in lines if line.posted.group in outside]
    deviations: dict[str, Decimal] = {}
    for line in apart:
        key = outside[line.posted.group or 0]
        deviations[key] = deviations.get(key, ZERO) + line.counted - first_known(line.budget)
    # What stands outside on a line that is forecast as one sum cannot be told apart but by its budget.
    not_operating = sum((row.amounts.not_operating for row in economy.rows), ZERO)
    counted = sum((row.counted for row in economy.rows), ZERO) - not_operating - sum(deviations.values(), ZERO)
    budget = sum((first_known(row.budget) for row in economy.rows), ZERO) - not_operating
    return UnitsForecast(counted, budget, deviations, tuple(_units(economy)), _is_example(access, economy))


def _is_example(access: Access, economy: EconomyTable) -> bool:
    """Is some of the occasion's forecasts made up?"""
    lines = ForecastLine.objects.of(access).filter(slot__occasion=economy.occasion, is_example=True)
    return lines.exclude(amount=None).exists()


def _units(economy: EconomyTable) -> Iterator[UnitForecast]:
    """The units that report, with how far they have come."""
    for row in economy.rows:
        if row.slot_id is not None and _has_money(row):
            yield UnitForecast(row.name, row.forecast is not None, row.previous is not None, row.missing)


def _has_money(row: EconomyRow) -> bool:
    """A unit without money has nothing to forecast."""
    return bool(row.amounts) or row.forecast is not None or row.previous is not None


def _outside_operating(access: Access) -> dict[int, str]:
    """The account groups of rows that are no operating cost, with their row (one query)."""
    groups = AccountGroup.objects.of(access).filter(statement_row__in=[row.value for row in NOT_OPERATING])
    return dict(groups.values_list("pk", "statement_row"))
