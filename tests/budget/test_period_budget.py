"""The period budget is counted in SQL, in one place; this is what it should be."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from budget.models import BudgetLine, Outcome
from budget.selectors.amounts import booked
from tests.budget.conftest import Town
from tests.factories import BudgetLineFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
D = Decimal
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
COSTS = st.decimals(-(10**7), 0, places=2)
YEARS = st.lists(COSTS, min_size=12, max_size=12) | st.lists(AMOUNTS, min_size=12, max_size=12)


def period_budget(budget: Decimal, last_year: list[Decimal], through: int) -> Decimal:
    """As last year was spread, when its share by then is between nothing and all of it; else evenly. Half up, to öre."""
    whole, so_far = Fraction(sum(last_year)), Fraction(sum(last_year[:through]))
    is_fair = whole != 0 and 0 <= so_far / whole <= 1
    ore = abs(Fraction(budget) * (so_far / whole if is_fair else Fraction(through, 12)) * 100)
    rounded = (D(ore.numerator) / D(ore.denominator)).quantize(D(1), ROUND_HALF_UP)
    is_minus = (budget < 0) != (is_fair and so_far / whole < 0)
    return (-rounded if is_minus else rounded) / 100


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(budget=AMOUNTS, last_year=st.just([D(0)] * 12) | YEARS, through=st.integers(1, 12))
@example(budget=D("-1200"), last_year=[D(-300)] * 3 + [D(-100)] * 9, through=7)
@example(budget=D("0.06"), last_year=[D(1)] + [D(0)] * 10 + [D(11)], through=1)  # half an öre goes up
@example(budget=D("-0.06"), last_year=[D(0)] * 12, through=1)
@example(budget=D("-1200"), last_year=[D(-2)] + [D(0)] * 10 + [D(1)], through=3)  # twice the year: evenly
@example(budget=D("-1200"), last_year=[D(1)] + [D(0)] * 10 + [D(-2)], through=3)  # minus the year: evenly
def test_the_period_budget_is_last_years_share_or_an_even_one(
    town: Town, budget: Decimal, last_year: list[Decimal], through: int
) -> None:
    Outcome.objects.all().delete()
    BudgetLine.objects.all().delete()
    place = {"organisation": town.social, "account_group": town.groups[0]}
    BudgetLineFactory(**place, year=2026, amount=budget)
    for month in range(1, through + 1):
        OutcomeFactory(**place, year=2026, month=month, amount=D(-1))
    for month, amount in enumerate(last_year, start=1):
        OutcomeFactory(**place, year=2025, month=month, amount=amount)

    amounts = booked(town.access(), 2026, 12, [town.social.pk]).of([town.social.pk])

    assert amounts.period_budget == period_budget(budget, last_year, through)
    assert (amounts.last_year, amounts.last_year_to_date) == (sum(last_year), sum(last_year[:through]))
