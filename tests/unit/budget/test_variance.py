"""Variances, changes and shares."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.rules import variance
from budget.rules.variance import Threshold

D = Decimal
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@pytest.mark.parametrize(
    ("outcome", "budget", "expected"),
    [
        (-105, -100, -5),  # higher cost than budget is worse
        (-95, -100, 5),
        (105, 100, 5),  # higher income is better
        (95, 100, -5),
        (-5, 5, -10),
    ],
)
def test_plus_is_better_than_budget(outcome: int, budget: int, expected: int) -> None:
    assert variance.variance(D(outcome), D(budget)) == expected


def test_the_share_has_the_deviations_sign() -> None:
    assert variance.share(D(-5), D(-100)) == -5
    assert variance.share(D(-5), D(100)) == -5
    assert variance.share(D(5), D(0)) is None


def test_a_limit_needs_both_kronor_and_per_cent() -> None:
    limit = Threshold(kronor=D(500), percent=D(1))
    assert limit.is_passed(D(-500), D(-10_000))
    assert limit.is_passed(D(500), D(-10_000))
    assert not limit.is_passed(D(-499), D(-10_000))
    assert not limit.is_passed(D(-900), D(-100_000))
    assert not Threshold().is_passed(D(0), D(0))


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_worse_outcome_is_a_smaller_variance(outcome: Decimal, other: Decimal, budget: Decimal) -> None:
    assert (outcome < other) == (variance.variance(outcome, budget) < variance.variance(other, budget))


@given(AMOUNTS, AMOUNTS)
def test_showing_costs_as_positive_never_changes_the_variance(outcome: Decimal, budget: Decimal) -> None:
    """Net costs are shown unsigned; turning them back gives the stored amounts and the same variance."""
    shown = (-outcome, -budget)
    assert variance.variance(outcome, budget) == shown[1] - shown[0]


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=20))
def test_the_sum_of_variances_is_the_variance_of_the_sums(lines: list[tuple[Decimal, Decimal]]) -> None:
    outcome, budget = (sum(column) for column in zip(*lines, strict=True))
    assert variance.variance(D(outcome), D(budget)) == sum(variance.variance(*line) for line in lines)
