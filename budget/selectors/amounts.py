"""Money straight from the tables: one query for budget, outcome and last year, whatever the number of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from budget.models import BudgetLine, Outcome
from budget.rules.counter_forecast import CounterForecast, counter_forecast
from styrmodell.access import Access
from styrmodell.models import Organisation

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

    @classmethod
    def together(cls, parts: Iterable[Amounts]) -> Amounts:
        """The sum of any number of them."""
        rows = list(parts)
        if len(rows) == 1:
            return rows[0]
        return cls(
            sum((row.last_year for row in rows), ZERO),
            sum((row.last_year_to_date for row in rows), ZERO),
            sum((row.to_date for row in rows), ZERO),
            sum((row.budget for row in rows), ZERO),
            sum((row.period_budget for row in rows), ZERO),
        )

    def __bool__(self) -> bool:
        """Is there any money at all?"""
        return any((self.last_year, self.to_date, self.budget))

    def counter_forecast(self, through: int, write: Callable[[Decimal], str] | None = None) -> CounterForecast | None:
        """What the year would be if it went on like this (rules/counter_forecast); None when nothing is booked.

        `write` formats kronor in the explanation."""
        if not through:
            return None
        pad = [ZERO] * (through - 1)
        rest = [ZERO] * (11 - through)
        last_year = [self.last_year_to_date, *pad, self.last_year - self.last_year_to_date, *rest][:12]
        known = last_year if self.last_year else None
        return counter_forecast([self.to_date, *pad], known, **({"write": write} if write else {}))


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
        return Amounts.together(self.amounts[key] for key in keys if key in self.amounts)


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored for a line at an occasion. `amount` is kronor (income +, cost −), None without a forecast."""

    amount: Decimal | None = None
    comment: str = ""
    cause: str = ""
    consequence: str = ""
    version: int = 0
    updated_at: datetime | None = None
    updated_by: str = ""

    @property
    def is_explained(self) -> bool:
        """Has somebody written why?"""
        return bool(self.comment.strip() or self.cause.strip())


UNSAVED = Saved()


@dataclass(frozen=True, slots=True)
class SavedLines:
    """What is stored for some slots: by slot and line."""

    of_slot: Mapping[int, Mapping[LineKey, Saved]] = field(default_factory=dict)

    def slot(self, slot_id: int | None) -> Mapping[LineKey, Saved]:
        """One slot's stored lines."""
        return self.of_slot.get(slot_id, {}) if slot_id else {}


# The period budget is counted where the budget is decided, per organisation and account group: every sum of it,
# whichever way it is made, is then the same.
# A statement that begins with SELECT is known to change nothing, so the row history leaves it alone.
_SQL = """SELECT * FROM (
    WITH booked AS (
        SELECT LEAST(%(month)s, coalesce(max(month), 0)) AS through
        FROM budget_outcome WHERE municipality_id = %(municipality)s AND year = %(year)s AND month <= %(month)s
    ), outcome AS (
        SELECT organisation_id, account_group_id,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s), 0) AS last_year,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s AND month <= (SELECT through FROM booked)), 0)
                   AS last_year_to_date,
               coalesce(sum(amount) FILTER (WHERE year = %(year)s AND month <= (SELECT through FROM booked)), 0)
                   AS to_date
        FROM budget_outcome
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
           coalesce(sum(to_date), 0), coalesce(sum(budget), 0), coalesce(sum(period_budget), 0){more}
    FROM money GROUP BY 1, 2
) found"""
_STORED = """
    UNION ALL
    SELECT organisation_id, account_group_id, 0, line.amount, 0, 0, 0, 0,
           slot_id, comment, cause, consequence, version, updated_at, coalesce(writer.name, '')
    FROM budget_forecastline line LEFT JOIN accounts_user writer ON writer.id = line.updated_by_id
    WHERE slot_id = ANY(%(slots)s)
"""
_PER_LINE = "organisation_id, CASE WHEN organisation_id = ANY(%(detailed)s) THEN account_group_id END"
_BY_LINE = _SQL.format(key=_PER_LINE, more=", NULL::bigint, '', '', '', 0, NULL::timestamptz, ''") + _STORED
_BY_GROUP = _SQL.format(key="account_group_id, NULL", more="")
_SLOT_COLUMN = 8


def by_line(
    access: Access,
    year: int,
    month: int,
    units: Iterable[int] | None,
    *,
    detailed: Iterable[int] = (),
    slots: Iterable[int | None] = (),
) -> tuple[Booked[LineKey], SavedLines]:
    """What is booked and budgeted directly on each organisation, not on those below it, and what is stored for the
    slots: one query for both.

    Counts January up to `month`, or up to the last booked month when that is earlier. `units` None means every
    organisation there ever was; those in `detailed` are given per account group."""
    rows = _read(_BY_LINE, access, year, month, units, detailed, slots)
    money = [row for row in rows if row[_SLOT_COLUMN] is None]
    saved: dict[int, dict[LineKey, Saved]] = {}
    for row in rows:
        if row[_SLOT_COLUMN] is not None:
            slot = saved.setdefault(row[_SLOT_COLUMN], {})
            slot[LineKey(row[0], row[1])] = Saved(row[3], *row[_SLOT_COLUMN + 1 :])
    booked = Booked(_through(money), {LineKey(row[0], row[1]): Amounts(*row[3:_SLOT_COLUMN]) for row in money})
    return booked, SavedLines(saved)


def by_account_group(access: Access, year: int, month: int, units: Iterable[int]) -> Booked[int]:
    """The organisations together, per account group (one query). See `by_line`."""
    rows = _read(_BY_GROUP, access, year, month, units)
    return Booked(_through(rows), {row[0]: Amounts(*row[3:]) for row in rows})


def _through(rows: list[tuple[Any, ...]]) -> int:
    return int(rows[0][2]) if rows else 0


def _read(
    sql: str,
    access: Access,
    year: int,
    month: int,
    units: Iterable[int] | None,
    detailed: Iterable[int] = (),
    slots: Iterable[int | None] = (),
) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "municipality": access.municipality.pk,
        "year": year,
        "month": month,
        "units": None if units is None else list(units),
        "detailed": list(detailed),
        "slots": [pk for pk in slots if pk is not None],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def with_money(access: Access, year: int, organisation_ids: Collection[int]) -> set[int]:
    """Those of the organisations that have a budget for the year, or an outcome in it or the year before (one query)."""
    budget = BudgetLine.objects.filter(organisation=OuterRef("pk"), year=year)
    outcome = Outcome.objects.filter(organisation=OuterRef("pk"), year__in=[year - 1, year])
    rows = Organisation.objects.filter(municipality=access.municipality, pk__any_of=organisation_ids)
    return set(rows.filter(Q(Exists(budget)) | Q(Exists(outcome))).values_list("pk", flat=True))
