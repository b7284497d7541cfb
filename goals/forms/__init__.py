"""Forms of goals."""

from __future__ import annotations

from goals.forms.deciding import DecideForm, EndForm
from goals.forms.goal import GoalForm
from goals.forms.indicators import IndicatorFormSet, ValuesForm
from goals.forms.judgement import JudgementForm

__all__ = ["DecideForm", "EndForm", "GoalForm", "IndicatorFormSet", "JudgementForm", "ValuesForm"]
