"""The year over its months, and the tree from the bottom up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.rules import periodise, rollup
from budget.rules.periodise import ProfileError
from styrmodell.rules.tree import Tree

D = Decimal
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
COSTS = st.decimals(-(10**7), 0, places=2)


def test_even_months_and_where_the_odd_ore_goes() -> None:
    assert periodise.evenly(D(-1200)) == [-100] * 12
    assert periodise.evenly(D("100.00")) == [D("8.34")] * 4 + [D("8.33")] * 8
    with pytest.raises(ValueError, match="decimals"):
        periodise.evenly(D("0.001"))


def test_last_years_profile_decides() -> None:
    profile = [D(-300)] * 3 + [D(-100)] * 9
    assert periodise.by_profile(D(-900), profile) == [-150] * 3 + [-50] * 9
    assert periodise.to_date(periodise.by_profile(D(-900), profile), 7) == -650
    assert periodise.accumulated(periodise.evenly(D(-1200)))[6] == -700


@pytest.mark.parametrize(
    ("profile", "message"),
    [([], "tolv månader"), ([D(0)] * 12, "noll alla"), ([D(-1)] * 11 + [D(1)], "både intäkter och kostnader")],
)
def test_a_profile_that_cannot_serve_is_refused_and_the_split_is_even(profile: list[Decimal], message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        periodise.by_profile(D(-1200), profile)
    assert periodise.periodise(D(-1200), profile) == [-100] * 12


def test_to_date_stays_in_the_year() -> None:
    assert periodise.to_date([D(1)] * 12, 0) == 0
    with pytest.raises(ValueError, match="month 13"):
        periodise.to_date([D(1)] * 12, 13)


@given(AMOUNTS, st.none() | st.lists(COSTS, min_size=12, max_size=12))
def test_the_months_add_up_to_the_ore(amount: Decimal, profile: list[Decimal] | None) -> None:
    months = periodise.periodise(amount, profile)
    assert len(months) == 12
    assert sum(months) == amount
    assert all(month == month.quantize(D("0.01")) for month in months)
    assert all(month * amount >= 0 for month in months)
    assert periodise.accumulated(months)[-1] == amount


@given(AMOUNTS, st.lists(COSTS, min_size=12, max_size=12).filter(any))
def test_a_month_without_weight_gets_nothing_and_no_month_is_an_ore_off(
    amount: Decimal, profile: list[Decimal]
) -> None:
    months = periodise.by_profile(amount, profile)
    whole = sum(profile)
    for month, weight in zip(months, profile, strict=True):
        assert weight or not month
        assert abs(month - amount * weight / whole) < D("0.011")


TREE = Tree({1: None, 2: 1, 3: 1, 4: 2, 5: 2})


def test_a_parent_is_its_own_and_its_childrens() -> None:
    own = {1: {"a": D(1)}, 4: {"a": D(10), "b": D(5)}, 5: {"a": D(100)}}
    sums = rollup.roll_up(TREE, own)
    assert sums == {
        1: {"a": 111, "b": 5},
        2: {"a": 110, "b": 5},
        4: {"a": 10, "b": 5},
        5: {"a": 100},
        3: {},
    }
    assert list(sums) == TREE.in_order()
    assert rollup.total(sums[1]) == 116
    assert own[1] == {"a": 1}


def test_money_outside_the_tree_is_an_error() -> None:
    with pytest.raises(KeyError):
        rollup.roll_up(TREE, {99: {"a": D(1)}})


@st.composite
def forests_with_money(draw: st.DrawFn) -> tuple[Tree, dict[int, dict[str, Decimal]]]:
    size = draw(st.integers(1, 40))
    parents: dict[int, int | None] = {
        key: draw(st.none() | st.integers(0, key - 1)) if key else None for key in range(size)
    }
    amounts = st.dictionaries(st.sampled_from("abc"), AMOUNTS)
    return Tree(parents), draw(st.dictionaries(st.integers(0, size - 1), amounts))


@given(forests_with_money())
def test_nothing_is_lost_or_counted_twice(case: tuple[Tree, dict[int, dict[str, Decimal]]]) -> None:
    tree, own = case
    sums = rollup.roll_up(tree, own)
    assert sum(rollup.total(sums[root]) for root in tree.roots()) == sum(map(rollup.total, own.values()))
    for key in tree.in_order():
        children = sum(rollup.total(sums[child]) for child in tree.children(key))
        assert rollup.total(sums[key]) == rollup.total(own.get(key, {})) + children
