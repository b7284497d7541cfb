"""Files as controllers really have them: months, amounts and sums in every shape, several sheets, codes mistyped."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from budget.importers.amounts import ore_from_text
from budget.importers.codes import CodeError, UnitCodes
from budget.importers.contract import Sign, Summary
from budget.importers.ledger import Ledger
from budget.importers.months import month_of
from budget.importers.sandbox import ParsedUpload, parse_upload
from styrmodell.rules.periods import PeriodError
from styrmodell.throwaway.cells import Cell
from tests.unit.budget.workbooks import HEADINGS, RANGES, UNITS, spec
from ui.rules.money import AmountError, number

NB = "\u00a0"
ONE = D(1)
JULY = (2026, 7)


@pytest.mark.parametrize(
    "text",
    ["7", "juli", "2026-07", "202607", "2026-07-31", "31/7 2026", "31/7/2026", "31-07-2026", "31.7.2026", "1.7.2026",
     "jul-26", "Jul 26", "jul. 2026", "juli-2026", "7/7 2026", "20260731"],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(text: str) -> None:
    assert month_of(text, 2026) == JULY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("7/8 2026", "kan läsas på två sätt. Skriv datum som 2026-08-07."),
        ("07-08-2026", "kan läsas på två sätt"),
        ("31/2 2026", "är inget datum"),
        ("31.13.2026", "är inget datum"),
        ("46234", "är ingen månad"),
        ("julle-26", "är ingen månad"),
        ("i juli", "är ingen månad"),
        ("", "är ingen månad"),
    ],
)
def test_what_is_no_month_or_two_is_refused(text: str, message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        month_of(text, 2026)


def test_the_number_of_a_day_is_a_date_only_where_it_is_a_number() -> None:
    assert month_of("46234", 2026, is_number=True) == JULY
    assert month_of("7", 2026, is_number=True) == JULY
    assert month_of("202607", 2026, is_number=True) == JULY


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("(1 234,50)", -123450),
        ("( 500 )", -50000),
        ("1.234.567,50", 123456750),
        ("-1.234,50", -123450),
        ("\u22121.234.567", -123456700),
        ("1,234,567.50", 123456750),
        ("1,234.5", 123450),
        ("1.234,50-", -123450),
        ("(1.234,50)", -123450),
        ("-1 234,50 kr", -123450),
        ("1 234:-", 123400),
        ("(500 kr)", -50000),
        ("500 SEK", 50000),
    ],
)
def test_amounts_as_ledgers_print_them(text: str, ore: int) -> None:
    assert ore_from_text(text, ONE) == ore


@pytest.mark.parametrize(
    "text", ["1.234", "(-500)", "(500", "500)", "()", "1.23.456", "1,234.567.890", "kr", "12.34,5"]
)
def test_an_amount_that_may_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(AmountError):
        ore_from_text(text, ONE)


def test_kronor_in_a_column_of_thousands_is_refused() -> None:
    with pytest.raises(AmountError):
        ore_from_text("500 kr", D(1000))


@given(st.integers(-(10**13), 10**13))
def test_however_thousands_are_set_apart_the_amount_is_the_same(ore: int) -> None:
    swedish = number(D(abs(ore)).scaleb(-2), 2)
    written = [swedish, swedish.replace(NB, " "), swedish.replace(NB, "."), swedish.replace(",", "#").replace(NB, ",")]
    for text in (text.replace("#", ".") for text in written):
        assert ore_from_text(text, ONE) == abs(ore)
        assert ore_from_text(f"({text})", ONE) == -abs(ore)
        assert ore_from_text(f"-{text} kr", ONE) == -abs(ore)


def ask(codes: UnitCodes, text: str) -> str:
    with pytest.raises(CodeError) as caught:
        codes.find(text)
    return str(caught.value)


def test_an_unknown_code_is_met_with_those_that_look_like_it() -> None:
    codes = UnitCodes({"2010": 1, "2020": 2, "310": 3})
    assert "Menade du 2010?" in ask(codes, "2O10")  # a letter for a digit
    assert "Menade du 2010?" in ask(codes, "2011 Hemtjänst")
    assert "Menade" not in ask(codes, "9999")
    assert (
        ask(codes, "2011")
        == "Okänt ansvar ”2011”. Menade du 2010? Rätta koden i filen, eller be den som driver programmet att lägga till den."
    )


def test_many_different_unknown_codes_are_answered_without_guessing_for_ever() -> None:
    codes = UnitCodes({f"{number}": number for number in range(1000, 3000)})
    answers = [ask(codes, f"x{number}") for number in range(600)]
    assert "Menade" not in answers[-1]


def read(rows: list[tuple[Cell, ...]], **changes: Any) -> Summary:
    return Ledger(spec(**changes), lambda _: None).read([HEADINGS, *rows])


ROWS: list[tuple[Cell, ...]] = [("1010", "3130", "7", "1 000"), ("1020", "5010", "7", "-4 000,50")]


@pytest.mark.parametrize(
    "last",
    [("Summa", "", "", "-3 000,50"), ("", "", "", "-3 000,50"), ("", "Totalt", "", -3000.5), (None, None, None, "(3 000,50)")],
)  # fmt: skip
def test_a_sum_row_is_not_booked_but_held_against_the_rows(last: tuple[Cell, ...]) -> None:
    found = read([*ROWS, last])
    assert (found.row_count, found.skipped, found.error_count) == (2, 1, 0)
    assert found.checks == [f"Summaraden på rad 4 stämmer med raderna: −3{NB}000,50{NB}kr."]


def test_a_sum_row_that_differs_is_a_warning_with_both_amounts() -> None:
    found = read([*ROWS, ("Summa", "", "", "-3 500")])
    assert found.error_count == 0
    assert found.checks == []
    assert (
        f"Summaraden på rad 4 är −3{NB}500,00{NB}kr, men raderna blir −3{NB}000,50{NB}kr. Kontrollera att filen är hel."
        in found.warnings
    )


def test_balance_accounts_are_part_of_the_files_own_sum() -> None:
    found = read([*ROWS, ("1010", "1930", "7", "3 000,50"), ("Summa", "", "", "0")])
    assert found.checks == [f"Summaraden på rad 5 stämmer med raderna: 0,00{NB}kr."]
    assert found.total == D("-3000.50")


def test_every_sum_on_the_way_is_held_against_the_rows_it_is_the_sum_of() -> None:
    parts = [ROWS[0], ("Summa 1010", "", "", "1 000"), ROWS[1], ("Summa 1020", "", "", "-4 000,50")]
    assert read(parts).checks == [
        f"Summaraden på rad 5 stämmer med raderna: −4{NB}000,50{NB}kr. Det gör också 1{NB}delsumma."
    ]
    odd = read([ROWS[0], ("Summa 1010", "", "", "1 000"), ROWS[1], ("Summa 1020", "", "", "-4 000,00")])
    assert len(odd.checks) == 1
    assert [warning.partition(" Kontrollera")[0] for warning in odd.warnings] == [
        f"Summaraden på rad 5 är −4{NB}000,00{NB}kr, men raderna blir −4{NB}000,50{NB}kr."
    ]
    middle = read([ROWS[0], ("Summa", "", "", "7"), ROWS[1]])
    assert [warning.partition(" Kontrollera")[0] for warning in middle.warnings] == [
        f"Summaraden på rad 3 är 7,00{NB}kr, men raderna blir 1{NB}000,00{NB}kr."
    ]


def test_a_text_column_may_say_that_it_is_a_sum() -> None:
    rows = [
        ("Text", *HEADINGS),
        ("Lön", *ROWS[1]),
        ("Summa", "", "", "", "-4 000,50"),
        ("Summa", "1020", "", "", "-4 000,50"),
    ]
    found = Ledger(spec(), lambda _: None).read(rows)
    assert (found.row_count, found.skipped, found.error_count) == (1, 2, 0)


def test_an_amount_without_codes_that_is_no_sum_is_one_error_not_three() -> None:
    found = read([*ROWS, ("", "", "", "-77")])
    assert [(error.row, error.column, error.text) for error in found.errors] == [
        (4, "Ansvar", "Raden har belopp men varken ansvar, konto eller månad. Är det en summarad, ta bort den.")
    ]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30), st.booleans())
def test_the_files_own_sum_always_agrees_with_its_rows(amounts: list[int], is_named: bool) -> None:
    rows: list[tuple[Cell, ...]] = [
        ("1010", "5010", str(place % 12 + 1), number(D(ore).scaleb(-2), 2)) for place, ore in enumerate(amounts)
    ]
    found = read([*rows, ("Summa" if is_named else "", "", "", number(D(sum(amounts)).scaleb(-2), 2))])
    assert found.error_count == 0
    assert len(found.checks) == 1
    assert found.total == D(sum(amounts)).scaleb(-2)


def made(folder: Path, fill: Callable[[xlsxwriter.Workbook], object]) -> ParsedUpload:
    path = folder / "utfall.xlsx"
    book = xlsxwriter.Workbook(str(path))
    fill(book)
    book.close()
    return parse_upload(
        path, filename=path.name, year=2026, sign=Sign.INCOME_PLUS, known_units=UNITS, account_ranges=RANGES,
        rows_path=folder / "rows.tsv",
    )  # fmt: skip


def sheet(book: xlsxwriter.Workbook, name: str, *rows: tuple[object, ...]) -> Any:
    found = book.add_worksheet(name)
    for place, row in enumerate(rows):
        found.write_row(place, 0, row)
    return found


def test_the_table_is_found_behind_a_front_page_and_hidden_sheets_are_named(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        old = sheet(book, "Gammalt", HEADINGS, ("1010", 3130, 7, 999))
        sheet(book, "Framsida", ("Utfall juli",), ("Uttaget 2026-08-03",)).activate()
        sheet(book, "Data", HEADINGS, ("1010", 3130, 7, 100))
        sheet(book, "Budget 2026", HEADINGS, ("1010", 3130, 7, 7))
        book.get_worksheet_by_name("Framsida").set_first_sheet()
        old.hide()

    found = made(tmp_path, fill)
    assert (found.sheet, found.total) == ("Data", D(100))
    assert found.warnings == ["Bara bladet Data lästes, inte Budget 2026.", "Dolda blad lästes inte: Gammalt."]


def test_merged_headings_above_the_table_do_no_harm(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        found, bold = book.add_worksheet("Utfall"), book.add_format({"bold": True})
        found.merge_range("A1:D1", "Utfall juli 2026", bold)
        found.merge_range("A2:B2", "Kodsträng", bold)
        found.write_row(2, 0, HEADINGS)
        found.write_row(3, 0, ("1010", 5010, 7, -1234567.5))
        found.merge_range("A5:C5", "Summa", bold)
        found.write(4, 3, -1234567.5)

    found = made(tmp_path, fill)
    assert (found.row_count, found.total, found.error_count) == (1, D("-1234567.50"), 0)
    assert len(found.checks) == 1


def test_a_code_merged_downwards_is_asked_for_on_every_row(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        found = sheet(book, "Utfall", HEADINGS, ("", 5010, 7, -1), ("", 5020, 7, -1))
        found.merge_range("A2:A3", "1010", book.add_format())

    found = made(tmp_path, fill)
    assert [(error.row, error.column) for error in found.errors] == [(3, "Ansvar")]
    assert "också under en sammanfogad cell" in found.errors[0].text


def test_a_file_for_the_year_to_date_gives_the_month_that_is_asked_for() -> None:
    closed = frozenset({(2026, month) for month in range(1, 7)})
    rows: list[tuple[Cell, ...]] = [("1010", "5010", str(month), f"-{month}00") for month in range(1, 8)]
    found = read([*rows, ("okänd", "x", "3", "-5"), ("Summa", "", "", "-2 805")], month=7, closed=closed)

    assert (found.row_count, found.total, found.months) == (1, D(-700), [JULY])
    assert found.error_count == 0
    assert found.warnings == [f"7{NB}rader för andra månader än juli lästes inte in."]
    assert len(found.checks) == 1  # the file's own sum is that of all its rows


def test_a_row_of_another_year_is_an_error_also_when_a_month_is_asked_for() -> None:
    found = read([("1010", "5010", "2025-07", "-1")], month=7)
    assert [error.text for error in found.errors] == ["Raden gäller 2025, men importen gäller 2026."]
