"""Slips of size and sign in a forecast are asked about; ordinary forecasts are left in peace."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from budget.rules.plausibility import FAR, Known, Odd, Slip, odd_forecast
from ui.rules.money import Unit, in_unit, number

LINE = Known(
    budget=D(-261_200_000),
    previous=D(-262_000_000),
    last_year=D(-255_000_000),
    counter=D(-263_400_000),
    to_date=D(-153_000_000),
    months=7,
    whole=D(-400_000_000),
)


def ask(typed: float | str, known: Known = LINE, *, is_explained: bool = False) -> Odd | None:
    """The rule's answer to a net cost typed in tkr."""
    return odd_forecast(-D(str(typed)) * 1000, known, is_explained=is_explained)


def write(amount: D) -> str:
    """Net cost in tkr, as it is typed."""
    return number(in_unit(-amount, Unit.TKR))


def text(odd: Odd | None) -> tuple[str, str]:
    assert odd is not None
    plain = odd.title(write), odd.advice(lambda amount: f"{write(amount)} tkr", Unit.TKR)
    return plain[0].replace("\u00a0", " "), plain[1].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "slip", "guesses"),
    [
        (-500, Slip.DEVIATION, [261_700]),
        (500, Slip.DEVIATION, [261_700, 260_700]),  # the counter-forecast points upwards
        (261_200_000, Slip.UNIT, [261_200]),
        (261, Slip.UNIT, [261_000]),
        ("0.2612", Slip.UNIT, [D("261200")]),
        (26_120, Slip.DIGITS, [261_200]),
        (2_612_000, Slip.DIGITS, [261_200]),
        (2_612, Slip.DIGITS, [261_200]),
        (-261_200, Slip.SIGN, [261_200]),
        (153_000, Slip.TO_DATE, [263_400]),
        (0, Slip.FAR, []),
        (120_000, Slip.FAR, []),
        (400_000, Slip.FAR, []),
    ],
)
def test_a_slip_is_named_with_what_may_have_been_meant(typed, slip, guesses):
    odd = ask(typed)
    assert odd is not None
    assert odd.slip is slip
    assert [-guess / 1000 for guess in odd.guesses] == guesses


@pytest.mark.parametrize("typed", [261_200, 262_000, 240_000, 300_000, 210_000, 320_000, "263400.4"])
def test_an_ordinary_forecast_is_left_in_peace(typed):
    assert ask(typed) is None


def test_a_line_with_income_is_typed_with_minus():
    income = Known(budget=D(12_000_000), last_year=D(11_000_000), counter=D(11_500_000), months=7, to_date=D(6_700_000))
    assert ask(-12_100, income) is None
    assert text(ask(12_000, income)) == (
        "Du skrev 12 000. Menade du −12 000?",
        "Raden har mer intäkter än kostnader. Nettokostnaden skrivs då med minus. Årsbudgeten är −12 000 tkr.",
    )
    assert [write(guess) for guess in ask(-400, income).guesses] == ["−11\u00a0600"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "title", "advice"),
    [
        (
            -500,
            "Du skrev −500. Menade du avvikelsen −500, alltså 261 700?",
            "Skriv hela årets nettokostnad, inte avvikelsen. Årsbudgeten är 261 200 tkr.",
        ),
        (
            500,
            "Du skrev 500. Menade du en avvikelse, alltså 261 700 eller 260 700?",
            "Skriv hela årets nettokostnad, inte avvikelsen. Årsbudgeten är 261 200 tkr.",
        ),
        (
            261_200_000,
            "Du skrev 261 200 000. Menade du 261 200?",
            "Det ser ut att vara skrivet i kronor. Beloppen skrivs i tkr. Årsbudgeten är 261 200 tkr.",
        ),
        (
            261,
            "Du skrev 261. Menade du 261 000?",
            "Det ser ut att vara skrivet i mnkr. Beloppen skrivs i tkr. Årsbudgeten är 261 200 tkr.",
        ),
        (
            26_120,
            "Du skrev 26 120. Menade du 261 200?",
            "Det ser ut att fattas siffror. Årsbudgeten är 261 200 tkr.",
        ),
        (
            -261_200,
            "Du skrev −261 200. Menade du 261 200?",
            "Nettokostnad skrivs utan minus. Årsbudgeten är 261 200 tkr.",
        ),
        (
            153_000,
            "Du skrev 153 000. Det är utfallet hittills, inte hela året",
            "Prognosen gäller hela året. I samma takt som nu blir året 263 400 tkr. Stämmer beloppet, skriv en "
            "kommentar om varför.",
        ),
        (
            400_000,
            "400 000 ligger långt från budget, tidigare prognos och takt",
            "Årsbudgeten är 261 200 tkr. Rätta beloppet, eller skriv en kommentar om varför.",
        ),
    ],
)
def test_the_words_say_what_looks_odd_and_what_to_do(typed, title, advice):
    assert text(ask(typed)) == (title, advice)


