"""Money straight from the tables: budget, outcome and last year of every organisation and account group."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

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
    it, spread as last year's outcome of the same organisation and account group, evenly where there is none;
    `is_example`: some of it is made up for the examples."""

    last_year: Decimal = ZERO
    last_year_to_date: Decimal = ZERO
    to_date: Decimal = ZERO
    budget: Decimal = ZERO
    period_budget: Decimal = ZERO
    is_example: bool = False

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.last_year + other.last_year,
            self.last_year_to_date + other.last_year_to_date,
            self.to_date + other.to_date,
            self.budget + other.budget,
            self.period_budget + other.period_budget,
            self.is_example or other.is_example,
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
            any(row.is_example for row in rows),
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


@dataclass(frozen=True, slots=True)
class Booked:
    """What stands directly on each organisation, not on those below it: by account group, or with None for all of them
    together. `through` is the last booked month that it counts, 0 when there is nothing."""

    through: int = 0
    groups: Mapping[int, Mapping[int | None, Amounts]] = field(default_factory=dict)

    def of(self, organisations: Iterable[int]) -> Amounts:
        """The organisations together; one without money counts as nothing."""
        by_group = (self.groups[pk] for pk in organisations if pk in self.groups)
        return Amounts.together(amounts for groups in by_group for amounts in groups.values())

    def of_group(self, account_group_id: int, organisations: Iterable[int]) -> Amounts:
        """An account group of the organisations together, where they are read by account group."""
        by_group = (self.groups[pk] for pk in organisations if pk in self.groups)
        return Amounts.together(groups[account_group_id] for groups in by_group if account_group_id in groups)


# Budget, outcome and last year of each organisation, or of its account groups: a row for each, in the order of
# `Amounts`. The period budget is counted here, where the budget is decided: per organisation and account group, spread
# as last year's outcome was, and evenly where its share is not between nothing and all of the year. Every sum of it,
# whichever way it is made, is then the same. In SQL because a large municipality has thousands of them and a page
# wants a hundred sums; tests/budget/test_period_budget.py says what it should be.
# A statement that begins with SELECT is known to change nothing, so the row history leaves it alone.
_MONEY = """SELECT * FROM (
    WITH booked AS (
        SELECT LEAST(%(month)s, coalesce(max(month), 0)) AS through
        FROM budget_outcome WHERE municipality_id = %(municipality)s AND year = %(year)s AND month <= %(month)s
    ), example AS (
        SELECT id FROM budget_ledgerbatch WHERE municipality_id = %(municipality)s AND is_example
    ), outcome AS (
        SELECT organisation_id, account_group_id,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s AND month <= through), 0) AS last_year_to_date,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s AND month > through), 0) AS last_year_rest,
               coalesce(sum(amount) FILTER (WHERE year = %(year)s AND month <= through), 0) AS to_date,
               bool_or(batch_id IN (SELECT id FROM example)) AS is_example
        FROM budget_outcome CROSS JOIN booked
        WHERE municipality_id = %(municipality)s AND year IN (%(year)s - 1, %(year)s)
          AND (%(organisations)s::bigint[] IS NULL OR organisation_id = ANY(%(organisations)s))
        GROUP BY organisation_id, account_group_id
    ), budget AS (
        SELECT organisation_id, account_group_id, sum(amount) AS budget, bool_or(is_example) AS is_example
        FROM budget_budgetline
        WHERE municipality_id = %(municipality)s AND year = %(year)s
          AND (%(organisations)s::bigint[] IS NULL OR organisation_id = ANY(%(organisations)s))
        GROUP BY organisation_id, account_group_id
    ), money AS (
        SELECT organisation_id, account_group_id, last_year_to_date + last_year_rest AS last_year, last_year_to_date,
               to_date, budget, coalesce(outcome.is_example, false) OR coalesce(budget.is_example, false) AS is_example
        FROM outcome FULL JOIN budget USING (organisation_id, account_group_id)
    )
    SELECT organisation_id, CASE WHEN organisation_id = ANY(%(detailed)s) THEN account_group_id END, max(through),
           coalesce(sum(last_year), 0), coalesce(sum(last_year_to_date), 0), coalesce(sum(to_date), 0),
           coalesce(sum(budget), 0),
           coalesce(sum(
               CASE WHEN last_year <> 0 AND last_year_to_date / last_year BETWEEN 0 AND 1
                    THEN round(budget * last_year_to_date / last_year, 2)
                    ELSE round(budget * through / 12, 2) END
           ), 0),
           bool_or(is_example)
    FROM money CROSS JOIN booked GROUP BY 1, 2
) money"""


def booked(
    access: Access,
    year: int,
    month: int,
    organisations: Collection[int] | None = None,
    *,
    detailed: Collection[int] = (),
) -> Booked:
    """What is budgeted and booked (one query): January up to `month`, or up to the last booked month when that is
    earlier. `organisations` None means every one there ever was; those in `detailed` are given by account group."""
    values = {
        "municipality": access.municipality.pk,
        "year": year,
        "month": month,
        "organisations": None if organisations is None else list(organisations),
        "detailed": list(detailed),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MONEY, values)
        rows = cursor.fetchall()
    groups: dict[int, dict[int | None, Amounts]] = {}
    for organisation_id, account_group_id, _, *amounts in rows:
        groups.setdefault(organisation_id, {})[account_group_id] = Amounts(*amounts)
    return Booked(rows[0][2] if rows else 0, groups)


def with_money(access: Access, year: int, organisation_ids: Collection[int]) -> set[int]:
    """Those of the organisations that have a budget for the year, or an outcome in it or the year before (one query)."""
    budget = BudgetLine.objects.of(access).filter(organisation=OuterRef("pk"), year=year)
    outcome = Outcome.objects.of(access).filter(organisation=OuterRef("pk"), year__in=[year - 1, year])
    rows = Organisation.objects.of(access).filter(pk__any_of=organisation_ids)
    return set(rows.filter(Q(Exists(budget)) | Q(Exists(outcome))).values_list("pk", flat=True))
