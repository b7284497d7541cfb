"""What the indicators say about a goal, and when a judgement differs from it (AL-4).

The indicators propose; people judge. "Moved in the right direction without reaching the target" is a
result of its own. Every answer carries a Swedish sentence that says how it came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goals.rules.vocabulary import Direction
from styrmodell.rules.vocabulary import LabelledEnum
from ui.rules.swedish import join_words, number_word


class IndicatorState(LabelledEnum):
    """What one indicator says. The values are the marks' names, except the first measurement, which has no own."""

    REACHED = "i-nar", "Når målvärdet"
    TOWARDS = "i-ratt", "Rätt riktning"
    UNCHANGED = "i-of", "Oförändrat"
    AWAY = "i-fel", "Fel riktning"
    MISSING = "i-sakn", "Utfall saknas"
    FIRST = "forsta", "Första mätningen"

    @property
    def symbol(self) -> str:
        """The mark that stands beside the word."""
        return IndicatorState.UNCHANGED.value if self is IndicatorState.FIRST else self.value


class GoalState(LabelledEnum):
    """What a goal is judged as. The values are the marks' names; a scale's step has one of them as symbol."""

    REACHED = "nas", "Nås"
    PARTLY = "delvis", "Nås delvis"
    NOT_REACHED = "nasinte", "Nås inte"
    NOT_JUDGED = "ejbed", "Ej bedömt"


@dataclass(frozen=True, slots=True)
class Measurement:
    """An indicator's value with what it is held against, all in the indicator's unit.

    `previous` is the value before this one (or the baseline). A change of at most `tolerance` counts as none.
    """

    value: Decimal | None
    target: Decimal | None
    previous: Decimal | None
    direction: Direction
    tolerance: Decimal = Decimal(0)


def indicator_state(measured: Measurement) -> IndicatorState:
    """Judge one indicator: the target first, then the direction since the previous value."""
    if measured.value is None:
        return IndicatorState.MISSING
    if measured.target is not None and measured.direction.reaches(measured.value, measured.target):
        return IndicatorState.REACHED
    if measured.previous is None:
        return IndicatorState.FIRST
    gain = measured.direction.gain(measured.previous, measured.value)
    if abs(gain) <= measured.tolerance:
        return IndicatorState.UNCHANGED
    return IndicatorState.TOWARDS if gain > 0 else IndicatorState.AWAY


def indicator_reason(measured: Measurement, write: Callable[[Decimal], str]) -> str:
    """Say in Swedish why `indicator_state` answers as it does; `write` formats a value with its unit."""
    value, target, previous = measured.value, measured.target, measured.previous
    if value is None:
        return "Utfall saknas."
    against = f" Målvärdet är {write(target)}." if target is not None else " Målvärde saknas."
    if target is not None and measured.direction.reaches(value, target):
        return f"{write(value)} når målvärdet {write(target)}."
    if previous is None:
        return f"Första mätningen: {write(value)}.{against}"
    words = {
        IndicatorState.TOWARDS: f"Från {write(previous)} till {write(value)}, åt rätt håll.",
        IndicatorState.AWAY: f"Från {write(previous)} till {write(value)}, åt fel håll.",
        IndicatorState.UNCHANGED: f"{write(value)}, i stort sett som förut ({write(previous)}).",
    }
    return words[indicator_state(measured)] + against


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the indicators together propose for the goal, and why, in Swedish."""

    state: GoalState
    reason: str


def propose(states: Sequence[IndicatorState]) -> Proposal:
    """Propose a judgement of a goal from its indicators' states.

    An indicator without outcome, or measured for the first time without reaching its target, says nothing yet.
    1. Fewer than half of the indicators say something, or there are none: not judged.
    2. Every one of those reaches its target: reached.
    3. At least half of them reach the target or move towards it: partly reached.
    4. Otherwise: not reached.
    """
    if not states:
        return Proposal(GoalState.NOT_JUDGED, "Målet har ingen indikator.")
    counts = Counter(states)
    said = _counted(counts)
    telling = len(states) - counts[IndicatorState.MISSING] - counts[IndicatorState.FIRST]
    good = counts[IndicatorState.REACHED] + counts[IndicatorState.TOWARDS]
    if not telling or telling * 2 < len(states):
        return Proposal(GoalState.NOT_JUDGED, f"{said} Det räcker inte för ett förslag.")
    if counts[IndicatorState.REACHED] == telling:
        return Proposal(GoalState.REACHED, said)
    if good * 2 >= telling:
        return Proposal(GoalState.PARTLY, said)
    return Proposal(GoalState.NOT_REACHED, said)


_VERBS = {
    IndicatorState.REACHED: ("når", "målvärdet"),
    IndicatorState.TOWARDS: ("rör sig", "åt rätt håll"),
    IndicatorState.UNCHANGED: ("står", "stilla"),
    IndicatorState.AWAY: ("rör sig", "åt fel håll"),
    IndicatorState.FIRST: ("mäts", "för första gången"),
    IndicatorState.MISSING: ("saknar", "utfall"),
}


def _counted(counts: Counter[IndicatorState]) -> str:
    """Say how many indicators there are of each state: "Av tre indikatorer når två målvärdet och en …"."""
    present = [(counts[state], *_VERBS[state]) for state in _VERBS if counts[state]]
    total = counts.total()
    if len(present) == 1:
        _, verb, rest = present[0]
        who = {1: "Indikatorn", 2: "Båda indikatorerna"}.get(total, f"Alla {number_word(total)} indikatorer")
        return f"{who} {verb} {rest}."
    (first, verb, rest), *others = present
    parts = [
        f"{verb} {number_word(first)} {rest}",
        *(f"{number_word(count)} {verb} {rest}" for count, verb, rest in others),
    ]
    return f"Av {number_word(total)} indikatorer {join_words(parts)}."


def goal_state_of(symbol: str) -> GoalState | None:
    """The state a scale's step stands for, by its mark; None for a mark of another family."""
    return GoalState(symbol) if symbol in set(GoalState) else None


def differs_from(judgement: GoalState, proposal: Proposal) -> bool:
    """Tell whether the judgement says something else than the indicators, so that a reason is needed.

    Nothing differs while either side says nothing (not judged).
    """
    silent = GoalState.NOT_JUDGED
    return judgement is not silent and proposal.state is not silent and judgement is not proposal.state
