"""The last day of a month, and days that a shorter month does not have."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def last_day(year: int, month: int) -> date:
    """The month's last day."""
    return date(year, month, monthrange(year, month)[1])


def day_of_month(year: int, month: int, day: int) -> date:
    """The day in the month, or its last day when the month is shorter: 31 in April is the 30th."""
    return date(year, month, min(day, monthrange(year, month)[1]))
