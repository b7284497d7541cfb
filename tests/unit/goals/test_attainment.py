"""What indicators say about a goal. The truth table is written by hand from docs/glossary.md."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import attainment
from goals.rules.attainment import GoalState, IndicatorState, Measurement, Proposal, indicator_state, measure, propose
from goals.rules.path import Path
from goals.rules.vocabulary import Direction

VALUES = st.decimals(-1000, 1000, places=2)
SERIES = st.dictionaries(st.integers(2018, 2030), VALUES, max_size=6)
STATES = st.sampled_from(IndicatorState)
S = IndicatorState
D = Decimal
WORST_FIRST = [S.AWAY, S.UNCHANGED, S.BEHIND, S.ON_PATH, S.REACHED]
TARGETS = {2023: "75", 2024: "65", 2025: "55", 2026: "45"}  # days of waiting that began at 82


def measured(
    values: dict[int, str], targets: dict[int, str], direction: str, baseline: tuple[int, str] | None = None
) -> Measurement:
    path = Path(
        Direction(direction) if direction else None,
        {year: D(value) for year, value in targets.items()},
        (baseline[0], D(baseline[1])) if baseline else None,
    )
    return measure(path, {year: D(value) for year, value in values.items()})


@pytest.mark.parametrize(
    ("values", "targets", "direction", "baseline", "label"),
    [
        # the outcome against its own year's target
        ({2025: "55"}, TARGETS, "ner", (2022, "82"), "Når målvärdet"),
        ({2025: "56"}, TARGETS, "ner", (2022, "82"), "Efter planen"),
        ({2025: "82"}, TARGETS, "ner", (2022, "82"), "Oförändrat"),
        ({2025: "83"}, TARGETS, "ner", (2022, "82"), "Fel riktning"),
        ({2025: "63"}, {2024: "56", 2025: "60", 2026: "64", 2027: "70"}, "upp", (2023, "52"), "Når målvärdet"),
        # better than last year, but far worse than where it began: last year says nothing
        ({2024: "159", 2025: "143"}, TARGETS, "ner", (2022, "82"), "Fel riktning"),
        ({2024: "5.4", 2025: "5.2"}, {2025: "2.0", 2026: "2.0"}, "ner", (2022, "0.7"), "Fel riktning"),
        ({2024: "50", 2025: "47"}, {2025: "32", 2026: "30"}, "ner", (2022, "39"), "Fel riktning"),
        # worse than last year, but where the plan wants it
        ({2024: "60", 2025: "54"}, {2024: "50", 2025: "52"}, "upp", (2022, "40"), "Når målvärdet"),
        # a year without a target of its own: the line from the start to the next target
        ({2025: "47"}, {2026: "50"}, "upp", (2022, "30"), "I fas"),
        ({2025: "45"}, {2026: "50"}, "upp", (2022, "30"), "I fas"),
        ({2025: "44"}, {2026: "50"}, "upp", (2022, "30"), "Efter planen"),
        ({2025: "50"}, {2026: "50"}, "upp", (2022, "30"), "Når målvärdet"),
        # it began better than the target: the line demands no more than the target
        ({2025: "1.9"}, {2026: "2.0"}, "ner", (2022, "0.7"), "Når målvärdet"),
        ({2025: "2.1"}, {2026: "2.0"}, "ner", (2022, "0.7"), "Fel riktning"),
        # after the last target it stands
        ({2027: "45"}, TARGETS, "ner", (2022, "82"), "Når målvärdet"),
        ({2027: "46"}, TARGETS, "ner", (2022, "82"), "Efter planen"),
        # without a baseline: the last value before the first target
        ({2022: "60", 2023: "70", 2025: "72"}, {2024: "75", 2025: "80"}, "upp", None, "Efter planen"),
        ({2022: "60", 2023: "70", 2025: "69"}, {2024: "75", 2025: "80"}, "upp", None, "Fel riktning"),
        ({2025: "71"}, {2025: "80"}, "upp", None, "Första mätningen"),
        ({2025: "80"}, {2025: "80"}, "upp", None, "Når målvärdet"),
        ({2022: "30"}, {2026: "50"}, "upp", (2022, "30"), "Första mätningen"),
        # never rounded onto the target
        ({2025: "1.994"}, {2025: "2"}, "upp", (2022, "1"), "Efter planen"),
        # nothing measured yet; nothing to be measured against
        ({}, TARGETS, "ner", (2022, "82"), "Utfall saknas"),
        ({2024: "57", 2025: "66"}, {}, "upp", None, "Följs"),
        ({2024: "57", 2025: "66"}, {2025: "60"}, "", None, "Följs"),
        ({}, {}, "", None, "Följs"),
    ],
)
def test_the_truth_table(
    values: dict[int, str],
    targets: dict[int, str],
    direction: str,
    baseline: tuple[int, str] | None,
    label: str,
) -> None:
    assert indicator_state(measured(values, targets, direction, baseline)).label == label


@given(SERIES, SERIES, st.none() | st.tuples(st.integers(2018, 2030), VALUES))
def test_lower_is_better_is_the_mirror_of_higher_is_better(
    values: dict[int, Decimal], targets: dict[int, Decimal], baseline: tuple[int, Decimal] | None
) -> None:
    mirrored = (baseline[0], -baseline[1]) if baseline else None
    up = measure(Path(Direction.UP, targets, baseline), values)
    down = measure(
        Path(Direction.DOWN, {year: -value for year, value in targets.items()}, mirrored),
        {year: -value for year, value in values.items()},
    )
    assert indicator_state(up) is indicator_state(down)


@given(
    st.dictionaries(st.integers(2018, 2030), VALUES, min_size=1, max_size=6),
    st.dictionaries(st.integers(2018, 2030), VALUES, min_size=1, max_size=6),
    st.none() | st.tuples(st.integers(2018, 2030), VALUES),
    st.decimals(0, 100, places=2),
    st.sampled_from(Direction),
)
def test_a_better_value_never_gets_a_worse_state(
    values: dict[int, Decimal],
    targets: dict[int, Decimal],
    baseline: tuple[int, Decimal] | None,
    better: Decimal,
    direction: Direction,
) -> None:
    worst_first = [S.AWAY, S.UNCHANGED, S.BEHIND, S.FIRST, S.ON_PATH, S.REACHED]
    path, year = Path(direction, targets, baseline), max(values)
    improved = values[year] + better if direction is Direction.UP else values[year] - better
    before = indicator_state(measure(path, values))
    after = indicator_state(measure(path, {**values, year: improved}))
    assert worst_first.index(after) >= worst_first.index(before)


@given(SERIES, SERIES, st.tuples(st.integers(2015, 2017), VALUES), st.sampled_from(Direction))
def test_what_is_worse_than_where_it_began_and_than_planned_is_always_going_the_wrong_way(
    values: dict[int, Decimal], targets: dict[int, Decimal], baseline: tuple[int, Decimal], direction: Direction
) -> None:
    found = measure(Path(direction, targets, baseline), values)
    if found.outcome is None or found.aim is None:
        return
    outcome, wanted = found.outcome[1], [found.aim[1], *([] if found.planned is None else [found.planned])]
    worse = direction.gain(baseline[1], outcome) < 0 and not any(direction.reaches(outcome, value) for value in wanted)
    assert (indicator_state(found) is S.AWAY) == worse


@given(SERIES, SERIES, st.none() | st.tuples(st.integers(2018, 2030), VALUES))
def test_what_has_no_direction_or_no_target_has_no_status(
    values: dict[int, Decimal], targets: dict[int, Decimal], baseline: tuple[int, Decimal] | None
) -> None:
    assert indicator_state(measure(Path(None, targets, baseline), values)) is S.FOLLOWED
    assert indicator_state(measure(Path(Direction.UP, {}, baseline), values)) is S.FOLLOWED
    assert not S.FOLLOWED.symbol


def test_the_reason_says_what_was_compared_and_for_which_years() -> None:
    def reason(found: Measurement) -> str:
        return attainment.indicator_reason(found, lambda value: f"{value} dagar")

    began = (2022, "82")
    waiting = measured({2024: "159", 2025: "143"}, TARGETS, "ner", began)
    assert reason(waiting) == "143 dagar (2025) når inte målvärdet 55 dagar. Sämre än ingångsvärdet 82 dagar (2022)."
    assert reason(measured({2025: "60"}, TARGETS, "ner", began)) == (
        "60 dagar (2025) når inte målvärdet 55 dagar. Bättre än ingångsvärdet 82 dagar (2022), men efter planen."
    )
    assert reason(measured({2025: "82"}, TARGETS, "ner", began)) == (
        "82 dagar (2025) når inte målvärdet 55 dagar. Samma som ingångsvärdet 82 dagar (2022)."
    )
    assert reason(measured({2025: "50"}, TARGETS, "ner", began)) == "50 dagar (2025) når målvärdet 55 dagar."
    assert (
        reason(measured({2025: "40"}, {2026: "45"}, "ner", began)) == "40 dagar (2025) når målvärdet 45 dagar (2026)."
    )
    assert reason(measured({2024: "60"}, {2026: "42"}, "ner", began)) == (
        "60 dagar (2024) är i fas: planen är 62 dagar på väg mot målvärdet 42 dagar (2026)."
    )
    assert reason(measured({2025: "71"}, {2025: "45"}, "ner")) == (
        "71 dagar (2025) når inte målvärdet 45 dagar. Det är den första mätningen."
    )
    assert reason(measured({2023: "71", 2025: "72"}, {2025: "45"}, "ner")) == (
        "72 dagar (2025) når inte målvärdet 45 dagar. Sämre än 71 dagar (2023)."
    )
    assert reason(measured({}, TARGETS, "ner", began)) == "Utfall saknas."
    assert reason(measured({2025: "66"}, {}, "ner")) == "Har inget målvärde."
    assert reason(measured({2025: "66"}, TARGETS, "")) == "Har ingen önskad riktning."


@pytest.mark.parametrize(
    ("states", "proposed", "reason"),
    [
        ([], "ejbed", "Målet har ingen indikator med målvärde."),
        ([S.FOLLOWED], "ejbed", "Målet har ingen indikator med målvärde."),
        ([S.REACHED], "nas", "Indikatorn når målvärdet."),
        ([S.REACHED, S.FOLLOWED], "nas", "Indikatorn når målvärdet."),
        ([S.REACHED, S.REACHED], "nas", "Båda indikatorerna når målvärdet."),
        ([S.REACHED, S.ON_PATH], "nas", "Av två indikatorer når en målvärdet och en är i fas."),
        ([S.ON_PATH], "nas", "Indikatorn är i fas."),
        (
            [S.REACHED, S.REACHED, S.BEHIND],
            "delvis",
            "Av tre indikatorer når två målvärdet och en är på väg men efter planen.",
        ),
        ([S.BEHIND] * 3, "delvis", "Alla tre indikatorer är på väg men efter planen."),
        ([S.ON_PATH, S.AWAY], "delvis", "Av två indikatorer är en i fas och en har gått åt fel håll."),
        ([S.AWAY], "nasinte", "Indikatorn har gått åt fel håll."),
        (
            [S.REACHED, S.AWAY, S.UNCHANGED],
            "nasinte",
            "Av tre indikatorer når en målvärdet, en står stilla och en har gått åt fel håll.",
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


@given(st.lists(STATES, max_size=8), st.integers(0, 5))
def test_what_is_only_followed_never_changes_the_proposal(states: list[IndicatorState], more: int) -> None:
    assert propose([*states, *[S.FOLLOWED] * more]) == propose(states)


@given(st.lists(st.sampled_from(WORST_FIRST), min_size=1, max_size=8), st.data())
def test_one_indicator_getting_worse_never_makes_the_goal_better(
    states: list[IndicatorState], data: st.DataObject
) -> None:
    worst_first = [GoalState.NOT_REACHED, GoalState.PARTLY, GoalState.REACHED]
    index = data.draw(st.integers(0, len(states) - 1))
    lower = data.draw(st.sampled_from(WORST_FIRST[: WORST_FIRST.index(states[index]) + 1]))
    worse = [*states[:index], lower, *states[index + 1 :]]
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
    assert {state.symbol for state in IndicatorState} == {"i-nar", "i-fas", "i-ratt", "i-of", "i-fel", "i-sakn", ""}


def test_a_path_that_is_not_begun_plans_nothing() -> None:
    found = measured({2022: "30"}, {2026: "50"}, "upp", (2022, "30"))
    assert (found.start, found.planned) == (None, None)
    assert replace(found, outcome=None).planned is None
