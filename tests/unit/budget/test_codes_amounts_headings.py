"""The parts of a ledger row, each by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.importers.amounts import MAX_ORE, kronor_text, ore_from_number, ore_from_text
from budget.importers.codes import AccountGroups, BalanceAccountError, CodeError, UnitCodes
from budget.importers.headings import HeadingError, Layout, LedgerColumn, find_layout
from styrmodell.throwaway.cells import Cell
from tests.unit.budget.workbooks import RANGES, spec
from ui.rules.money import AmountError

NB = "\u00a0"
ONE = Decimal(1)
TKR = Decimal(1000)


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1234,50", 123450),
        ("-1234.50", -123450),
        ("1 234,5", 123450),
        (f"1{NB}234{NB}567", 123456700),
        ("−9 400", -940000),
        ("9400-", -940000),
        ("9 400,25−", -940025),
        ("0", 0),
        ("-0,00", 0),
        ("12,340", 1234),
        ("12,3400000001", 1234),
    ],
)
def test_amounts_as_people_and_ledgers_write_them(text: str, ore: int) -> None:
    assert ore_from_text(text, ONE) == ore


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Beloppet saknas"),
        ("  ", "Beloppet saknas"),
        ("abc", "”abc” är inget belopp. Skriv ett tal"),
        ("--5", "är inget belopp"),
        ("-5-", "är inget belopp"),
        ("1.234", "tusental med mellanslag"),
        ("5 tkr", "utan enhet"),
        ("=1+1", "är inget belopp"),
        ("1_000,00", "är inget belopp"),
        ("١٢,٠٠", "är inget belopp"),
        ("12,345", "fler än två decimaler"),
        ("99999999999999,00", "orimligt stort"),
        ("#REF!", "innehåller felet #REF!"),
        ("#SAKNAS!", "innehåller felet #SAKNAS!"),
        ("####", "Gör kolumnen bredare"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, message: str) -> None:
    with pytest.raises(AmountError, match=message):
        ore_from_text(text, ONE)


def test_number_cells_lose_their_binary_noise_and_nothing_else() -> None:
    assert ore_from_number(0.1 + 0.2, ONE) == 30
    assert ore_from_number(-1234.5600000001, ONE) == -123456
    assert ore_from_number(1.005, TKR) == 100500
    assert ore_from_number(12345678901.23, ONE) == 1234567890123
    with pytest.raises(AmountError, match="fler än två decimaler"):
        ore_from_number(0.125, ONE)
    with pytest.raises(AmountError, match="orimligt"):
        ore_from_number(1e300, ONE)
    for nonsense in (float("nan"), float("inf")):
        with pytest.raises(AmountError, match="inget tal"):
            ore_from_number(nonsense, ONE)


def test_a_heading_in_tkr_scales_exactly() -> None:
    assert ore_from_text("-4252", TKR) == -425200000
    assert ore_from_text("1,2345", TKR) == 123450
    with pytest.raises(AmountError, match="två decimaler"):
        ore_from_text("0,000001", TKR)


@given(st.integers(-MAX_ORE, MAX_ORE))
def test_every_amount_survives_being_written_and_read(ore: int) -> None:
    assert Decimal(kronor_text(ore)) * 100 == ore
    if abs(ore) < 10**15:
        assert ore_from_text(kronor_text(ore), ONE) == ore
    if abs(ore) < 10**14:
        assert ore_from_number(ore / 100, ONE) == ore


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_an_explained_error(text: str) -> None:
    try:
        ore = ore_from_text(text, ONE)
    except AmountError as error:
        message = str(error)
        assert message.startswith(("”", "Belopp", "Cellen"))
        return
    assert abs(ore) <= MAX_ORE


def test_units_are_found_by_their_code() -> None:
    units = UnitCodes({"0305": 3, "1010": 1, "30032/30012": 9, "007": 7, "07": 70})
    assert units.find("1010") == 1
    assert units.find("1010 Förskolan Solen") == 1
    assert units.find("305") == 3  # a number cell lost its zero
    assert units.find("30032/30012") == 9
    for unknown in ("9999", "7", "10100"):
        with pytest.raises(CodeError, match=f"Okänt ansvar ”{unknown}”"):
            units.find(unknown)
    with pytest.raises(CodeError, match="Ansvar saknas"):
        units.find("")


@pytest.mark.parametrize(
    ("text", "number", "group"),
    [
        ("3130", 3130, 30),
        ("3130 Taxor och avgifter", 3130, 30),
        ("3130: Taxor", 3130, 30),
        ("313001", 313001, 30),
        ("789999", 789999, 60),
        ("79", 79, 79),
        ("62", 62, 60),
    ],
)
def test_accounts_belong_to_a_group_whatever_their_length(text: str, number: int, group: int) -> None:
    account = AccountGroups(RANGES).find(text)
    assert (account.number, account.group, account.account_class) == (number, group, int(text[0]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Konto saknas"),
        ("abc", "inget konto"),
        ("31,5", "inget konto"),
        ("-3130", "inget konto"),
        ("0000", "inget konto"),
        ("1234567890", "inget konto"),
        ("7", "för kort"),
        ("9130", "hör inte till någon kontogrupp"),
    ],
)
def test_accounts_that_fit_nowhere_are_refused(text: str, message: str) -> None:
    with pytest.raises(CodeError, match=message):
        AccountGroups(RANGES).find(text)


def test_balance_accounts_are_told_apart() -> None:
    with pytest.raises(BalanceAccountError, match="balanskonto"):
        AccountGroups(RANGES).find("1930")


def layout(*headings: Cell, month: int | None = None) -> Layout:
    found = find_layout(headings, spec(month))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "headings",
    [
        ("Ansvar", "Konto", "Månad", "Belopp"),
        ("KONTO", " Kostnadsställe ", "Period", "Utfall kr"),
        ("Bokföringsperiod", "Kontonr.", "Enhet", "Text", "Nettobelopp"),
        ("Kst", "Kontogrupp", "Datum", "Saldo", "Okänd kolumn"),
    ],
)
def test_headings_in_any_order_and_with_other_words(headings: tuple[str, ...]) -> None:
    found = layout(*headings)
    assert {LedgerColumn.UNIT, LedgerColumn.ACCOUNT, LedgerColumn.MONTH, LedgerColumn.AMOUNT} <= found.columns.keys()
    assert found.months == ()
    assert found.heading(LedgerColumn.ACCOUNT) == next(word for word in headings if "kont" in word.casefold()).strip()


@pytest.mark.parametrize(
    "months",
    [
        ("jan", "feb", "mar"),
        ("Januari", "Februari", "Mars"),
        ("2026-01", "2026-02", "2026-03"),
        ("202601", "202602", "202603"),
        ("Utfall jan", "Utfall feb", "Utfall mar"),
        ("jan 2026", "feb 2026", "mar 2026"),
        ("2026-01-01", "2026-02-01", "2026-03-01"),
    ],
)
def test_a_column_per_month(months: tuple[str, ...]) -> None:
    found = layout("Ansvar", "Konto", *months, "Summa")
    assert found.months == ((2, (2026, 1)), (3, (2026, 2)), (4, (2026, 3)))
    assert found.ignored == ("Summa",)


def test_the_unit_of_the_amounts_stands_in_the_heading() -> None:
    assert layout("Ansvar", "Konto", "Månad", "Belopp (tkr)").scale == 1000
    assert layout("Ansvar", "Konto", "jan tkr", "feb tkr").scale == 1000
    assert layout("Ansvar", "Konto", "Månad", "Belopp").scale == 1
    assert layout("objektkod", "konto_eller_grupp", "utfall2026_tkr", month=1).scale == 1000


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (("Ansvar", "Konto", "Belopp"), "Kolumn saknas: Månad"),
        (("Konto", "Månad", "Belopp"), "Kolumn saknas: Ansvar"),
        (("Ansvar", "Månad"), "Kolumn saknas: Konto och Belopp"),
        (("Ansvar", "Enhet", "Konto", "Månad", "Belopp"), "samma sak som Enhet"),
        (("Ansvar", "Konto", "jan", "januari"), "samma sak som januari"),
        (("Ansvar", "Konto", "Månad", "jan", "feb"), "både en månadskolumn"),
        (("Ansvar", "Konto", "jan tkr", "feb"), "olika enheter"),
    ],
)
def test_headings_that_do_not_suffice_are_explained(headings: tuple[str, ...], message: str) -> None:
    with pytest.raises(HeadingError, match=message):
        layout(*headings)


@pytest.mark.parametrize("row", [(), ("", ""), ("Utfall per konto",), ("Konto", "3000-9999"), ("2025", "2026", "jan")])
def test_other_rows_are_no_headings(row: tuple[str, ...]) -> None:
    assert find_layout(row, spec()) is None
