"""The counter-forecast and the warning for zero forecasts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.rules import counter_forecast as counter
from budget.rules.counter_forecast import CounterForecast, LastYear, Method, counter_forecast, run_rate
from budget.rules.variance import Threshold
from budget.rules.zero_forecast import ZeroForecast, zero_forecast

NB = "\u00a0"
D = Decimal
COSTS = st.decimals(-(10**7), D("-0.01"), places=2)
AMOUNTS = st.decimals(-(10**7), 10**7, places=2)


def months(amount: int, count: int = 12) -> list[Decimal]:
    return [D(amount)] * count


def counted(outcome: list[Decimal], last_year: list[Decimal] | None = None) -> CounterForecast | None:
    """From the months of a year, January first."""
    count = len(outcome)
    before = LastYear(sum(last_year, D(0)), sum(last_year[:count], D(0))) if last_year else None
    return counter_forecast(sum(outcome, D(0)), range(1, count + 1), before)


def test_the_season_of_last_year() -> None:
    """Snow: last year three quarters were booked by March; this year's January to March is 900 000 kr."""
    last_year = months(-250_000, 3) + months(0, 7) + months(-125_000, 2)
    found = counted(months(-300_000, 3), last_year)
    assert found is not None
    assert (found.value, found.method) == (-1_200_000, Method.SEASON)
    assert found.explanation == (
        f"Utfallet jan–mar är −900{NB}tkr. Förra året hade 75{NB}% av årets summa bokförts samma månader. "
        f"Det ger −1{NB}200{NB}tkr för hela året."
    )


def test_without_last_year_the_pace_goes_on() -> None:
    found = counted(months(-100_000, 7))
    assert found is not None
    assert (found.value, found.method) == (-1_200_000, Method.RUN_RATE)
    assert found.explanation == (
        f"Utfallet jan–jul är −700{NB}tkr. Samma takt i tolv månader. Det ger −1{NB}200{NB}tkr för hela året."
    )


@pytest.mark.parametrize(
    "last_year",
    [
        months(0, 11) + months(-500_000, 1),  # everything came in December
        months(100_000, 3) + months(-100_000, 9),  # income turned into cost
        months(-100_000, 3) + months(100_000, 9),
    ],
)
def test_an_unfair_season_is_not_stretched_but_its_rest_is_added(last_year: list[Decimal]) -> None:
    found = counted(months(-10_000, 3), last_year)
    assert found is not None
    assert found.method is Method.LAST_YEAR_REST
    assert found.value == -30_000 + sum(last_year[3:])
    assert "Förra årets apr–dec läggs till" in found.explanation


def test_income_this_year_is_not_stretched_by_last_years_costs() -> None:
    found = counted(months(10_000, 3), months(-100_000))
    assert found is not None
    assert (found.method, found.value) == (Method.LAST_YEAR_REST, 30_000 - 900_000)


def test_a_booked_year_is_what_it_is_and_nothing_booked_is_no_forecast() -> None:
    found = counted(months(-1), months(-5))
    assert found is not None
    assert (found.value, found.method) == (-12, Method.BOOKED)
    assert counted([]) is None
    for impossible in ([0, 1], [12, 13], [5, 5]):
        with pytest.raises(ValueError, match="twelve"):
            counter_forecast(D(-1), impossible)


def test_a_month_that_is_missing_is_no_month_of_nothing() -> None:
    """January–April, June and July, 100 000 a month, May missing: seven months would give 1 028 571."""
    booked, months = D(-600_000), [1, 2, 3, 4, 6, 7]
    rate = counter_forecast(booked, months)
    assert rate is not None
    assert rate.value == -1_200_000
    assert rate.explanation.startswith(f"Utfallet jan–apr, jun–jul är −600{NB}tkr. Samma takt")

    season = counter_forecast(booked, months, LastYear(D(-1_000_000), D(-400_000)))
    assert season is not None
    assert (season.method, season.value) == (Method.SEASON, -1_500_000)

    rest = counter_forecast(booked, months, LastYear(D(-1_000_000), D(-10_000)))
    assert rest is not None
    assert (rest.method, rest.value) == (Method.LAST_YEAR_REST, -1_590_000)
    assert f"Förra årets maj, aug–dec läggs till: −990{NB}tkr." in rest.explanation


