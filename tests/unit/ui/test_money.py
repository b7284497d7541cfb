"""Rounding, writing and reading amounts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.rules import money
from ui.rules.money import AmountError, Unit, parse_amount

NB = "\u00a0"
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "text"),
    [
        ("1211600", 0, False, f"1{NB}211{NB}600"),
        ("999", 0, False, "999"),
        ("-9400", 0, False, f"−9{NB}400"),
        ("300", 0, True, "+300"),
        ("0", 0, True, "0"),
        ("-0.4", 0, True, "0"),
        ("-0.04", 1, True, "0,0"),
        ("0.5", 0, True, "+1"),
        ("2.5", 0, False, "3"),
        ("-2.5", 0, False, "−3"),
        ("7.35", 1, False, "7,4"),
        ("1234567.895", 2, False, f"1{NB}234{NB}567,90"),
        ("1E+3", 0, False, f"1{NB}000"),
    ],
)
def test_number_is_written_as_in_the_design_guide(value: str, decimals: int, sign: bool, text: str) -> None:
    assert money.number(Decimal(value), decimals, sign=sign) == text


def test_a_missing_value_is_a_dash_and_never_gets_a_unit() -> None:
    assert money.number(None) == "–"
    assert money.tkr(None) == "–"
    assert money.percent(None) == "–"
    assert money.amount(None, Unit.TKR, named=True) == "–"


def test_amounts_are_shown_in_their_unit() -> None:
    value = Decimal("-7400499.50")
    assert money.kronor(value) == f"−7{NB}400{NB}500"
    assert money.tkr(value) == f"−7{NB}400"
    assert money.mnkr(value) == "−7,4"
    assert money.deviation(-value, named=True) == f"+7{NB}400{NB}tkr"
    assert money.deviation(value, Unit.MNKR, named=True) == f"−7,4{NB}mnkr"
    assert money.percent(Decimal("85.5")) == f"86{NB}%"
    assert Unit.of("mnkr") is Unit.MNKR
    with pytest.raises(ValueError, match="unknown unit"):
        Unit.of("euro")


@pytest.mark.parametrize(
    ("value", "limit", "decimals", "shown"),
    [
        ("1.994", "2", 1, 2),  # 1,99 against 2,00
        ("1.9996", "2", 1, 4),
        ("79.6", "80.4", 0, 1),
        ("2", "2", 1, 1),
        ("1.6", "2", 1, 1),
        ("2.04", "2", 1, 2),  # better than the target is not written as the target either
        ("1.99999", "2", 1, 4),  # no more than it is stored with
    ],
)
def test_as_many_decimals_as_it_takes_to_see_on_which_side_of_a_limit_a_value_is(
    value: str, limit: str, decimals: int, shown: int
) -> None:
    assert money.telling_decimals(Decimal(value), Decimal(limit), decimals) == shown


@given(st.decimals(-1000, 1000, places=4), st.decimals(-1000, 1000, places=4), st.integers(0, 4))
def test_a_value_is_never_rounded_onto_or_over_its_limit(value: Decimal, limit: Decimal, decimals: int) -> None:
    places = money.telling_decimals(value, limit, decimals)
    shown, wanted = money.round_half_up(value, places), money.round_half_up(limit, places)
    assert decimals <= places <= 4
    assert (shown >= wanted, shown == wanted) == (value >= limit, value == limit)


@given(st.decimals(-100, 100, places=6))
def test_a_share_is_never_shown_as_more_than_it_is(value: Decimal) -> None:
    shown = Decimal(money.percent_short(value).removesuffix(f"{NB}%").replace(",", ".").replace("\u2212", "-"))
    assert value - Decimal("0.01") < shown <= value


def test_a_share_short_of_two_per_cent_is_not_two_per_cent() -> None:
    assert money.percent_short(Decimal("1.994")) == f"1,99{NB}%"
    assert money.percent_short(Decimal(2)) == f"2,00{NB}%"
    assert money.percent_short(Decimal("-0.001")) == f"\u22120,01{NB}%"


def test_share_of_nothing_is_missing() -> None:
    assert money.share_of(Decimal(43), Decimal(50)) == 86
    assert money.share_of(Decimal(43), Decimal(0)) is None


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_only_finite_numbers_are_rounded(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        money.round_half_up(Decimal(value))
    with pytest.raises(ValueError, match="finite"):
        money.in_unit(Decimal(value), Unit.TKR)


@given(AMOUNTS, st.integers(0, 4))
def test_rounding_moves_a_value_at_most_half_a_step_and_halves_go_outwards(value: Decimal, decimals: int) -> None:
    rounded = money.round_half_up(value, decimals)
    step = Fraction(1, 10**decimals)
    distance = abs(Fraction(rounded) - Fraction(value))
    assert distance <= step / 2
    assert (Fraction(rounded) / step).denominator == 1
    if distance == step / 2:
        assert abs(rounded) > abs(value)
    assert money.round_half_up(-value, decimals) == -rounded


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_very_long_numbers_are_rounded_exactly(value: Decimal) -> None:
    assert abs(Fraction(money.round_half_up(value)) - Fraction(value)) <= Fraction(1, 2)


@given(AMOUNTS, st.sampled_from(list(Unit)))
def test_changing_unit_loses_nothing(value: Decimal, unit: Unit) -> None:
    assert Fraction(money.in_unit(value, unit)) * 10**unit.exponent == Fraction(value)


@given(AMOUNTS, st.integers(0, 3), st.booleans())
def test_what_is_written_can_be_read_back(value: Decimal, decimals: int, sign: bool) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert parse_amount(money.number(value, decimals, sign=sign)) == expected


@given(AMOUNTS)
def test_a_deviation_always_has_a_sign_unless_it_shows_as_zero(value: Decimal) -> None:
    text = money.deviation(value)
    shown = money.round_half_up(money.in_unit(value, Unit.TKR))
    assert text[0] == ("+" if shown > 0 else "−" if shown < 0 else "0")


@given(
    st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=30).filter(lambda w: sum(w) > 0),
    st.decimals(-(10**9), 10**9, places=2),
)
def test_distributed_shares_add_up_and_stay_within_one_step(weights: list[Decimal], total: Decimal) -> None:
    shares = money.largest_remainder(weights, total, 2)
    assert sum(shares) == total
    whole = sum(map(Fraction, weights))
    for share, weight in zip(shares, weights, strict=True):
        assert abs(Fraction(share) - Fraction(total) * Fraction(weight) / whole) < Fraction(1, 100)
        assert weight > 0 or share == 0


def test_shares_of_a_hundred() -> None:
    assert money.largest_remainder([Decimal(1)] * 3, Decimal(100)) == [34, 33, 33]
    assert money.largest_remainder([Decimal(3), Decimal(3), Decimal(1)], Decimal(-100)) == [-43, -43, -14]


@pytest.mark.parametrize(("weights", "total"), [([], 1), ([0, 0], 1), ([1, -1], 1), ([3, -1], 1), ([1], "0.5")])
def test_impossible_distributions_are_refused(weights: list[int], total: int | str) -> None:
    with pytest.raises(ValueError, match=r"weights|decimals"):
        money.largest_remainder([Decimal(w) for w in weights], Decimal(total))


def test_a_table_knows_when_its_rows_do_not_add_up() -> None:
    parts = [Decimal(500), Decimal(500)]
    assert money.rounding_differs(parts, sum(parts, Decimal(0)), Unit.TKR)
    assert not money.rounding_differs(parts, sum(parts, Decimal(0)), Unit.KRONOR)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", "1234.5"),
        (f"1{NB}234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("−9 400", "-9400"),
        ("- 9400", "-9400"),
        ("–5", "-5"),
        ("+300", "300"),
        ("  12  ", "12"),
        ("0,5", "0.5"),
        ("1500.5", "1500.5"),
        ("1500.50", "1500.50"),
        ("007", "7"),
    ],
)
def test_amounts_are_read_as_swedes_write_them(text: str, value: str) -> None:
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Skriv ett tal"),
        ("   ", "Skriv ett tal"),
        ("1.234", "tusental med mellanslag"),
        ("1.234,5", "tusental med mellanslag"),
        ("1.234.567", "tusental med mellanslag"),
        ("1500.", "tusental med mellanslag"),
        ("ca 1,5 milj", "utan enhet eller ord"),
        ("1500 tkr", "utan enhet eller ord"),
        ("86 %", "utan enhet eller ord"),
        ("12 34", "Skriv ett tal"),
        ("1,", "Skriv ett tal"),
        (",5", "Skriv ett tal"),
        ("--5", "Skriv ett tal"),
        ("1 2345", "Skriv ett tal"),
        ("NaN", "Skriv ett tal"),
        ("1e5", "utan enhet eller ord"),
        ("١٢", "Skriv ett tal"),
        ("9" * 16, "för stort"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_an_explanation(text: str, message: str) -> None:
    with pytest.raises(AmountError, match=message):
        parse_amount(text)


@given(st.text(max_size=20))
def test_any_text_is_either_a_finite_number_or_an_explained_error(text: str) -> None:
    try:
        assert parse_amount(text).is_finite()
    except AmountError as error:
        message = str(error)
        assert message.startswith(("Skriv", "Talet"))
