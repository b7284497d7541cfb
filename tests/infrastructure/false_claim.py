"""A property that does not hold, for `test_fuzz`; its name keeps it out of every other run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st


@given(st.integers())
def test_every_number_is_less_than_a_thousand(number: int) -> None:
    assert number < 1000