@given(st.lists(COSTS, min_size=12, max_size=12), st.integers(1, 12))
def test_a_year_like_the_last_ends_like_the_last(last_year: list[Decimal], count: int) -> None:
    found = counted(last_year[:count], last_year)
    assert found is not None
    assert found.value == sum(last_year)


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.none() | st.lists(AMOUNTS, min_size=12, max_size=12))
def test_any_year_gives_a_value_in_ore_and_an_explanation(
    outcome: list[Decimal], last_year: list[Decimal] | None
) -> None:
    found = counted(outcome, last_year)
    assert found is not None
    assert found.value == found.value.quantize(D("0.01"))
    assert found.explanation.endswith(".")


@given(st.lists(COSTS, min_size=1, max_size=11), st.lists(COSTS, min_size=12, max_size=12), COSTS)
def test_more_cost_booked_never_gives_a_cheaper_year(
    outcome: list[Decimal], last_year: list[Decimal], more: Decimal
) -> None:
    before, after = (
        counted(outcome, last_year),
        counted([*outcome[:-1], outcome[-1] + more], last_year),
    )
    assert before is not None
    assert after is not None
    assert after.value <= before.value


def test_far_from_the_own_forecast() -> None:
    assert counter.is_far(D(-1200), D(-1260), D(-1200), D(4))
    assert not counter.is_far(D(-1200), D(-1248), D(-1200), D(4))


def warned(
    forecast: int, outcome: int, budget: int = -41_200_000, period: int = -24_033_000, months: int = 7
) -> ZeroForecast | None:
    return zero_forecast(D(forecast), D(budget), D(outcome), D(period), months)


def test_the_warning_says_what_is_wrong_and_where_it_leads() -> None:
    warning = warned(-41_200_000, -25_483_000)
    assert warning is not None
    assert warning.deviation == -1_450_000
    assert warning.text() == (
        f"Prognosen är lika med budget, men utfallet ligger 1{NB}450{NB}tkr över. "
        "Ändra prognosen eller förklara varför."
    )
    assert (warning.over, warning.continued) == (D("-2485714.29"), D("-43685714.29"))


def test_money_left_over_is_a_warning_too_and_income_is_the_other_way_round() -> None:
    cheaper = warned(-41_200_000, -22_000_000)
    assert cheaper is not None
    assert "under. Ändra" in cheaper.text()
    less_income = warned(1_200_000, 500_000, budget=1_200_000, period=700_000)
    assert less_income is not None
    assert f"200{NB}tkr under. Ändra" in less_income.text()


@pytest.mark.parametrize(
    ("forecast", "outcome", "budget", "period"),
    [
        (-43_000_000, -25_483_000, -41_200_000, -24_033_000),  # the forecast already says so
        (-41_200_000, -24_400_000, -41_200_000, -24_033_000),  # 1.5 per cent: too little
        (-1000, -900, -1000, -500),  # too few kronor
    ],
)
def test_nothing_to_warn_about(forecast: int, outcome: int, budget: int, period: int) -> None:
    assert warned(forecast, outcome, budget, period, months=6) is None


def test_a_forecast_a_hair_from_budget_is_still_a_zero_forecast() -> None:
    assert warned(-41_200_001, -25_483_000) is not None
    assert warned(-41_241_200, -25_483_000) is None
    with pytest.raises(ValueError, match="no part of a year"):
        warned(-1, -1, months=13)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.integers(1, 12))
def test_a_warning_always_has_a_deviation_beyond_the_limit(
    budget: Decimal, outcome: Decimal, period: Decimal, forecast: Decimal, count: int
) -> None:
    limit = Threshold(kronor=D(1000), percent=D(5))
    warning = zero_forecast(forecast, budget, outcome, period, count, limit)
    if warning is not None:
        assert abs(forecast - budget) <= abs(budget) / 1000
        assert abs(outcome - period) >= max(D(1000), abs(period) / 20)


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=11))
def test_the_pace_is_the_counter_forecast_of_a_line_without_last_year(outcome):
    counter = counted(outcome)
    assert counter is not None
    assert run_rate(sum(outcome, D(0)), len(outcome)) == counter.value


@pytest.mark.parametrize("months", [0, 13, -1])
def test_there_is_no_pace_outside_the_year(months):
    with pytest.raises(ValueError, match="no part of a year"):
        run_rate(D(1), months)
