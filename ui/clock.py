"""What time it is. Only here is it asked, so that the examples can stand still on their own day.

With `EXAMPLE_DAY` (refused without `DEMO_MODE`) it is always that day, at the hour of the clock on the wall:
every date, deadline and «försenad» in the examples is as in life, whenever the demo is started. Jobs, sessions and
the row history keep the machine's own time: they measure how long something takes, not which day it is.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day, in Swedish time."""
    example: date | None = settings.EXAMPLE_DAY
    return example or timezone.localdate()


def now() -> datetime:
    """The moment, with time zone."""
    example: date | None = settings.EXAMPLE_DAY
    moment = timezone.now()
    if example is None:
        return moment
    local = timezone.localtime(moment)
    return datetime.combine(example, local.time(), local.tzinfo)


def local_now() -> datetime:
    """The moment in Swedish time, as it is written."""
    return timezone.localtime(now())
