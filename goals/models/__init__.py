"""Goals, indicators and judgements."""

from .goal import Goal, GoalLink
from .indicator import Indicator, IndicatorTarget, IndicatorValue, PeerValue
from .judgement import Judgement

__all__ = ["Goal", "GoalLink", "Indicator", "IndicatorTarget", "IndicatorValue", "Judgement", "PeerValue"]
