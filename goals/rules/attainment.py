"""What the indicators say about a goal, and when a judgement differs from it (AL-4).

The indicators propose; people judge. "Moved in the right direction without reaching the target" is a result of its
own. The words are defined in docs/glossary.md. Every answer carries a Swedish sentence that says how it came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goals.rules.path import Path, YearAndValue
from styrmodell.rules.vocabulary import LabelledEnum
from ui.rules.swedish import join_words, number_word


class IndicatorState(LabelledEnum):
    """Where an indicator stands. The values are the marks' names; the two without a mark of their own say nothing yet.

    Worst to best among those that tell: AWAY, UNCHANGED, BEHIND, ON_PATH, REACHED."""

    REACHED = "i-nar", "Når målvärdet"
    ON_PATH = "i-fas", "I fas"
    BEHIND = "i-ratt", "Efter planen"
    UNCHANGED = "i-of", "Oförändrat"
    AWAY = "i-fel", "Fel riktning"
    MISSING = "i-sakn", "Utfall saknas"
    FIRST = "forsta", "Första mätningen"
    FOLLOWED = "foljs", "Följs"

    @property
    def symbol(self) -> str:
        """The mark that stands beside the word; empty for what is only followed, which has no status."""
        return {IndicatorState.FIRST: IndicatorState.UNCHANGED.value, IndicatorState.FOLLOWED: ""}.get(self, self.value)

    @property
    def tells(self) -> bool:
        """Does it say something about the goal?"""
        return self not in {IndicatorState.MISSING, IndicatorState.FIRST, IndicatorState.FOLLOWED}


class GoalState(LabelledEnum):
    """What a goal is judged as. The values are the marks' names; a scale's step has one of them as symbol."""

    REACHED = "nas", "Nås"
    PARTLY = "delvis", "Nås delvis"
    NOT_REACHED = "nasinte", "Nås inte"
    NOT_JUDGED = "ejbed", "Ej bedömt"


@dataclass(frozen=True, slots=True)
class Measurement:
    """An indicator's newest outcome (year and value), the path it is held against and where that path began."""

    path: Path
    outcome: YearAndValue | None
    start: YearAndValue | None

    @property
    def aim(self) -> YearAndValue | None:
        """The target that the outcome is held against, with its year."""
        return self.path.aim(self.outcome[0]) if self.outcome else None

    @property
    def planned(self) -> Decimal | None:
        """What the path from the start says for the outcome's year; None up to the start."""
        if self.outcome is None or (self.start is not None and self.outcome[0] <= self.start[0]):
            return None
        return replace(self.path, baseline=self.start).planned(self.outcome[0])


def measure(path: Path, values: Mapping[int, Decimal]) -> Measurement:
    """The newest of the yearly values, on the path."""
    if not values:
        return Measurement(path, None, None)
    year = max(values)
    return Measurement(path, (year, values[year]), path.start(values, year))


def indicator_state(measured: Measurement) -> IndicatorState:
    """Judge an outcome by its own year: the target first, then the path towards the next one, then where it began.

    What has no target or no wanted direction is only followed (HA-6). Values are compared exactly, never as rounded."""
    direction = measured.path.direction
    if direction is None or not measured.path.targets:
        return IndicatorState.FOLLOWED
    if measured.outcome is None or measured.aim is None:
        return IndicatorState.MISSING
    value = measured.outcome[1]
    if direction.reaches(value, measured.aim[1]):
        return IndicatorState.REACHED
    if measured.planned is not None and direction.reaches(value, measured.planned):
        return IndicatorState.ON_PATH
    if measured.start is None:
        return IndicatorState.FIRST
    gain = direction.gain(measured.start[1], value)
    return IndicatorState.AWAY if gain < 0 else IndicatorState.BEHIND if gain else IndicatorState.UNCHANGED


def indicator_reason(measured: Measurement, write: Callable[[Decimal], str]) -> str:
    """Say in Swedish, with years, why `indicator_state` answers as it does; `write` formats a value with its unit."""
    state = indicator_state(measured)
    if state is IndicatorState.FOLLOWED:
        return "Har ingen önskad riktning." if measured.path.targets else "Har inget målvärde."
    if measured.outcome is None or measured.aim is None:
        return "Utfall saknas."
    year = measured.outcome[0]
    value, target = _in_year(measured.outcome, write), write(measured.aim[1])
    if measured.aim[0] != year:
        target = _in_year(measured.aim, write)
    if state is IndicatorState.REACHED:
        return f"{value} når målvärdet {target}."
    if state is IndicatorState.ON_PATH and measured.planned is not None:
        return f"{value} är i fas: planen är {write(measured.planned)} på väg mot målvärdet {target}."
    return f"{value} når inte målvärdet {target}. {_since_the_start(measured, state, write)}"


def _since_the_start(measured: Measurement, state: IndicatorState, write: Callable[[Decimal], str]) -> str:
    if measured.start is None:
        return "Det är den första mätningen."
    began = _in_year(measured.start, write)
    if measured.start == measured.path.baseline:
        began = f"ingångsvärdet {began}"
    words = {
        IndicatorState.BEHIND: f"Bättre än {began}, men efter planen.",
        IndicatorState.UNCHANGED: f"Samma som {began}.",
        IndicatorState.AWAY: f"Sämre än {began}.",
    }
    return words[state]


def _in_year(point: YearAndValue, write: Callable[[Decimal], str]) -> str:
    return f"{write(point[1])} ({point[0]})"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the indicators together propose for the goal, and why, in Swedish."""

    state: GoalState
    reason: str


def propose(states: Sequence[IndicatorState]) -> Proposal:
    """Propose a judgement of a goal from its indicators' states.

    What is only followed is left out. An indicator without outcome, or measured for the first time without reaching its
    target, says nothing yet.
    1. Fewer than half of the indicators say something, or there are none: not judged.
    2. Every one of those reaches its target or is on its path: reached.
    3. At least half of them do, or are better than where they began (AL-4): partly reached.
    4. Otherwise: not reached.
    """
    asked = [state for state in states if state is not IndicatorState.FOLLOWED]
    if not asked:
        return Proposal(GoalState.NOT_JUDGED, "Målet har ingen indikator med målvärde.")
    counts: Counter[IndicatorState] = Counter(asked)
    said = _counted(counts)
    telling = sum(state.tells for state in asked)
    as_planned = counts[IndicatorState.REACHED] + counts[IndicatorState.ON_PATH]
    good = as_planned + counts[IndicatorState.BEHIND]
    if not telling or telling * 2 < len(asked):
        return Proposal(GoalState.NOT_JUDGED, f"{said} Det räcker inte för ett förslag.")
    if as_planned == telling:
        return Proposal(GoalState.REACHED, said)
    if good * 2 >= telling:
        return Proposal(GoalState.PARTLY, said)
    return Proposal(GoalState.NOT_REACHED, said)


_VERBS = {
    IndicatorState.REACHED: ("når", "målvärdet"),
    IndicatorState.ON_PATH: ("är", "i fas"),
    IndicatorState.BEHIND: ("är", "på väg men efter planen"),
    IndicatorState.UNCHANGED: ("står", "stilla"),
    IndicatorState.AWAY: ("har gått", "åt fel håll"),
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
