"""The clock of the house: real time, and the examples' own day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from ui import clock

A_WINTERS_DAY = datetime(2027, 1, 15, 23, 30, tzinfo=UTC)  # half past midnight on the 16th in Sweden


@time_machine.travel(A_WINTERS_DAY, tick=False)
def test_days_and_moments_are_swedish(settings) -> None:
    settings.EXAMPLE_DAY = None
    assert clock.today() == date(2027, 1, 16)
    assert clock.now() == A_WINTERS_DAY
    assert clock.local_now().isoformat() == "2027-01-16T00:30:00+01:00"


@time_machine.travel(A_WINTERS_DAY, tick=False)
def test_the_examples_have_a_day_of_their_own_and_the_hour_of_the_wall(settings) -> None:
    settings.EXAMPLE_DAY = date(2026, 9, 9)
    assert clock.today() == date(2026, 9, 9)
    assert clock.local_now().isoformat() == "2026-09-09T00:30:00+02:00"
    assert clock.local_now() == clock.now()
