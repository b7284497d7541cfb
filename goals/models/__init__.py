"""Goals, indicators and judgements."""

from __future__ import annotations

from goals.models.assignment import Assignment, AssignmentNote
from goals.models.carrying import CarryChoice, CarryTarget
from goals.models.ending import GoalEnding
from goals.models.goal import Goal, GoalLink
from goals.models.indicator import Indicator, IndicatorTarget, IndicatorValue, PeerValue
from goals.models.judgement import Judgement

__all__ = [
    "Assignment",
    "AssignmentNote",
    "CarryChoice",
    "CarryTarget",
    "Goal",
    "GoalEnding",
    "GoalLink",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "Judgement",
    "PeerValue",
]
