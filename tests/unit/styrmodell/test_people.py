"""How somebody stands by the days of their roles, and how long a role is sure to be held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrmodell.rules.people import PersonState, Tenure, covered_until, state_of

TODAY = date(2026, 11, 30)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("periods", "seen", "able", "state"),
    [
        ([], None, True, PersonState.ENDED),
        ([Tenure(on(-900), on(-1))], on(-1), True, PersonState.ENDED),
        ([Tenure(on(-900), on(-1)), Tenure(on(-5))], on(-1), True, PersonState.ACTIVE),
        ([Tenure(on(-900))], None, False, PersonState.INVITED),
        ([Tenure(on(3))], None, False, PersonState.INVITED),
        ([Tenure(on(3))], on(-1), True, PersonState.COMING),
        ([Tenure(on(-900), on(0))], on(-1), True, PersonState.ENDING),
        ([Tenure(on(-900), on(60))], on(-1), True, PersonState.ENDING),
        ([Tenure(on(-900), on(61))], on(-1), True, PersonState.ACTIVE),
        ([Tenure(on(-900))], on(-365), True, PersonState.ACTIVE),
        ([Tenure(on(-900))], on(-366), True, PersonState.AWAY),
        ([Tenure(on(-900))], None, True, PersonState.ACTIVE),  # has an account, has not come in yet
    ],
)
def test_how_somebody_stands(periods: list[Tenure], seen: date | None, able: bool, state: PersonState):
    assert state_of(periods, TODAY, seen=seen, can_sign_in=able) == state


@pytest.mark.parametrize(
    ("periods", "until"),
    [
        ([], on(-1)),
        ([Tenure(on(1))], on(-1)),
        ([Tenure(on(-9), on(-1))], on(-1)),
        ([Tenure(on(-9), on(0))], on(0)),
        ([Tenure(on(-9), on(5)), Tenure(on(6), on(9))], on(9)),
        ([Tenure(on(-9), on(5)), Tenure(on(7), on(9))], on(5)),
        ([Tenure(on(-9), on(5)), Tenure(on(6))], date.max),
        ([Tenure(on(4), on(9)), Tenure(on(-9), on(5))], on(9)),
    ],
)
def test_through_which_day_somebody_holds_the_role(periods: list[Tenure], until: date):
    assert covered_until(periods, TODAY) == until


PERIODS = st.builds(
    lambda first, length: Tenure(on(first), None if length is None else on(first + length)),
    st.integers(-30, 30),
    st.none() | st.integers(0, 30),
)


@given(st.lists(PERIODS, max_size=6))
def test_every_day_through_the_last_is_held_and_the_next_is_not(periods: list[Tenure]):
    until = covered_until(periods, TODAY)

    assert all(any(period.holds(on(day)) for period in periods) for day in range(70) if on(day) <= until)
    if until != date.max:
        assert not any(period.holds(until + timedelta(days=1)) for period in periods)


@given(PERIODS, PERIODS)
def test_two_periods_meet_when_they_share_a_day(one: Tenure, other: Tenure):
    shared = any(one.holds(on(day)) and other.holds(on(day)) for day in range(-40, 70))

    assert one.meets(other) is shared
    assert other.meets(one) is shared
