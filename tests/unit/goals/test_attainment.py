"""What indicators say about a goal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import attainment
from goals.rules.attainment import GoalState, IndicatorState, Measurement, Proposal, propose
from goals.rules.vocabulary import Direction

VALUES = st.decimals(-1000, 1000, places=2)
STATES = st.sampled_from(IndicatorState)
S = IndicatorState


def state(value: str | None, target: str | None, previous: str | None, direction: str = "upp", tol: str = "0") -> str:
    numbers = [None if text is None else Decimal(text) for text in (value, target, previous)]
    return attainment.indicator_state(Measurement(*numbers, Direction(direction), Decimal(tol))).label


@pytest.mark.parametrize(
    ("value", "target", "previous", "direction", "label"),
    [
        ("80", "80", "70", "upp", "Når målvärdet"),
        ("79", "80", "70", "upp", "Rätt riktning"),
        ("60", "80", "70", "upp", "Fel riktning"),
        ("70", "80", "70", "upp", "Oförändrat"),
        # days of waiting: lower is better
        ("30", "30", "47", "ner", "Når målvärdet"),
        ("47", "30", "48", "ner", "Rätt riktning"),
        ("50", "30", "47", "ner", "Fel riktning"),
        # reached before and moved away, but still at the target: it is reached
        ("85", "80", "90", "upp", "Når målvärdet"),
        # no target: only the direction
        ("71", None, "70", "upp", "Rätt riktning"),
        ("71", "80", None, "upp", "Första mätningen"),
        ("71", None, None, "upp", "Första mätningen"),
        (None, "80", "70", "upp", "Utfall saknas"),
    ],
)
def test_an_indicator(value: str | None, target: str | None, previous: str | None, direction: str, label: str) -> None:
    assert state(value, target, previous, direction) == label


def test_a_change_within_the_tolerance_is_none_but_the_target_is_exact() -> None:
    assert state("70.5", "80", "70", tol="0.5") == "Oförändrat"
    assert state("70.6", "80", "70", tol="0.5") == "Rätt riktning"
    assert state("79.9", "80", "79.5", tol="0.5") == "Oförändrat"


@given(VALUES, st.none() | VALUES, st.none() | VALUES)
def test_lower_is_better_is_the_mirror_of_higher_is_better(
    value: Decimal, target: Decimal | None, previous: Decimal | None
) -> None:
    up = Measurement(value, target, previous, Direction.UP)
    down = Measurement(
        -value, None if target is None else -target, None if previous is None else -previous, Direction.DOWN
    )
    assert attainment.indicator_state(up) is attainment.indicator_state(down)


@given(VALUES, VALUES, VALUES, st.decimals(0, 100, places=2), st.sampled_from(Direction))
def test_a_better_value_never_gets_a_worse_state(
    value: Decimal, target: Decimal, previous: Decimal, better: Decimal, direction: Direction
) -> None:
    worst_first = [S.AWAY, S.UNCHANGED, S.TOWARDS, S.REACHED]
    improved = value + better if direction is Direction.UP else value - better
    before = attainment.indicator_state(Measurement(value, target, previous, direction))
    after = attainment.indicator_state(Measurement(improved, target, previous, direction))
    assert worst_first.index(after) >= worst_first.index(before)


def test_the_reason_says_what_was_compared() -> None:
    def write(value: Decimal) -> str:
        return f"{value} dagar"

    towards = Measurement(Decimal(47), Decimal(30), Decimal(48), Direction.DOWN)
    assert (
        attainment.indicator_reason(towards, write)
        == "Från 48 dagar till 47 dagar, åt rätt håll. Målvärdet är 30 dagar."
    )
    reached = Measurement(Decimal(30), Decimal(30), None, Direction.DOWN)
    assert attainment.indicator_reason(reached, write) == "30 dagar når målvärdet 30 dagar."
    first = Measurement(Decimal(47), None, None, Direction.DOWN)
    assert attainment.indicator_reason(first, write) == "Första mätningen: 47 dagar. Målvärde saknas."
    same = Measurement(Decimal(48), None, Decimal(48), Direction.DOWN)
    assert attainment.indicator_reason(same, write) == "48 dagar, i stort sett som förut (48 dagar). Målvärde saknas."
    assert attainment.indicator_reason(Measurement(None, None, None, Direction.UP), write) == "Utfall saknas."


@pytest.mark.parametrize(
    ("states", "proposed", "reason"),
    [
        ([], "ejbed", "Målet har ingen indikator."),
        ([S.REACHED], "nas", "Indikatorn når målvärdet."),
        ([S.REACHED, S.REACHED], "nas", "Båda indikatorerna når målvärdet."),
        (
            [S.REACHED, S.REACHED, S.TOWARDS],
            "delvis",
            "Av tre indikatorer når två målvärdet och en rör sig åt rätt håll.",
        ),
        ([S.TOWARDS] * 3, "delvis", "Alla tre indikatorer rör sig åt rätt håll."),
        ([S.TOWARDS, S.AWAY], "delvis", "Av två indikatorer rör sig en åt rätt håll och en rör sig åt fel håll."),
        (
            [S.REACHED, S.AWAY, S.UNCHANGED],
            "nasinte",
            "Av tre indikatorer når en målvärdet, en står stilla och en rör sig åt fel håll.",
        ),
        ([S.REACHED, S.MISSING], "nas", "Av två indikatorer når en målvärdet och en saknar utfall."),
        (
            [S.REACHED, S.MISSING, S.MISSING],
            "ejbed",
            "Av tre indikatorer når en målvärdet och två saknar utfall. Det räcker inte för ett förslag.",
        ),
        ([S.FIRST], "ejbed", "Indikatorn mäts för första gången. Det räcker inte för ett förslag."),
    ],
)
def test_the_indicators_propose_and_say_why(states: list[IndicatorState], proposed: str, reason: str) -> None:
    assert propose(states) == Proposal(GoalState(proposed), reason)


@given(st.lists(STATES, max_size=12), st.randoms())
def test_the_order_of_the_indicators_does_not_matter(states: list[IndicatorState], random: object) -> None:
    shuffled = states[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert propose(shuffled) == propose(states)


@given(st.lists(st.sampled_from([S.REACHED, S.TOWARDS, S.UNCHANGED, S.AWAY]), min_size=1, max_size=8), st.data())
def test_one_indicator_getting_worse_never_makes_the_goal_better(
    states: list[IndicatorState], data: st.DataObject
) -> None:
    worst_first = [GoalState.NOT_REACHED, GoalState.PARTLY, GoalState.REACHED]
    index = data.draw(st.integers(0, len(states) - 1))
    worse = [*states[:index], S.AWAY, *states[index + 1 :]]
    assert worst_first.index(propose(worse).state) <= worst_first.index(propose(states).state)


def test_only_a_goal_whose_every_telling_indicator_reaches_is_reached() -> None:
    assert propose([S.REACHED, S.REACHED, S.FIRST]).state is GoalState.REACHED
    assert propose([S.REACHED, S.REACHED, S.UNCHANGED]).state is GoalState.PARTLY


@pytest.mark.parametrize("judged", list(GoalState))
@pytest.mark.parametrize("proposed", list(GoalState))
def test_a_reason_is_needed_exactly_when_two_answers_stand_against_each_other(
    judged: GoalState, proposed: GoalState
) -> None:
    needed = attainment.differs_from(judged, Proposal(proposed, ""))
    assert needed == (judged != proposed and GoalState.NOT_JUDGED not in {judged, proposed})


def test_marks_and_words() -> None:
    assert attainment.goal_state_of("delvis") is GoalState.PARTLY
    assert attainment.goal_state_of("a-klar") is None
    assert GoalState.PARTLY.label == "Nås delvis"
    assert IndicatorState.FIRST.symbol == "i-of"
    assert {state.symbol for state in IndicatorState} == {"i-nar", "i-ratt", "i-of", "i-fel", "i-sakn"}
