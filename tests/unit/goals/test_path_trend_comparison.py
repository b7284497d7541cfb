"""The way to the target, the movement over years and the comparison with others."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.rules import comparison
from goals.rules.comparison import PeerBand
from goals.rules.path import Path
from goals.rules.trend import trend
from goals.rules.vocabulary import Direction

VALUES = st.decimals(-1000, 1000, places=2)
D = Decimal

# Days of waiting: 50 in 2023, 44 in 2024 and 30 in 2026; nothing is said about 2025.
WAITING = Path(Direction.DOWN, {2024: D(44), 2026: D(30)}, (2023, D(50)))


def test_the_planned_value_is_the_target_or_lies_between_its_neighbours() -> None:
    assert [WAITING.planned(year) for year in range(2022, 2028)] == [None, 50, 44, 37, 30, None]
    assert WAITING.final() == (2026, 30)


def test_without_a_target_there_is_no_plan() -> None:
    assert Path(Direction.UP, {}).planned(2025) is None
    assert Path(Direction.UP, {}, (2023, D(1))).final() is None
    assert Path(Direction.UP, {}, (2023, D(1))).aim(2025) is None


@pytest.mark.parametrize(
    ("year", "aim"),
    [(2023, (2024, 44)), (2024, (2024, 44)), (2025, (2026, 30)), (2026, (2026, 30)), (2027, (2026, 30))],
)
def test_a_value_is_held_against_its_own_years_target_else_the_next_else_the_last(year: int, aim: object) -> None:
    assert WAITING.aim(year) == aim


def test_a_target_that_allows_worse_is_the_plan_at_once() -> None:
    """Cost against expected cost was 0,7 per cent; at most 2,0 is allowed in 2026. Nobody has to stay under 1,35."""
    path = Path(Direction.DOWN, {2026: D("2.0")}, (2022, D("0.7")))
    assert [path.planned(year) for year in (2022, 2023, 2024, 2026)] == [D("0.7"), 2, 2, 2]


@pytest.mark.parametrize(
    ("baseline", "year", "start"),
    [
        ((2022, D(50)), 2025, (2022, 50)),
        ((2025, D(50)), 2025, None),  # the baseline's own year has not moved yet
        (None, 2025, (2023, 61)),  # the last value before the first target
        (None, 2021, None),
    ],
)
def test_where_the_way_began(baseline: object, year: int, start: object) -> None:
    path = Path(Direction.UP, {2024: D(70), 2026: D(80)}, baseline)  # type: ignore[arg-type]
    assert path.start({2021: D(60), 2023: D(61), 2024: D(66), 2025: D(68)}, year) == start


def test_without_a_value_before_the_targets_the_first_one_is_the_start() -> None:
    assert Path(Direction.UP, {2020: D(70)}).start({2021: D(60), 2023: D(61)}, 2024) == (2021, 60)


def test_targets_up_to_the_baseline_are_not_part_of_the_path() -> None:
    path = Path(Direction.UP, {2022: D(1), 2023: D(2), 2025: D(9)}, (2023, D(5)))
    assert path.points() == [(2023, 5), (2025, 9)]


@given(
    st.dictionaries(st.integers(2020, 2035), VALUES, min_size=1), st.sampled_from(Direction), st.integers(2015, 2040)
)
def test_the_plan_stays_between_its_neighbours_and_is_on_itself(
    targets: dict[int, Decimal], direction: Direction, year: int
) -> None:
    path = Path(direction, targets)
    planned = path.planned(year)
    assert (planned is None) == (not min(targets) <= year <= max(targets))
    if planned is not None:
        assert min(targets.values()) <= planned <= max(targets.values())
        aim = path.aim(year)
        assert aim is not None
        assert aim[0] >= year


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({2023: 50}, ""),
        ({2023: 50, 2024: 48}, "Förbättrat sedan 2023."),
        ({2022: 51, 2023: 50, 2024: 48}, "Förbättrat för andra året i rad."),
        ({2022: 49, 2023: 50, 2024: 48}, "Förbättrat sedan 2023."),
        ({2022: 48, 2023: 49, 2024: 50}, "Försämrat för andra året i rad."),
        ({2023: 48, 2024: 48}, "Oförändrat sedan 2023."),
        ({2021: 52, 2022: None, 2023: 50, 2024: 48}, "Förbättrat sedan 2023."),
        ({2020: 60, 2022: 50}, "Förbättrat sedan 2020."),
        ({year: 100 - year % 100 for year in range(2010, 2025)}, "Förbättrat 14 år i rad."),
    ],
)
def test_the_movement_in_words(values: dict[int, int | None], words: str) -> None:
    series = {year: None if value is None else D(value) for year, value in values.items()}
    found = trend(series, Direction.DOWN)
    assert found is not None
    assert found.words == words


def test_without_a_direction_a_movement_is_neither_better_nor_worse() -> None:
    found = trend({2023: D(48), 2024: D(57), 2025: D(66)}, None)
    fewer = trend({2023: D(48), 2024: D(40)}, None)
    assert found is not None
    assert fewer is not None
    assert (found.words, fewer.words) == ("Ökat för andra året i rad.", "Minskat sedan 2023.")


def test_no_values_have_no_trend() -> None:
    assert trend({2024: None}, Direction.UP) is None


@given(st.dictionaries(st.integers(2000, 2030), st.none() | VALUES, max_size=15), st.sampled_from(Direction))
def test_a_row_of_years_really_moves_one_way(values: dict[int, Decimal | None], direction: Direction) -> None:
    found = trend(values, direction)
    if found is None or found.in_a_row == 0:
        return
    years = range(found.year - found.in_a_row, found.year)
    gains = [direction.gain(values[year], values[year + 1]) for year in years]  # type: ignore[arg-type]
    assert all(gain > 0 for gain in gains) or all(gain < 0 for gain in gains)


def test_quartiles_as_in_a_spreadsheet() -> None:
    """KVARTIL.INK of 1, 2, 4, 7, 8, 9, 10, 12 is 3.5, 7.5 and 9.25 (Excel's own example)."""
    ordered = [D(value) for value in (1, 2, 4, 7, 8, 9, 10, 12)]
    assert [comparison.quantile(ordered, quarter) for quarter in range(5)] == [1, D("3.5"), D("7.5"), D("9.25"), 12]
    with pytest.raises(ValueError, match="quartile"):
        comparison.quantile([], 2)
    with pytest.raises(ValueError, match="quartile"):
        comparison.quantile(ordered, 5)


def test_a_year_with_few_peers_has_no_band() -> None:
    values = [(2024, D(value)) for value in (40, 44, 48, 60)] + [(2025, D(1)), (2025, D(2)), (2025, D(3))]
    assert comparison.bands(values) == {2024: PeerBand(D(43), D(46), D(51), 4)}


@given(st.lists(VALUES, min_size=4, max_size=40))
def test_at_most_a_quarter_of_the_peers_lie_on_either_side_of_the_band(values: list[Decimal]) -> None:
    band = comparison.bands((2024, value) for value in values)[2024]
    assert band.low <= band.median <= band.high
    a_quarter = -(-(len(values) - 1) // 4)
    assert sum(value < band.low for value in values) <= a_quarter
    assert sum(value > band.high for value in values) <= a_quarter
    assert band == comparison.bands((2024, value) for value in reversed(values))[2024]
