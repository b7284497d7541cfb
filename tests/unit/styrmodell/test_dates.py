"""Swedish working days and relative dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules import dates
from styrmodell.rules.dates import After, DateRuleError, Shift

DAYS = st.dates(date(2006, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # nyårsdagen, a Thursday
        date(2026, 1, 6),  # trettondedag jul
        date(2026, 4, 3),  # långfredagen
        date(2026, 4, 6),  # annandag påsk
        date(2026, 5, 1),
        date(2026, 5, 14),  # Kristi himmelsfärdsdag
        date(2025, 6, 6),  # nationaldagen, a Friday
        date(2026, 6, 19),  # midsommarafton
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2026, 8, 29),  # a Saturday
        date(2026, 8, 30),  # a Sunday
    ],
)
def test_free_days(day: date) -> None:
    assert not dates.is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 4, 2), date(2026, 4, 30), date(2026, 12, 23)])
def test_the_day_before_a_holiday_is_a_working_day(day: date) -> None:
    assert dates.is_working_day(day)


def test_the_month_ends_when_it_ends() -> None:
    assert dates.last_day(2028, 2) == date(2028, 2, 29)
    assert dates.day_of_month(2026, 4, 31) == date(2026, 4, 30)
    assert dates.add_months(date(2026, 8, 31), 2) == date(2026, 10, 31)
    assert dates.add_months(date(2026, 6, 30), 2) == date(2026, 8, 31)
    assert dates.add_months(date(2026, 1, 30), 1) == date(2026, 2, 28)
    assert dates.add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_dates_hang_on_each_other() -> None:
    """Per 31 juli; hand in ten working days later; the dialogue a week after that; KF within two months."""
    found = dates.resolve(
        {"per": date(2026, 7, 31)},
        {
            "dialog": After("inlamning", days=7, shift=Shift.AFTER),
            "inlamning": After("per", working_days=10),
            "kf": After("per", months=2, shift=Shift.BEFORE),
        },
    )
    assert found["inlamning"] == date(2026, 8, 14)
    assert found["dialog"] == date(2026, 8, 21)
    assert found["kf"] == date(2026, 9, 30)


def test_a_date_that_was_fixed_wins() -> None:
    fixed = {"per": date(2026, 7, 31), "inlamning": date(2026, 8, 28)}
    rules = {"inlamning": After("per", days=3), "dialog": After("inlamning", days=1, shift=Shift.AFTER)}
    assert dates.resolve(fixed, rules)["dialog"] == date(2026, 8, 31)


def test_impossible_dates_are_explained() -> None:
    with pytest.raises(DateRuleError, match="a → b → a hänger på varandra"):
        dates.resolve({}, {"a": After("b"), "b": After("a")})
    with pytest.raises(DateRuleError, match="a räknas från c, som inte finns"):
        dates.resolve({}, {"a": After("c")})


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_counting_working_days_there_and_between_agree(day: date, count: int) -> None:
    there = dates.add_working_days(day, count)
    assert dates.is_working_day(there)
    assert abs((there - day).days) >= abs(count)
    if count > 0:
        assert dates.working_days_between(day, there) == count
    else:
        assert dates.working_days_between(there - timedelta(days=1), day - timedelta(days=1)) == -count


@given(DAYS)
def test_shifting_goes_to_the_nearest_working_day_in_its_direction(day: date) -> None:
    before, after = dates.shifted(day, Shift.BEFORE), dates.shifted(day, Shift.AFTER)
    assert before <= day <= after
    assert dates.is_working_day(before)
    assert dates.is_working_day(after)
    assert (before == day == after) == dates.is_working_day(day)
    assert dates.working_days_between(before, after) == (0 if before == after else 1)
    assert dates.shifted(day, Shift.NONE) == day


@given(DAYS, st.integers(-200, 200))
def test_adding_months_lands_in_the_right_month(day: date, count: int) -> None:
    there = dates.add_months(day, count)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == count
    if day == dates.last_day(day.year, day.month):
        assert there == dates.last_day(there.year, there.month)


@given(st.integers(2006, 2060), st.integers(1, 12))
def test_every_month_has_between_fifteen_and_twenty_three_working_days(year: int, month: int) -> None:
    first, last = date(year, month, 1) - timedelta(days=1), dates.last_day(year, month)
    count = dates.working_days_between(first, last)
    assert 15 <= count <= 23
