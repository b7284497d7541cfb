"""Rows of a ledger: every one checked, every error kept, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.importers import contract, ledger
from budget.importers.contract import MAX_ERRORS, ImportSpec, Sign, Summary
from budget.importers.ledger import COLUMNS, Ledger
from styrmodell.throwaway.cells import Cell
from styrmodell.throwaway.contract import UploadError
from tests.unit.budget.workbooks import HEADINGS, spec

D = Decimal
NB = "\u00a0"


def read(rows: Sequence[Sequence[Cell]], asked: ImportSpec | None = None) -> tuple[Summary, list[list[str]]]:
    """Read rows, headings first, and return the summary and the lines."""
    written: list[str] = []
    summary = Ledger(asked or spec(), written.append).read(rows)
    return summary, [line.split("\t") for line in "".join(written).splitlines()]


def errors(*row: Cell, asked: ImportSpec | None = None) -> list[tuple[str, str]]:
    """The errors of one row under the usual headings."""
    summary, lines = read([HEADINGS, row, ("1010", "3000", "1", "1,00")], asked or spec())
    assert len(lines) == summary.row_count
    return [(error.column, error.text) for error in summary.errors]


def test_a_good_file() -> None:
    summary, lines = read(
        [
            ("Utfall enligt ekonomisystemet", "", "", ""),
            HEADINGS,
            ("1010", "3130", "juli", "1 100,50"),
            (1020.0, 5010.0, 7.0, -200000.0),
            ("0305 Förskolan", "6010 Lokalhyra", datetime.fromisoformat("2026-06-30T00:00"), "−4252"),
            ("", None, "", ""),
            (305.0, "6010", date(2026, 6, 1), "-0,50"),
        ]
    )
    assert len(COLUMNS) == 7
    assert lines == [
        ["1", "30", "2026", "7", "3130", "1100.50", "3"],
        ["2", "50", "2026", "7", "5010", "-200000.00", "4"],
        ["3", "60", "2026", "6", "6010", "-4252.00", "5"],
        ["3", "60", "2026", "6", "6010", "-0.50", "7"],
    ]
    assert (summary.row_count, summary.read, summary.rejected, summary.skipped, summary.error_count) == (4, 4, 0, 0, 0)
    assert summary.total == D("-203152.00")
    assert summary.months == [(2026, 6), (2026, 7)]
    assert summary.by_month() == {(2026, 6): D("-4252.50"), (2026, 7): D("-198899.50")}
    assert summary.by_class() == {3: D("1100.50"), 5: D("-200000.00"), 6: D("-4252.50")}
    assert summary.by_group() == {30: D("1100.50"), 50: D("-200000.00"), 60: D("-4252.50")}
    assert summary.warnings == []


def test_every_error_of_a_row_is_kept_with_its_column() -> None:
    assert errors("9999", "abc", "13", "1 200 st") == [
        ("Ansvar", "Okänt ansvar ”9999”. Rätta koden i filen, eller be den som driver programmet att lägga till den."),
        ("Konto", "”abc” är inget konto. Skriv kontonumret med siffror."),
        ("Månad", "”13” är ingen månad. Månaderna är 1–12. Bokslutets period 13 skrivs 12."),
        (
            "Belopp",
            f"”1 200 st” är inget belopp. Skriv bara talet, utan enhet eller ord, till exempel 1{NB}234,5.",
        ),
    ]


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (("", "3000", "1", "5"), "Ansvar", "Ansvar saknas."),
        (("1010", "", "1", "5"), "Konto", "Konto saknas."),
        (("1010", "3000", "", "5"), "Månad", "är ingen månad"),
        (("1010", "3000", "1", ""), "Belopp", "Beloppet saknas."),
        (("1010", "3000", "1"), "Belopp", "Beloppet saknas."),
        (("1010", "3000", "1", "abc"), "Belopp", "”abc” är inget belopp."),
        (("1010", "3000", "1", True), "Belopp", "”True” är inget belopp."),
        (("1010", "3000", "1", date(2026, 1, 31)), "Belopp", "är inget belopp."),
        (("1010", "3000", "2025-12", "5"), "Månad", "Raden gäller 2025, men importen gäller 2026."),
        (("1010", "3000", "sommar", "5"), "Månad", "”sommar” är ingen månad"),
        (("1010", "9000", "1", "5"), "Konto", "hör inte till någon kontogrupp"),
    ],
)
def test_a_wrong_cell(row: Sequence[Cell], column: str, text: str) -> None:
    ((found_column, found_text),) = errors(*row)
    assert found_column == column
    assert text in found_text


def test_a_closed_month_is_refused() -> None:
    asked = spec(closed=frozenset({(2026, 6)}))
    ((column, text),) = errors("1010", "3000", "juni", "5", asked=asked)
    assert (column, text) == ("Månad", "Juni 2026 är stängd. Öppna månaden eller ta bort raden.")
    assert errors("1010", "3000", "juli", "5", asked=asked) == []


def test_one_month_is_asked_for() -> None:
    """The month can be left out when the whole file is one month; rows of other months are left out and counted."""
    summary, lines = read([("Ansvar", "Konto", "Belopp"), ("1010", "3000", "5")], spec(month=7))
    assert lines == [["1", "30", "2026", "7", "3000", "5.00", "2"]]
    assert summary.months == [(2026, 7)]
    summary, lines = read([HEADINGS, ("1010", "3000", "mars", "5"), ("1010", "3000", "7", "5")], spec(month=7))
    assert len(lines) == 1
    assert summary.errors == []
    assert summary.warnings == [f"1{NB}rad för en annan månad än juli lästes inte in."]
    with pytest.raises(UploadError, match="Kolumn saknas: Månad"):
        read([("Ansvar", "Konto", "Belopp"), ("1010", "3000", "5")])


def test_the_year_may_have_its_own_column() -> None:
    headings = ("Ansvar", "Konto", "År", "Månad", "Belopp")
    summary, lines = read(
        [
            headings,
            ("1010", "3000", 2026.0, 3.0, 5.0),
            ("1010", "3000", 2025.0, 3.0, 5.0),
            ("1010", "3000", "x", 3.0, 5.0),
        ]
    )
    assert [line[2:4] for line in lines] == [["2026", "3"]]
    assert [error.text for error in summary.errors] == [
        "Raden gäller 2025, men importen gäller 2026.",
        "”x” är inget år.",
    ]


def test_the_ledgers_sign_is_turned_and_the_own_view_is_not() -> None:
    rows: list[Sequence[Cell]] = [HEADINGS, ("1010", "5010", "1", "200"), ("1010", "3130", "1", "-50")]
    _, as_debit = read(rows, spec(sign=Sign.COST_PLUS))
    assert [line[5] for line in as_debit] == ["-200.00", "50.00"]
    summary, as_is = read(rows)
    assert [line[5] for line in as_is] == ["200.00", "-50.00"]
    assert summary.warnings == [
        "I summa blir intäkterna (klass 3) minus. Kontrollera teckenregeln: filen verkar ha kostnader med plus."
    ]


def test_sums_and_balance_accounts_are_left_out_and_said() -> None:
    summary, lines = read(
        [
            HEADINGS,
            ("1010", "3000", "1", "5"),
            ("1010", "1930", "1", "99"),
            ("1010", "2440", "1", "99"),
            ("Summa", "", "", "203"),
        ]
    )
    assert len(lines) == 1
    assert (summary.read, summary.skipped, summary.rejected) == (4, 3, 0)
    assert summary.warnings == [f"2{NB}rader på balanskonton lästes inte in."]
    assert summary.checks == [f"Summaraden på rad 5 stämmer med raderna: 203,00{NB}kr."]


def test_a_column_per_month() -> None:
    headings = ("Ansvar", "Konto", "jan", "feb", "mar", "Summa")
    summary, lines = read(
        [
            headings,
            ("1010", "3130", "10", "", 0.0, "10"),
            ("1020", "5010", -1.5, -2.5, None, -4.0),
            ("9999", "5010", "x", "1", "2", ""),
            ("Summa", "", 8.5, -2.5, "", ""),
        ]
    )
    assert [(line[0], line[3], line[5], line[6]) for line in lines] == [
        ("1", "1", "10.00", "2"),
        ("2", "1", "-1.50", "3"),
        ("2", "2", "-2.50", "3"),
    ]
    assert [(error.row, error.column) for error in summary.errors] == [(4, "Ansvar"), (4, "jan")]
    assert (summary.row_count, summary.read, summary.rejected, summary.skipped) == (3, 4, 1, 1)


def test_only_the_month_asked_for_is_read_of_a_wide_file() -> None:
    headings = ("Ansvar", "Konto", "jan", "feb", "mar")
    summary, lines = read([headings, ("1010", "3130", "1", "2", "3")], spec(month=2))
    assert [(line[3], line[5]) for line in lines] == [("2", "2.00")]
    assert summary.warnings == ["Kolumnerna för jan, mar lästes inte."]
    with pytest.raises(UploadError, match="ingen kolumn för juli 2026"):
        read([headings, ("1010", "3130", "1", "2", "3")], spec(month=7))


def test_a_closed_month_in_a_wide_file() -> None:
    headings = ("Ansvar", "Konto", "jan", "feb")
    asked = spec(closed=frozenset({(2026, 1)}))
    summary, lines = read([headings, ("1010", "3130", "1", "2"), ("1010", "3130", "", "2")], asked)
    assert [line[6] for line in lines] == ["3"]
    assert "Januari 2026 är stängd" in summary.errors[0].text


def test_amounts_in_tkr_are_turned_into_kronor_and_said() -> None:
    summary, lines = read([("Ansvar", "Konto", "Månad", "Belopp tkr"), ("1010", "3130", "1", "1,5")])
    assert lines[0][5] == "1500.00"
    assert "räknats om till kronor" in summary.warnings[0]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "Hittar inga rubriker. Filen behöver en rad med Ansvar, Konto, Månad och Belopp."),
        ([("a", "b")] * 50, "Hittar inga rubriker"),
        ([("", ""), ("Ansvar", "Konto", "Text")], "Rad 2: Kolumn saknas: Månad och Belopp"),
        ([HEADINGS], "rubriker på rad 1 men inga rader"),
        ([HEADINGS, ("", "", "", "")], "inga rader"),
    ],
)
def test_files_without_a_table(rows: list[tuple[str, ...]], message: str) -> None:
    with pytest.raises(UploadError, match=message):
        read(rows)


def test_the_list_of_errors_has_a_ceiling_but_every_error_is_counted() -> None:
    rows: list[Sequence[Cell]] = [HEADINGS, *[("9999", "3000", "1", "5")] * 500, ("1010", "3000", "1", "abc")]
    summary, _ = read(rows)
    assert len(summary.errors) == MAX_ERRORS
    assert (summary.error_count, summary.rejected) == (501, 501)
    first = summary.error_groups[0]
    assert (first.column, first.count, first.first_row) == ("Ansvar", 500, 2)
    assert summary.error_groups[1].first_row == 502


def test_totals_stay_right_when_there_are_more_combinations_than_are_remembered() -> None:
    count = 120_000
    rows = [("1010", str(300_000 + number), "1", "0,01") for number in range(90_000)]
    rows += [("1020", str(300_000 + number), "1", "0,01") for number in range(count - 90_000)]
    lines = 0

    def count_lines(text: str) -> None:
        nonlocal lines
        lines += text.count("\n")

    summary = Ledger(spec(), count_lines).read([HEADINGS, *rows, *rows[:10]])
    assert summary.total == D(count + 10) / 100
    assert summary.row_count == lines == count + 10


GOOD = st.tuples(
    st.sampled_from(["1010", "1020", "0305"]),
    st.sampled_from(["3130", "4010", "5010", "6010", "7910", "313001"]),
    st.integers(1, 12),
    st.integers(-(10**12), 10**12),
)
DAMAGE = st.sampled_from([(0, "9999"), (0, ""), (1, "9999"), (1, "x"), (2, "13"), (2, ""), (3, "1,2,3"), (3, "x")])


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[list[str]], set[int], int]:
    """Rows as text, the numbers of those that were damaged, and the sum in öre of the others."""
    rows, damaged, total = [], set(), 0
    for number, (unit, account, month, ore) in enumerate(draw(st.lists(GOOD, min_size=1, max_size=25)), start=2):
        sign = "-" if ore < 0 else ""
        row = [unit, account, f"2026-{month:02d}", f"{sign}{abs(ore) // 100},{abs(ore) % 100:02d}"]
        if draw(st.integers(1, 5)) == 1:
            index, text = draw(DAMAGE)
            row[index] = text
            damaged.add(number)
        else:
            total += ore
        rows.append(row)
    return rows, damaged, total


@given(ledgers(), st.sampled_from(Sign))
def test_no_damaged_row_is_accepted_and_no_good_row_refused(
    case: tuple[list[list[str]], set[int], int], sign: Sign
) -> None:
    rows, damaged, total = case
    summary, lines = read([HEADINGS, *rows], spec(sign=sign))
    flip = -1 if sign is Sign.COST_PLUS else 1
    assert {error.row for error in summary.errors} == damaged
    assert {int(line[6]) for line in lines} == {*range(2, len(rows) + 2)} - damaged
    assert summary.total * 100 == flip * total
    assert sum(D(line[5]) for line in lines) == summary.total
    assert sum(summary.by_month().values(), D(0)) == summary.total
    assert sum(summary.by_class().values(), D(0)) == summary.total
    assert summary.read == summary.row_count + summary.rejected + summary.skipped


@given(ledgers(), st.randoms())
def test_the_order_of_rows_changes_no_total(case: tuple[list[list[str]], set[int], int], random: object) -> None:
    rows, _, _ = case
    before, _ = read([HEADINGS, *rows])
    random.shuffle(rows)  # type: ignore[attr-defined]
    after, _ = read([HEADINGS, *rows])
    assert after.totals == before.totals
    assert after.error_count == before.error_count


@given(ledgers())
def test_the_answer_survives_its_journey_between_processes(case: tuple[list[list[str]], set[int], int]) -> None:
    summary, _ = read([HEADINGS, *case[0]])
    assert contract.summary_from_json(contract.summary_to_json(summary)) == summary
    asked = spec(month=3, closed=frozenset({(2026, 1), (2026, 2)}))
    back, path, name = contract.spec_from_json(contract.spec_to_json(asked, "/fil", "namn.csv"))
    assert (back, path, name) == (asked, "/fil", "namn.csv")


CELLS = st.none() | st.text(max_size=8) | st.floats() | st.booleans() | st.dates() | st.datetimes()


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_no_cell_whatever_it_holds_breaks_the_reading(rows: list[list[Cell]]) -> None:
    summary, lines = read([HEADINGS, ("1010", "3000", "1", "5"), *rows])
    assert len(lines) == summary.row_count
    assert summary.read == summary.row_count + summary.rejected + summary.skipped
    assert all(len(line) == len(COLUMNS) for line in lines)


def test_a_file_of_errors_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_WRONG", 3)
    wrong = [(f"finns inte {number}", "3130", "juli", "1") for number in range(9)]

    summary, _ = read([HEADINGS, *wrong])

    assert (summary.rejected, len(summary.errors)) == (3, 3)
    assert any(text.startswith("Läsningen stannade på rad 5, eftersom fler än") for text in summary.warnings)


def test_a_file_of_blank_rows_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_BLANK", 3)
    good, blank = ("1010", "3130", "juli", "1"), ("", None, "", "")

    assert read([HEADINGS, *[blank] * 3, good])[0].row_count == 1
    with pytest.raises(UploadError, match="Ta bort dem och spara filen på nytt"):
        read([HEADINGS, *[blank] * 4, good])
