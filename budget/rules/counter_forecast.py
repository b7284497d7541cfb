"""Motprognos: what the year would be if nothing changed, counted openly from outcome and last year's season.

A second opinion beside the manager's own forecast, never a replacement for it. Kronor, income +, cost −.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from styrmodell.rules.periods import month_list
from ui.rules.money import Unit, amount, percent, round_half_up

_MONTHS = 12
_YEAR = range(1, _MONTHS + 1)
_LEAST_SHARE = Decimal("0.05")  # of last year's sum; with less than that booked, its season says too little


class Method(StrEnum):
    """How the counter-forecast was counted."""

    BOOKED = "bokfort"  # the whole year is booked
    SEASON = "sasong"  # this year's outcome, grown as last year grew
    LAST_YEAR_REST = "rest"  # this year's outcome + the rest of last year
    RUN_RATE = "takt"  # this year's outcome × 12 / months

    @property
    def words(self) -> str:
        """What it was counted from, in Swedish."""
        match self:
            case Method.BOOKED:
                return "hela året är bokfört"
            case Method.SEASON:
                return "årets utfall och förra årets säsong"
            case Method.LAST_YEAR_REST:
                return "årets utfall och resten av förra året"
            case Method.RUN_RATE:
                return "årets utfall i samma takt"


def _tkr(value: Decimal) -> str:
    return amount(value, Unit.TKR, named=True)


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's outcome in kronor: all twelve months, and those months of it that are booked this year."""

    whole: Decimal
    same_months: Decimal

    @property
    def rest(self) -> Decimal:
        """The months of last year that are not booked this year."""
        return self.whole - self.same_months

    @property
    def has_season(self) -> bool:
        """Is the booked months' share of the year a fair one?"""
        return self.whole != 0 and _LEAST_SHARE <= self.same_months / self.whole <= 1


@dataclass(frozen=True, slots=True)
class CounterForecast:
    """The full year in kronor, and how it was counted from the booked months."""

    value: Decimal
    method: Method
    booked: Decimal
    months: tuple[int, ...]
    last_year: LastYear | None = None
    write: Callable[[Decimal], str] = field(default=_tkr, compare=False, repr=False)

    @property
    def explanation(self) -> str:
        """How it was counted, in Swedish: written when somebody asks, most lines are only compared."""
        so_far = f"Utfallet {month_list(self.months)} är {self.write(self.booked)}."
        year = f"Det ger {self.write(self.value)} för hela året."
        match self.method, self.last_year:
            case Method.SEASON, LastYear(whole, same_months):
                share = percent(same_months * 100 / whole)
                return f"{so_far} Förra året hade {share} av årets summa bokförts samma månader. {year}"
            case Method.LAST_YEAR_REST, LastYear(rest=rest):
                others = month_list(set(_YEAR) - set(self.months))
                return f"{so_far} Förra årets {others} läggs till: {self.write(rest)}. {year}"
            case Method.BOOKED, _:
                return f"Hela året är bokfört: {self.write(self.booked)}."
        return f"{so_far} Samma takt i tolv månader. {year}"


def counter_forecast(
    booked: Decimal,
    months: Collection[int],
    last_year: LastYear | None = None,
    write: Callable[[Decimal], str] = _tkr,
) -> CounterForecast | None:
    """Count the full year from what is `booked` in some months of it. None when no month is.

    `last_year` is None when it is not known, or not whole. `write` formats kronor in the explanation.
    The value is rounded to öre. Raises ValueError for months that are none of a year's.
    """
    if not set(months) <= set(_YEAR) or len(set(months)) != len(months):
        raise ValueError("a year has twelve months")
    if not months:
        return None
    method, value = _counted(booked, len(months), last_year)
    return CounterForecast(round_half_up(value, 2), method, booked, tuple(months), last_year, write)


def _counted(booked: Decimal, count: int, last_year: LastYear | None) -> tuple[Method, Decimal]:
    """By season when last year's share by the same months is a fair one, else with last year's rest, else by rate."""
    if count == _MONTHS:
        return Method.BOOKED, booked
    if last_year is None or not (last_year.whole or last_year.same_months):
        return Method.RUN_RATE, booked * _MONTHS / count
    if last_year.has_season and booked * last_year.same_months > 0:
        return Method.SEASON, booked * last_year.whole / last_year.same_months
    return Method.LAST_YEAR_REST, booked + last_year.rest


def run_rate(booked: Decimal, months: int) -> Decimal:
    """Takt: the year if every month becomes as those booked. Kronor; raises ValueError for months outside the year."""
    if not 1 <= months <= _MONTHS:
        raise ValueError(f"{months} months is no part of a year")
    return round_half_up(booked * _MONTHS / months, 2)


def is_far(forecast: Decimal, counter: Decimal, budget: Decimal, percent_of_budget: Decimal) -> bool:
    """Tell whether the own forecast lies further from the counter-forecast than so many per cent of the budget."""
    return abs(forecast - counter) * 100 > abs(budget) * percent_of_budget
