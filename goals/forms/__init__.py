"""Forms of goals."""

from .goal import GoalForm
from .indicators import IndicatorFormSet, ValuesForm
from .judgement import JudgementForm
from .measure import MeasureForm

__all__ = ["GoalForm", "IndicatorFormSet", "JudgementForm", "MeasureForm", "ValuesForm"]
