"""The goal that the municipality has set for the year's result, as a share of taxes and general grants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from budget.rules.result_share import tells_result_share
from goals.models import Goal, IndicatorTarget
from goals.rules.vocabulary import Direction, IndicatorKind
from styrmodell.access import Access


def result_target(access: Access, year: int) -> Decimal | None:
    """The year's highest target, per cent, among the goals that are decided and in force; None without one (one query)."""
    goals = Goal.objects.of(access).without_drafts().in_force(dt.date(year, 12, 31))
    rows = IndicatorTarget.objects.of(access).filter(year=year, indicator__goal__in=goals, indicator__unit="%")
    rows = rows.filter(indicator__kind=IndicatorKind.INDICATOR, indicator__direction=Direction.UP)
    told = rows.values_list("indicator__name", "indicator__unit", "value")
    return max((value for name, unit, value in told if tells_result_share(name, unit)), default=None)
