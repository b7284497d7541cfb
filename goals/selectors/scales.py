"""The municipality's own words for judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goals.rules.attainment import GoalState, IndicatorState
from styrmodell.access import Access
from styrmodell.models import Scale, ScaleStep
from ui.rules.marks import MARKS, Mark

NOT_JUDGED = GoalState.NOT_JUDGED.value


@dataclass(frozen=True, slots=True)
class JudgementWords:
    """The steps by which goals are judged, in order, and the words for indicators and activities, by mark."""

    steps: Sequence[ScaleStep]
    others: dict[str, Mark]

    def of_state(self, state: GoalState) -> Mark:
        """The municipality's first step with the state's mark; the default word when it has none."""
        own = next((step for step in self.steps if step.symbol == state.value), None)
        return own.mark if own else MARKS[state.value]

    def of_indicator(self, state: IndicatorState) -> Mark | None:
        """The municipality's word for an indicator's state; None for what is only followed, which has no status.

        A first measurement has its own word, whatever the scale."""
        if not state.symbol:
            return None
        mark = self.others.get(state.symbol) or MARKS[state.symbol]
        return Mark(mark.symbol, mark.tone, state.label) if state is IndicatorState.FIRST else mark

    @property
    def indicator_marks(self) -> list[Mark]:
        """The scale of indicators as it is shown, best first."""
        marks = [self.of_indicator(state) for state in IndicatorState if state is not IndicatorState.FIRST]
        return [mark for mark in marks if mark]

    def of_progress(self, progress: str) -> Mark | None:
        """The municipality's word for how far an activity has come; None when nothing is said."""
        return self.others.get(progress) or MARKS.get(progress)

    @property
    def not_judged(self) -> Mark:
        """The word for a goal that is not judged."""
        return self.of_state(GoalState.NOT_JUDGED)

    @property
    def marks(self) -> list[Mark]:
        """The scale as it is shown, always with the mark for not judged last if the scale lacks it."""
        shown = [step.mark for step in self.steps]
        return shown if any(mark.symbol == NOT_JUDGED for mark in shown) else [*shown, self.not_judged]


def judgement_words(access: Access, year: int) -> JudgementWords:
    """The scales of the steering model in force in the year (one query)."""
    kinds = [Scale.Kind.GOAL, Scale.Kind.INDICATOR, Scale.Kind.ACTIVITY]
    rows = ScaleStep.objects.of(access).filter(scale__kind__in=kinds)
    newest = list(rows.select_related("scale__model").order_by("-scale__model__version", "scale__position", "position"))
    in_force = [step for step in newest if _covers(step.scale, year)] or newest
    goal_steps = [step for step in in_force if step.scale.kind == Scale.Kind.GOAL]
    steps = [step for step in goal_steps if step.scale_id == goal_steps[0].scale_id]
    words: dict[str, Mark] = {}
    for step in in_force:
        if step.scale.kind != Scale.Kind.GOAL:
            words.setdefault(step.symbol, step.mark)
    return JudgementWords(steps, words)


def _covers(scale: Scale, year: int) -> bool:
    return scale.model.valid_from.year <= year <= scale.model.valid_to.year