def test_thousands_in_a_field_of_millions_are_named_thousands():
    odd = odd_forecast(D(-261_200) * 1_000_000, LINE)
    assert odd is not None
    assert "skrivet i tkr. Beloppen skrivs i mnkr" in odd.advice(lambda amount: str(amount), Unit.MNKR)


def test_a_comment_explains_what_is_far_off_but_no_slip():
    assert ask(400_000, is_explained=True) is None
    assert ask(153_000, is_explained=True) is None
    assert ask(500, is_explained=True) is not None
    assert ask(-261_200, is_explained=True) is not None


def test_between_the_budget_and_the_pace_is_ordinary_however_far_they_lie_apart():
    apart = Known(budget=D(-10_000_000), counter=D(-30_000_000), months=6, to_date=D(-15_000_000))
    assert ask(19_000, apart) is None


def test_the_outcome_is_a_fair_forecast_when_the_season_is_over():
    over = Known(budget=D(-2_000_000), last_year=D(-1_900_000), counter=D(-1_950_000), to_date=D(-1_940_000), months=9)
    assert ask(1_940, over) is None


def test_small_lines_may_move_freely():
    small = Known(budget=D(-60_000), previous=D(-60_000), counter=D(-70_000), months=7, to_date=D(-40_000))
    for typed in (6, 0, 150, -20, 40):
        assert ask(typed, small) is None


def test_a_new_line_is_held_against_the_whole_unit():
    new = Known(whole=D(-400_000_000))
    assert ask(2_000, new) is None
    odd = ask(2_000_000, new)
    assert odd is not None
    assert (odd.slip, odd.guesses) == (Slip.UNIT, (D(-2_000_000),))
    assert ask(2_000_000, Known()) is None


amounts = st.decimals(min_value=-(10**10), max_value=10**10, places=2)
maybe = st.none() | amounts
known_lines = st.builds(
    Known,
    budget=amounts,
    previous=maybe,
    last_year=amounts,
    counter=maybe,
    to_date=amounts,
    months=st.integers(0, 12),
    whole=amounts,
)


@given(known_lines, st.sampled_from(["budget", "previous", "last_year", "counter"]), st.integers(-24, 24))
def test_whatever_is_near_something_known_is_never_asked_about(known, what, percent):
    year = getattr(known, what)
    assume(year)
    forecast = year * (100 + percent) / 100
    odd = odd_forecast(forecast, known)
    assert odd is None or odd.slip is Slip.TO_DATE


@given(known_lines, amounts, st.booleans())
def test_no_guess_is_the_forecast_itself_or_worse_than_it(known, forecast, is_explained):
    odd = odd_forecast(forecast, known, is_explained=is_explained)
    if odd is None:
        return
    assert odd.forecast == forecast
    assert len(odd.guesses) <= 2
    assert forecast not in odd.guesses
    assert odd.title(write)
    assert odd.advice(write, Unit.TKR)


@given(known_lines, amounts)
def test_a_comment_never_makes_a_forecast_odd(known, forecast):
    if odd_forecast(forecast, known) is None:
        assert odd_forecast(forecast, known, is_explained=True) is None


@given(known_lines, amounts)
def test_income_and_cost_are_treated_alike(known, forecast):
    """Turning every sign turns the guesses, save that only a typed minus says which way a deviation goes."""
    turned = replace(
        known,
        **{name: None if (v := getattr(known, name)) is None else -v for name in ("budget", "previous", "last_year")},
        counter=None if known.counter is None else -known.counter,
        to_date=-known.to_date,
        whole=-known.whole,
    )
    odd, other = odd_forecast(forecast, known), odd_forecast(-forecast, turned)
    assert (odd is None) == (other is None)
    if odd and other:
        assert odd.slip is other.slip
        if odd.slip is not Slip.DEVIATION:
            assert [-guess for guess in odd.guesses] == list(other.guesses)


@given(known_lines, amounts)
def test_nothing_is_asked_about_within_the_limit_that_is_far(known, forecast):
    """What is only far off (and no slip) is farther from everything known than the limit says."""
    odd = odd_forecast(forecast, known)
    if odd and odd.slip is Slip.FAR:
        assert all(FAR.is_passed(forecast - year, year) for year in known.years)
