"""The ends of months."""

from __future__ import annotations

from datetime import date

from styrmodell.rules import dates


def test_the_month_ends_when_it_ends() -> None:
    assert dates.last_day(2028, 2) == date(2028, 2, 29)
    assert dates.day_of_month(2026, 4, 31) == date(2026, 4, 30)
