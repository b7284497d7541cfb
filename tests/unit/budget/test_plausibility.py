"""Slips of size and sign in a forecast are asked about; ordinary forecasts are left in peace."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from budget.rules.plausibility import FAR, LineFacts, Slip, SlipKind, likely_slip
from ui.rules.money import Unit, in_unit, number

LINE = LineFacts(
    budget=D(-261_200_000),
    previous=D(-262_000_000),
    last_year=D(-255_000_000),
    counter=D(-263_400_000),
    to_date=D(-153_000_000),
    months=7,
    whole=D(-400_000_000),
)


def ask(typed: float | str, facts: LineFacts = LINE, *, is_explained: bool = False) -> Slip | None:
    """The rule's answer to a net cost typed in tkr."""
    return likely_slip(-D(str(typed)) * 1000, facts, is_explained=is_explained)


def write(amount: D) -> str:
    """Net cost in tkr, as it is typed."""
    return number(in_unit(-amount, Unit.TKR))


def text(slip: Slip | None) -> tuple[str, str]:
    assert slip is not None
    plain = slip.title(write), slip.advice(lambda amount: f"{write(amount)} tkr", Unit.TKR)
    return plain[0].replace("\u00a0", " "), plain[1].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "kind", "guesses"),
    [
        (-500, SlipKind.DEVIATION, [261_700]),
        (500, SlipKind.DEVIATION, [261_700, 260_700]),  # the counter-forecast points upwards
        (261_200_000, SlipKind.UNIT, [261_200]),
        (261, SlipKind.UNIT, [261_000]),
        ("0.2612", SlipKind.UNIT, [D("261200")]),
        (26_120, SlipKind.DIGITS, [261_200]),
        (2_612_000, SlipKind.DIGITS, [261_200]),
        (2_612, SlipKind.DIGITS, [261_200]),
        (-261_200, SlipKind.SIGN, [261_200]),
        (153_000, SlipKind.TO_DATE, [263_400]),
        (0, SlipKind.FAR, []),
        (120_000, SlipKind.FAR, []),
        (400_000, SlipKind.FAR, []),
    ],
)
def test_a_slip_is_named_with_what_may_have_been_meant(typed, kind, guesses):
    slip = ask(typed)
    assert slip is not None
    assert slip.kind is kind
    assert [-guess / 1000 for guess in slip.guesses] == guesses


@pytest.mark.parametrize("typed", [261_200, 262_000, 240_000, 300_000, 210_000, 320_000, "263400.4"])
def test_an_ordinary_forecast_is_left_in_peace(typed):
    assert ask(typed) is None


def test_a_line_with_income_is_typed_with_minus():
    income = LineFacts(
        budget=D(12_000_000), last_year=D(11_000_000), counter=D(11_500_000), months=7, to_date=D(6_700_000)
    )
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
    slip = likely_slip(D(-261_200) * 1_000_000, LINE)
    assert slip is not None
    assert "skrivet i tkr. Beloppen skrivs i mnkr" in slip.advice(lambda amount: str(amount), Unit.MNKR)


def test_a_comment_explains_what_is_far_off_but_no_slip():
    assert ask(400_000, is_explained=True) is None
    assert ask(153_000, is_explained=True) is None
    assert ask(500, is_explained=True) is not None
    assert ask(-261_200, is_explained=True) is not None


def test_between_the_budget_and_the_pace_is_ordinary_however_far_they_lie_apart():
    apart = LineFacts(budget=D(-10_000_000), counter=D(-30_000_000), months=6, to_date=D(-15_000_000))
    assert ask(19_000, apart) is None


def test_the_outcome_is_a_fair_forecast_when_the_season_is_over():
    over = LineFacts(
        budget=D(-2_000_000), last_year=D(-1_900_000), counter=D(-1_950_000), to_date=D(-1_940_000), months=9
    )
    assert ask(1_940, over) is None


def test_small_lines_may_move_freely():
    small = LineFacts(budget=D(-60_000), previous=D(-60_000), counter=D(-70_000), months=7, to_date=D(-40_000))
    for typed in (6, 0, 150, -20, 40):
        assert ask(typed, small) is None


def test_a_new_line_is_held_against_the_whole_unit():
    new = LineFacts(whole=D(-400_000_000))
    assert ask(2_000, new) is None
    slip = ask(2_000_000, new)
    assert slip is not None
    assert (slip.kind, slip.guesses) == (SlipKind.UNIT, (D(-2_000_000),))
    assert ask(2_000_000, LineFacts()) is None


amounts = st.decimals(min_value=-(10**10), max_value=10**10, places=2)
maybe = st.none() | amounts
known_lines = st.builds(
    LineFacts,
    budget=amounts,
    previous=maybe,
    last_year=amounts,
    counter=maybe,
    to_date=amounts,
    months=st.integers(0, 12),
    whole=amounts,
)


@given(known_lines, st.sampled_from(["budget", "previous", "last_year", "counter"]), st.integers(-24, 24))
def test_whatever_is_near_something_known_is_never_asked_about(facts, what, percent):
    year = getattr(facts, what)
    assume(year)
    forecast = year * (100 + percent) / 100
    slip = likely_slip(forecast, facts)
    assert slip is None or slip.kind is SlipKind.TO_DATE


@given(known_lines, amounts, st.booleans())
def test_no_guess_is_the_forecast_itself_or_worse_than_it(facts, forecast, is_explained):
    slip = likely_slip(forecast, facts, is_explained=is_explained)
    if slip is None:
        return
    assert slip.forecast == forecast
    assert len(slip.guesses) <= 2
    assert forecast not in slip.guesses
    assert slip.title(write)
    assert slip.advice(write, Unit.TKR)


@given(known_lines, amounts)
def test_a_comment_never_makes_a_forecast_odd(facts, forecast):
    if likely_slip(forecast, facts) is None:
        assert likely_slip(forecast, facts, is_explained=True) is None


@given(known_lines, amounts)
def test_income_and_cost_are_treated_alike(facts, forecast):
    """Turning every sign turns the guesses, save that only a typed minus says which way a deviation goes."""
    turned = replace(
        facts,
        **{name: None if (v := getattr(facts, name)) is None else -v for name in ("budget", "previous", "last_year")},
        counter=None if facts.counter is None else -facts.counter,
        to_date=-facts.to_date,
        whole=-facts.whole,
    )
    slip, other = likely_slip(forecast, facts), likely_slip(-forecast, turned)
    assert (slip is None) == (other is None)
    if slip and other:
        assert slip.kind is other.kind
        if slip.kind is not SlipKind.DEVIATION:
            assert [-guess for guess in slip.guesses] == list(other.guesses)


@given(known_lines, amounts)
def test_nothing_is_asked_about_within_the_limit_that_is_far(facts, forecast):
    """What is only far off (and no slip) is farther from everything known than the limit says."""
    slip = likely_slip(forecast, facts)
    if slip and slip.kind is SlipKind.FAR:
        assert all(FAR.is_passed(forecast - year, year) for year in facts.years)
