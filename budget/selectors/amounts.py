"""Money straight from the tables: budget, outcome and last year of every organisation and account group."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from budget.models import BudgetLine, Outcome
from budget.rules.basis import NOTHING_KNOWN, Basis
from budget.rules.counter_forecast import CounterForecast, LastYear, counter_forecast
from budget.rules.statements import NOT_OPERATING
from budget.rules.variance import add_known, variance
from styrmodell.access import Access
from styrmodell.models import Organisation

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Exact kronor of something in a year (income +, cost −); None for what is missing in the whole municipality.

    `last_year`: the whole year before, None unless all its months are there; `last_year_to_date`: the same months of
    it; `to_date`: the booked months; `budget`: the whole year's budget with supplementary appropriations;
    `period_budget`: the booked months' share of it, spread as last year's outcome of the same organisation and account
    group, evenly where there is none; `is_example`: some of it is made up for the examples; `not_operating`: what of the
    budget stands on taxes, grants and financial items; `outcome_moved`: the outcome is another than when what is shown was
    decided."""

    last_year: Decimal | None = None
    last_year_to_date: Decimal | None = None
    to_date: Decimal | None = None
    budget: Decimal | None = None
    period_budget: Decimal | None = None
    is_example: bool = False
    not_operating: Decimal = ZERO
    outcome_moved: bool = False

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts.together([self, other])

    @classmethod
    def together(cls, parts: Iterable[Amounts]) -> Amounts:
        """The sum of any number of them."""
        rows = list(parts)
        if len(rows) == 1:
            return rows[0]
        return cls(
            add_known(row.last_year for row in rows),
            add_known(row.last_year_to_date for row in rows),
            add_known(row.to_date for row in rows),
            add_known(row.budget for row in rows),
            add_known(row.period_budget for row in rows),
            any(row.is_example for row in rows),
            sum((row.not_operating for row in rows), ZERO),
            any(row.outcome_moved for row in rows),
        )

    def __bool__(self) -> bool:
        """Is there any money at all?"""
        return any((self.last_year, self.to_date, self.budget, self.not_operating))

    @property
    def period_variance(self) -> Decimal | None:
        """Outcome − period budget; None when either is missing."""
        return variance(self.to_date, self.period_budget)

    def counter_forecast(self, basis: Basis, write: Callable[[Decimal], str] | None = None) -> CounterForecast | None:
        """What the year would be if it went on like this (rules/counter_forecast); None when nothing is booked.

        `write` formats kronor in the explanation."""
        if self.to_date is None:
            return None
        last_year = LastYear(self.last_year, self.last_year_to_date or ZERO) if self.last_year else None
        return counter_forecast(self.to_date, basis.months, last_year, **({"write": write} if write else {}))


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
    together; and what the figures rest on."""

    basis: Basis = NOTHING_KNOWN
    groups: Mapping[int, Mapping[int | None, Amounts]] = field(default_factory=dict)

    @property
    def nothing(self) -> Amounts:
        """What stands on an organisation without money: 0, but missing where it is missing everywhere."""
        basis = self.basis
        last_year, to_date, budget = (
            ZERO if known else None for known in (basis.has_last_year, basis.months, basis.has_budget)
        )
        return Amounts(last_year, last_year, to_date, budget, budget if basis.months else None)

    def of(self, organisations: Iterable[int]) -> Amounts:
        """The organisations together; one without money counts as nothing."""
        by_group = (self.groups[pk] for pk in organisations if pk in self.groups)
        found = [amounts for groups in by_group for amounts in groups.values()]
        return Amounts.together(found or [self.nothing])

    def of_group(self, account_group_id: int, organisations: Iterable[int]) -> Amounts:
        """An account group of the organisations together, where they are read by account group."""
        by_group = (self.groups[pk] for pk in organisations if pk in self.groups)
        found = [groups[account_group_id] for groups in by_group if account_group_id in groups]
        return Amounts.together(found or [self.nothing])


# What the figures rest on, and budget, outcome and last year of each organisation, or of its account groups: a row for
# each, in the order of `Amounts`; one row without an organisation when there is no money. The period budget is counted
# here, where the budget is decided: per organisation and account group, spread as last year's outcome was, and evenly
# where last year is not whole or its share is not between nothing and all of the year. Every sum of it, whichever way
# it is made, is then the same. In SQL because a large municipality has thousands of them and a page wants a hundred
# sums; tests/budget/test_period_budget.py says what it should be.
# A statement that begins with SELECT is known to change nothing, so the row history leaves it alone.
_MONEY = """SELECT * FROM (
    WITH basis AS (
        SELECT ARRAY(
                   SELECT month FROM generate_series(1, %(month)s) AS month WHERE EXISTS (
                       SELECT FROM budget_outcome o WHERE o.municipality_id = %(municipality)s
                       AND o.year = %(year)s AND o.month = month.month
                       AND (%(only)s::bigint[] IS NULL OR o.organisation_id = ANY(%(only)s))
                       AND o.organisation_id <> ALL(%(without)s::bigint[])
                   )
               ) AS months,
               (
                   SELECT count(*) = 12 FROM generate_series(1, 12) AS month WHERE EXISTS (
                       SELECT FROM budget_outcome o WHERE o.municipality_id = %(municipality)s
                       AND o.year = %(year)s - 1 AND o.month = month.month
                       AND (%(only)s::bigint[] IS NULL OR o.organisation_id = ANY(%(only)s))
                       AND o.organisation_id <> ALL(%(without)s::bigint[])
                   )
               ) AS has_last_year,
               EXISTS (
                   SELECT FROM budget_budgetline b
                   WHERE b.municipality_id = %(municipality)s AND b.year = %(year)s
                   AND (%(only)s::bigint[] IS NULL OR b.organisation_id = ANY(%(only)s))
                   AND b.organisation_id <> ALL(%(without)s::bigint[])
               ) AS has_budget
    ), not_operating AS (
        SELECT id FROM styrmodell_accountgroup
        WHERE municipality_id = %(municipality)s AND statement_row = ANY(%(not_operating)s)
    ), example AS (
        SELECT id FROM budget_ledgerbatch WHERE municipality_id = %(municipality)s AND is_example
    ), outcome AS (
        SELECT organisation_id, account_group_id,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s AND month = ANY(months)), 0) AS last_year_to_date,
               coalesce(sum(amount) FILTER (WHERE year < %(year)s), 0) AS last_year,
               coalesce(sum(amount) FILTER (WHERE year = %(year)s AND month = ANY(months)), 0) AS to_date,
               bool_or(batch_id IN (SELECT id FROM example)) AS is_example
        FROM budget_outcome CROSS JOIN basis
        WHERE municipality_id = %(municipality)s AND year IN (%(year)s - 1, %(year)s)
          AND (%(organisations)s::bigint[] IS NULL OR organisation_id = ANY(%(organisations)s))
        GROUP BY organisation_id, account_group_id
    ), budget AS (
        SELECT organisation_id, account_group_id, sum(amount) AS budget, bool_or(is_example) AS is_example,
               sum(amount) FILTER (WHERE account_group_id IN (SELECT id FROM not_operating)) AS not_operating
        FROM budget_budgetline
        WHERE municipality_id = %(municipality)s AND year = %(year)s
          AND (%(organisations)s::bigint[] IS NULL OR organisation_id = ANY(%(organisations)s))
        GROUP BY organisation_id, account_group_id
    ), money AS (
        SELECT organisation_id, account_group_id, last_year, last_year_to_date,
               to_date, budget, not_operating,
               coalesce(outcome.is_example, false) OR coalesce(budget.is_example, false) AS is_example
        FROM outcome FULL JOIN budget USING (organisation_id, account_group_id)
    )
    SELECT months, has_last_year, has_budget,
           organisation_id, CASE WHEN organisation_id = ANY(%(detailed)s) THEN account_group_id END,
           CASE WHEN has_last_year THEN coalesce(sum(last_year), 0) END,
           CASE WHEN has_last_year THEN coalesce(sum(last_year_to_date), 0) END,
           CASE WHEN months <> '{}' THEN coalesce(sum(to_date), 0) END,
           CASE WHEN has_budget THEN coalesce(sum(budget), 0) END,
           CASE WHEN has_budget AND months <> '{}' THEN coalesce(sum(
               CASE WHEN has_last_year AND last_year <> 0 AND last_year_to_date / last_year BETWEEN 0 AND 1
                    THEN round(budget * last_year_to_date / last_year, 2)
                    ELSE round(budget * cardinality(months) / 12, 2) END
           ), 0) END,
           coalesce(bool_or(is_example), false), coalesce(sum(not_operating), 0)
    FROM basis LEFT JOIN money ON true GROUP BY 1, 2, 3, 4, 5
) money"""


def booked(
    access: Access,
    year: int,
    month: int,
    organisations: Collection[int] | None = None,
    *,
    detailed: Collection[int] = (),
) -> Booked:
    """What is budgeted, and booked in the months up to `month` that have outcome (one query). `organisations` None
    means every one there ever was; those in `detailed` are given by account group."""
    only, without = _ledger_of(access, organisations)
    values = {
        "municipality": access.municipality.pk,
        "year": year,
        "month": month,
        "organisations": None if organisations is None else list(organisations),
        "only": only,
        "without": without,
        "detailed": list(detailed),
        "not_operating": [row.value for row in NOT_OPERATING],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MONEY, values)
        rows = cursor.fetchall()
    groups: dict[int, dict[int | None, Amounts]] = {}
    for _, _, _, organisation_id, account_group_id, *amounts in rows:
        if organisation_id is not None:
            groups.setdefault(organisation_id, {})[account_group_id] = Amounts(*amounts)
    months, has_last_year, has_budget = rows[0][:3]
    return Booked(Basis(tuple(months), month, has_last_year, has_budget), groups)


def _ledger_of(access: Access, organisations: Collection[int] | None) -> tuple[list[int] | None, list[int]]:
    """Whose rows tell whether a month is booked and a budget there: only these (None for all), and without those.

    The municipality's is one ledger, so a nämnd without a row in a month has booked nothing. Each company has its own."""
    ever = access.ever
    tops = [pk for pk, row in ever.organisations.items() if row.kind == Organisation.Kind.COMPANY]
    companies = {below for top in tops for below in ever.tree.descendants(top, include_self=True)}
    if organisations and companies.issuperset(organisations):
        return list(organisations), []
    return None, list(companies)


def with_money(access: Access, year: int, organisation_ids: Collection[int]) -> set[int]:
    """Those of the organisations that have a budget for the year, or an outcome in it or the year before (one query)."""
    budget = BudgetLine.objects.of(access).filter(organisation=OuterRef("pk"), year=year)
    outcome = Outcome.objects.of(access).filter(organisation=OuterRef("pk"), year__in=[year - 1, year])
    rows = Organisation.objects.of(access).filter(pk__any_of=organisation_ids)
    return set(rows.filter(Q(Exists(budget)) | Q(Exists(outcome))).values_list("pk", flat=True))
