"""Motprognos: what the year would be if nothing changed, counted openly from outcome and last year's season.

A second opinion beside the manager's own forecast, never a replacement for it. Kronor, income +, cost −.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from ui.rules.money import DASH, Unit, amount, percent, round_half_up
from ui.rules.swedish import MONTHS_SHORT

_MONTHS = 12
_LEAST_SHARE = Decimal("0.05")  # of last year's sum; with less than that booked, its season says too little


class Method(StrEnum):
    """How the counter-forecast was counted."""

    BOOKED = "bokfort"  # the whole year is booked
    SEASON = "sasong"  # this year's outcome, grown as last year grew
    LAST_YEAR_REST = "rest"  # this year's outcome + the rest of last year
    RUN_RATE = "takt"  # this year's outcome × 12 / months


def _tkr(value: Decimal) -> str:
    return amount(value, Unit.TKR, named=True)


@dataclass(frozen=True, slots=True)
class CounterForecast:
    """The full year in kronor, and how it was counted."""

    value: Decimal
    method: Method
    booked: Decimal
    count: int  # of booked months
    last_year: Sequence[Decimal] = ()
    write: Callable[[Decimal], str] = field(default=_tkr, compare=False, repr=False)

    @property
    def explanation(self) -> str:
        """How it was counted, in Swedish: written when somebody asks, most lines are only compared."""
        return _explain(self.method, self.booked, self.count, self.last_year, self.value, self.write)


def counter_forecast(
    outcome: Sequence[Decimal],
    last_year: Sequence[Decimal] | None = None,
    write: Callable[[Decimal], str] = _tkr,
) -> CounterForecast | None:
    """Count the full year from the booked months of the year, January first. None when nothing is booked.

    `last_year` is last year's twelve months, None when unknown. `write` formats kronor in the explanation.
    The value is rounded to öre. Raises ValueError when there are more than twelve months, or last year has not twelve.
    """
    if len(outcome) > _MONTHS or (last_year is not None and len(last_year) != _MONTHS):
        raise ValueError("a year has twelve months")
    if not outcome:
        return None
    count, booked = len(outcome), sum(outcome, Decimal(0))
    method = _method(booked, count, last_year)
    value = round_half_up(_value(method, booked, count, last_year or ()), 2)
    return CounterForecast(value, method, booked, count, tuple(last_year or ()), write)


def _method(booked: Decimal, count: int, last_year: Sequence[Decimal] | None) -> Method:
    """Season when last year's share to date is a fair one, else last year's rest, else the run rate."""
    if count == _MONTHS:
        return Method.BOOKED
    if last_year is None or not any(last_year):
        return Method.RUN_RATE
    whole, to_date = sum(last_year, Decimal(0)), sum(last_year[:count], Decimal(0))
    has_season = whole != 0 and _LEAST_SHARE <= to_date / whole <= 1 and booked * to_date > 0
    return Method.SEASON if has_season else Method.LAST_YEAR_REST


def _value(method: Method, booked: Decimal, count: int, last_year: Sequence[Decimal]) -> Decimal:
    match method:
        case Method.BOOKED:
            return booked
        case Method.RUN_RATE:
            return booked * _MONTHS / count
        case Method.SEASON:
            return booked * sum(last_year, Decimal(0)) / sum(last_year[:count], Decimal(0))
        case Method.LAST_YEAR_REST:
            return booked + sum(last_year[count:], Decimal(0))


def _explain(
    method: Method,
    booked: Decimal,
    count: int,
    last_year: Sequence[Decimal],
    value: Decimal,
    write: Callable[[Decimal], str],
) -> str:
    so_far = f"Utfallet {_span(1, count)} är {write(booked)}."
    year = f"Det ger {write(value)} för hela året."
    match method:
        case Method.BOOKED:
            return f"Hela året är bokfört: {write(booked)}."
        case Method.RUN_RATE:
            return f"{so_far} Samma takt i tolv månader. {year}"
        case Method.SEASON:
            share = sum(last_year[:count], Decimal(0)) * 100 / sum(last_year, Decimal(0))
            return f"{so_far} Förra året hade {percent(share)} av årets summa bokförts vid samma tid. {year}"
        case Method.LAST_YEAR_REST:
            rest = sum(last_year[count:], Decimal(0))
            return f"{so_far} Förra årets {_span(count + 1, _MONTHS)} läggs till: {write(rest)}. {year}"


def _span(first: int, last: int) -> str:
    start, end = MONTHS_SHORT[first - 1], MONTHS_SHORT[last - 1]
    return start if first == last else f"{start}{DASH}{end}"


def run_rate(booked: Decimal, months: int) -> Decimal:
    """Takt: the year if every month becomes as those booked. Kronor; raises ValueError for months outside the year."""
    if not 1 <= months <= _MONTHS:
        raise ValueError(f"{months} months is no part of a year")
    return round_half_up(booked * _MONTHS / months, 2)


def is_far(forecast: Decimal, counter: Decimal, budget: Decimal, percent_of_budget: Decimal) -> bool:
    """Tell whether the own forecast lies further from the counter-forecast than so many per cent of the budget."""
    return abs(forecast - counter) * 100 > abs(budget) * percent_of_budget
