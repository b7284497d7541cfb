"""Money straight from the tables: one query for budget, outcome and last year, whatever the number of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db import connection

from budget.rules.counter_forecast import CounterForecast, counter_forecast
from styrmodell.access import Access

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Exact kronor of something in a year (income +, cost −).

    `last_year`: the whole year before; `last_year_to_date`: the same months of it; `to_date`: the booked months;
    `budget`: the whole year's budget with supplementary appropriations; `period_budget`: the booked months' share of
    it, spread as last year's outcome of the same organisation and account group, evenly where there is none."""

    last_year: Decimal = ZERO
    last_year_to_date: Decimal = ZERO
    to_date: Decimal = ZERO
    budget: Decimal = ZERO
    period_budget: Decimal = ZERO

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.last_year + other.last_year,
            self.last_year_to_date + other.last_year_to_date,
            self.to_date + other.to_date,
            self.budget + other.budget,
            self.period_budget + other.period_budget,
        )

    def __bool__(self) -> bool:
        """Is there any money at all?"""
        return any((self.last_year, self.to_date, self.budget))

    def counter_forecast(self, through: int) -> CounterForecast | None:
        """What the year would be if it went on like this (rules/counter_forecast); None when nothing is booked."""
        if not through:
            return None
        pad = [ZERO] * (through - 1)
        rest = [ZERO] * (11 - through)
        last_year = [self.last_year_to_date, *pad, self.last_year - self.last_year_to_date, *rest][:12]
        return counter_forecast([self.to_date, *pad], last_year if self.last_year else None)


NOTHING = Amounts()


@dataclass(frozen=True, slots=True, order=True)
class LineKey:
    """Names where money stands: an organisation, or one of its account groups. Written "12" or "12-3"."""

    organisation_id: int
    account_group_id: int | None = None

    def __str__(self) -> str:
        return f"{self.organisation_id}" + (f"-{self.account_group_id}" if self.account_group_id else "")

    @classmethod
    def parse(cls, text: str) -> LineKey | None:
        """Read what `str` wrote; None for anything else."""
        match = re.fullmatch(r"([0-9]{1,18})(?:-([0-9]{1,18}))?", text)
        return cls(int(match[1]), int(match[2]) if match[2] else None) if match else None


Key = TypeVar("Key", int, LineKey)


@dataclass(frozen=True, slots=True)
class Booked(Generic[Key]):
    """Amounts by key, and the last booked month that they count (0 when nothing of the year is booked)."""

    through: int = 0
    amounts: Mapping[Key, Amounts] = field(default_factory=dict)

    def of(self, keys: Iterable[Key]) -> Amounts:
        """The sum over some of the keys; a key without money counts as nothing."""
        found = NOTHING
        for key in keys:
            if key in self.amounts:
                found += self.amounts[key]
        return found


# The period budget is counted where the budget is decided, per organisation and account group: every sum of it,
# whichever way it is made, is then the same.
_SQL = """
    WITH booked AS (
        SELECT LEAST(%(month)s, coalesce(max(month), 0)) AS through
        FROM budget_outcome WHERE municipality_id = %(municipality)s AND year = %(year)s AND month <= %(month)s
    ), outcome AS (
        SELECT organisation_id, account_group_id,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s), 0) AS last_year,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s AND month <= through), 0) AS last_year_to_date,
               coalesce(sum(amount) FILTER (WHERE year = %(year)s AND month <= through), 0) AS to_date
        FROM budget_outcome CROSS JOIN booked
        WHERE municipality_id = %(municipality)s AND year IN (%(year)s - 1, %(year)s)
          AND (%(units)s::bigint[] IS NULL OR organisation_id = ANY(%(units)s))
        GROUP BY organisation_id, account_group_id
    ), budget AS (
        SELECT organisation_id, account_group_id, sum(amount) AS budget
        FROM budget_budgetline
        WHERE municipality_id = %(municipality)s AND year = %(year)s
          AND (%(units)s::bigint[] IS NULL OR organisation_id = ANY(%(units)s))
        GROUP BY organisation_id, account_group_id
    ), money AS (
        SELECT organisation_id, account_group_id, through, last_year, last_year_to_date, to_date, budget,
               CASE WHEN last_year <> 0 AND last_year_to_date / last_year BETWEEN 0 AND 1
                    THEN round(budget * last_year_to_date / last_year, 2)
                    ELSE round(budget * through / 12, 2) END AS period_budget
        FROM outcome FULL JOIN budget USING (organisation_id, account_group_id) CROSS JOIN booked
    )
    SELECT {key}, max(through), coalesce(sum(last_year), 0), coalesce(sum(last_year_to_date), 0),
           coalesce(sum(to_date), 0), coalesce(sum(budget), 0), coalesce(sum(period_budget), 0)
    FROM money GROUP BY 1, 2
"""
_BY_LINE = _SQL.format(key="organisation_id, CASE WHEN organisation_id = ANY(%(detailed)s) THEN account_group_id END")
_BY_GROUP = _SQL.format(key="account_group_id, NULL")


def by_line(
    access: Access, year: int, month: int, units: Iterable[int] | None, detailed: Iterable[int] = ()
) -> Booked[LineKey]:
    """What is booked and budgeted directly on each organisation, not on those below it (one query).

    Counts January up to `month`, or up to the last booked month when that is earlier. `units` None means every
    organisation there ever was; those in `detailed` are given per account group."""
    rows = _read(_BY_LINE, access, year, month, units, detailed)
    return Booked(_through(rows), {LineKey(row[0], row[1]): Amounts(*row[3:]) for row in rows})


def by_account_group(access: Access, year: int, month: int, units: Iterable[int]) -> Booked[int]:
    """The organisations together, per account group (one query). See `by_line`."""
    rows = _read(_BY_GROUP, access, year, month, units)
    return Booked(_through(rows), {row[0]: Amounts(*row[3:]) for row in rows})


def _through(rows: list[tuple[Any, ...]]) -> int:
    return int(rows[0][2]) if rows else 0


def _read(
    sql: str, access: Access, year: int, month: int, units: Iterable[int] | None, detailed: Iterable[int] = ()
) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "municipality": access.municipality.pk,
        "year": year,
        "month": month,
        "units": None if units is None else list(units),
        "detailed": list(detailed),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
