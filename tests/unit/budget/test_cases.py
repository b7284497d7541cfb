"""Files as they have come, each with what a person reads in it: a sum, or what has to be said.

The files of `cases/` were found in the field; those in the tables here are the same kinds written in other ways. The
values are read off the files by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from budget.importers import csv_file
from budget.importers.contract import ImportSpec, Sign, Summary
from budget.importers.ledger import Ledger
from budget.importers.sandbox import ParsedUpload, parse_upload
from budget.importers.xlsx import open_sheet
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.prescan import scan_workbook
from tests.unit.budget.workbooks import RANGES, packed, parts, saved, sheet_with

CASES = Path(__file__).parent / "cases"
UNITS = {"1010": 1, "1020": 2, "1030": 3}
NB = "\u00a0"


def asked(**changes: Any) -> ImportSpec:
    """What the rows are checked against."""
    given = {"year": 2026, "month": None, "sign": Sign.INCOME_PLUS, "known_units": UNITS, "account_ranges": RANGES}
    return ImportSpec(**{**given, **changes})


def read(path: Path, **changes: Any) -> Summary:
    """Read a file as the child does, but in this process: that is tried with the files of `cases/`."""
    spec = asked(**changes)
    if path.suffix != ".xlsx":
        rows, warnings = csv_file.rows_of(path, spec)
        found = Ledger(spec, lambda _: None).read(rows)
        found.warnings[:0] = warnings
        return found
    scan_workbook(path)
    sheet = open_sheet(path, spec)
    found = Ledger(spec, lambda _: None).read(sheet.rows(), sheet.name)
    found.sheet, found.warnings[:0] = sheet.name, [*sheet.warnings, *sheet.said_after()]
    return found


def from_child(path: Path, folder: Path, **changes: Any) -> ParsedUpload:
    """Read a file in the throw-away process, as the program does."""
    given = {"year": 2026, "sign": Sign.INCOME_PLUS, "known_units": UNITS, "account_ranges": RANGES}
    return parse_upload(path, filename=path.name, rows_path=folder / "rader.tsv", **{**given, **changes})


def text(folder: Path, lines: str, **changes: Any) -> Summary:
    """Read a csv file written as one line of text; rows are parted by " / "."""
    return read(saved(folder, lines.replace(" / ", "\r\n").encode(), "utfall.csv"), **changes)


def refusal(folder: Path, lines: str, **changes: Any) -> str:
    with pytest.raises(UploadError) as caught:
        text(folder, lines, **changes)
    return str(caught.value)


def said(upload: Summary) -> str:
    """Everything that is told of a file, with ordinary spaces."""
    lines = [*upload.warnings, *upload.checks, *(f"Rad {e.row}, {e.column}: {e.text}" for e in upload.errors)]
    return "\n".join(lines).replace(NB, " ")


READ = {
    "manadskolumn_Oct_tappas.csv": ("-63", ""),
    "tkr_i_titelraden.csv": ("-382000", "i tkr och har räknats om till kronor"),
    "kontogruppsrader_dubbelraknas.csv": ("-300", "2 rader för kontogrupper stämmer med kontona under"),
    "debet_kredit_saldo.csv": ("-60", "Kolumnen Saldo lästes inte."),
    "filtrerade_dolda_rader.xlsx": ("-175", "2 rader som är dolda eller bortfiltrerade i Excel lästes också (rad 3 och 4)"),
    "manadsrubriker_som_tal.xlsx": ("-150", ""),
    "delsumma_1010_Summa.csv": ("-100", "Summaraden på rad 4 stämmer med raderna: −100,00 kr. Det gör också 1 delsumma."),
    "ansvar_och_objekt.csv": ("-100", "Verksamhet, Aktivitet, Projekt, Objekt och Motpart lästes inte"),
    "utfall_budget_avvikelse.csv": ("-100", "Kolumnerna Budget och Avvikelse lästes inte."),
    "debet_kredit.csv": ("-100", ""),
    "period_13.csv": ("-100", "Period 13 (bokslut) lästes in i december."),
    "pivot_Summa_av_Belopp.csv": ("-100", "Summaraden på rad 3 stämmer"),
    "us_datum.csv": ("-100", ""),
    "redovisningsformat_streck.csv": ("-100", ""),
    "upprepad_rubrik.csv": ("-150", "1 upprepad rubrikrad lästes inte in."),
    "dubbel_bom.csv": ("-100", ""),
    "zip64_fran_POI.xlsx": ("-100", ""),
    "omvanda_snedstreck.xlsx": ("-100", ""),
}  # fmt: skip
WRONG_ROWS = {
    "formel_utan_sparat_varde.xlsx": "Rad 2, Aug: Formeln i cellen har inget sparat värde.",
    "felcell_REF.xlsx": "Rad 2, Aug: Cellen innehåller felet #REF!.",
    "konto_saknas_texten_borjar_med_Total.csv": "Rad 3, Konto: Konto saknas.",
    "falsk_summarad.csv": "Rad 3, Ansvar: Ansvar saknas.",
}
REFUSED = {
    "oavslutat_citattecken.csv": "Rad 2: ett citattecken öppnas men stängs inte",
    "bara_budgetkolumn.csv": "Kolumnen Budget är budget, inte periodens utfall.",
    "utfall_2025_som_2026.csv": "Kolumnen Utfall 2025 gäller 2025, men importen gäller 2026.",
    "ett_blad_per_manad.xlsx": "Filen har utfall på flera blad: Utfall och Augusti.",
}
MONTH = {"utfall_2025_som_2026.csv": 7}


def test_every_case_has_its_value() -> None:
    assert {path.name for path in CASES.iterdir()} == {*READ, *WRONG_ROWS, *REFUSED}


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_a_person_reads_it(tmp_path: Path, name: str) -> None:
    total, words = READ[name]
    found = from_child(CASES / name, tmp_path)
    assert (found.total, found.errors) == (D(total), [])
    assert words in said(found)
    if not words:
        assert (found.warnings, found.checks) == ([], [])


@pytest.mark.parametrize("name", WRONG_ROWS)
def test_a_row_that_is_wrong_is_told_with_its_number(tmp_path: Path, name: str) -> None:
    assert WRONG_ROWS[name] in said(from_child(CASES / name, tmp_path))


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_right_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UploadError) as caught:
        from_child(CASES / name, tmp_path, month=MONTH.get(name))
    assert REFUSED[name] in str(caught.value)


def rows(*amounts: str, head: str = "Ansvar;Konto;Period;Belopp") -> str:
    """Headings and a row for each amount."""
    return " / ".join([head, *(f"1010;5010;202607;{amount}" for amount in amounts)])


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        # the unit stands in a heading, in a line above, in the column's group, in the row below
        ("Belopp i tusental kronor / " + rows("-382"), -382_000),
        ("Utfall 2026 / Alla belopp anges i Mkr / / " + rows("-1,5"), -1_500_000),
        (rows("-382", head="Ansvar;Konto;Period;Utfall (KSEK)"), -382_000),
        (rows("-382", head="Ansvar;Konto;Period;Utfall 2026 tkr"), -382_000),
        ("Ansvar;Konto;Period;Belopp / ;;;tkr / 1010;5010;202607;-382", -382_000),
        ("Kodsträng;;Tid;Belopp 1000 kr / " + rows("-382"), -382_000),
        ("Utfall;;;miljoner kronor / " + rows("-2"), -2_000_000),
        ("Amounts in SEK thousand / " + rows("-382"), -382_000),
        ("Utfall kr '000 / " + rows("-382"), -382_000),
        ("Ansvar;Konto;Period;Belopp;tkr / 1010;5010;202607;-382;", -382_000),
        (rows("-382000000", head="Ansvar;Konto;Period;Belopp i öre"), -3_820_000),
        ("Belopp i kronor. Avvikelser över 500 tkr kommenteras / " + rows("-382"), -382),
        ("Ansvar;Konto;Jul tkr;Aug tkr / 1010;5010;-1;-2", -3_000),
    ],
)
def test_a_unit_anywhere_above_the_figures_counts(tmp_path: Path, lines: str, total: int) -> None:
    found = text(tmp_path, lines)
    assert (found.total, found.errors) == (total, [])
    assert ("räknats om till kronor" in said(found)) == (abs(total) >= 1000)


def test_several_units_are_asked_about(tmp_path: Path) -> None:
    assert "Under tabellen står ”Alla belopp i tkr”" in refusal(tmp_path, rows("-382") + " / Alla belopp i tkr;;;")
    assert text(tmp_path, "Belopp i tkr / " + rows("-382") + " / Alla belopp i tkr;;;").total == -382_000
    assert "flera enheter" in refusal(tmp_path, "Utfall i tkr eller mnkr / " + rows("-382"))
    assert "olika enheter" in refusal(tmp_path, "Ansvar;Konto;Jul tkr;Aug mnkr / 1010;5010;-1;-2")


@pytest.mark.parametrize(
    "head",
    [
        "Ansvar;Konto;Jan;Feb;Mar;Apr;May;Jun",
        "Cost center;Account;January;February;March;April;May;June",
        "Kst;Konto;jan-26;feb-26;mar-26;apr-26;maj-26;jun-26",
        "Kst;Konto;01/2026;02/2026;03/2026;04/2026;05/2026;06/2026",
        "Kst;Konto;2026M01;2026M02;2026M03;2026M04;2026M05;2026M06",
        "Kst;Konto;P1;P2;P3;P4;P5;P6",
        "Kst;Konto;Period 1;Period 2;Period 3;Period 4;Period 5;Period 6",
        "Kst;Konto;Utfall jan;Utfall feb;Utfall mars;Utfall april;Utfall maj;Utfall juni",
        "Kst;Konto;Summa av jan;Summa av feb;Summa av mar;Summa av apr;Summa av maj;Summa av jun",
        "Kst;Konto;1;2;3;4;5;6",
        "Kst;Konto;202601;202602;202603;202604;202605;202606",
    ],
)
def test_every_month_of_a_wide_file_is_read(tmp_path: Path, head: str) -> None:
    found = text(tmp_path, f"{head} / 1010;5010;-1;-2;-4;-8;-16;-32")
    assert (found.total, [month for _, month in found.months], found.warnings) == (-63, [1, 2, 3, 4, 5, 6], [])


@pytest.mark.parametrize(
    "month",
    ["Jul", "july", "jul-26", "07/2026", "7.2026", "2026/07", "202607", "202607.0", "2607", "260731", "31.7.2026",
     "7/31/2026", "31 juli 2026", "2026 juli", "P07", "period 7", "2026-07-31 00:00:00", '="202607"', "'202607"],
)  # fmt: skip
def test_july_is_july_however_it_is_written(tmp_path: Path, month: str) -> None:
    found = text(tmp_path, f'Ansvar;Konto;Period;Belopp / 1010;5010;"{month.replace(chr(34), chr(34) * 2)}";-7')
    assert (found.errors, found.months, found.total) == ([], [(2026, 7)], -7)


@pytest.mark.parametrize(
    ("lines", "ignored"),
    [
        ("Ansvar;Konto;Jul;Agu / 1010;5010;-1;-2", "Kolumnen Agu lästes inte."),
        ("Ansvar;Konto;Period;Belopp;Moms / 1010;5010;202607;-1;-2", "Kolumnen Moms lästes inte."),
        ("Ansvar;Konto;Period;Belopp / 1010;5010;202607;-1;-2", "Kolumnen E (utan rubrik) lästes inte."),
        ("Ansvar;Konto;Text;Jul;Prognos;Text / 1010;5010;a;-1;-2;b", "Kolumnerna Text, Prognos och Text lästes inte."),
    ],
)
def test_a_column_that_is_not_read_is_named(tmp_path: Path, lines: str, ignored: str) -> None:
    found = text(tmp_path, lines)
    assert (found.total, found.warnings) == (-1, [ignored])


def test_a_total_beside_the_months_tells_of_a_month_that_is_not_read(tmp_path: Path) -> None:
    found = text(tmp_path, "Ansvar;Konto;Jul;Agu;Totalt / 1010;5010;-1;-2;-3 / 1020;5010;-1;0;-1 / 1030;5010;0;-4;-4")
    assert found.total == -2
    assert (
        "Totalt på rad 2 är −3,00 kr, men månaderna blir −1,00 kr. 1 rad till skiljer sig. "
        "Kontrollera att alla månader är med."
    ) in said(found)
    whole = text(tmp_path, "Ansvar;Konto;Jul;Aug;Totalt / 1010;5010;-1;-2;-3", month=8)
    assert (whole.total, whole.warnings) == (-2, ["Kolumnen Totalt lästes inte.", "Kolumnerna för jul lästes inte."])


@pytest.mark.parametrize(
    ("head", "read"),
    [
        ("Ansvar;Konto;Period;Utfall;Budget;Avvikelse;Prognos;Utfall fg år", "Utfall"),
        ("Ansvar;Konto;Period;Belopp;Saldo;Årsbudget;x;y", "Belopp"),
        ("Cost center;Account;Month;Actual;Budget;Variance;Forecast;Last year", "Actual"),
        ("Kst;Objekt;Period;Utfall 2026;Utfall 2025;Budget 2026;Konto;Ack utfall", "Utfall 2026"),
        ("Ansvar;Kontogrupp;Period;Netto;Budget netto;Summa;Konto;Helår", "Netto"),
    ],
)
def test_of_several_columns_the_outcome_of_the_year_is_read(tmp_path: Path, head: str, read: str) -> None:
    cells = {"Konto": "5010", "Account": "5010", "Period": "202607", "Month": "202607", read: "-100"}
    codes = ("Ansvar", "Kst", "Cost center")
    row = [cells.get(name, "1010" if name in codes else "-7") for name in head.split(";")]
    if "Konto" not in head.split(";")[:2] and "Account" not in head:
        row[6] = "5010"
    found = text(tmp_path, f"{head} / {';'.join(row)}")
    assert (found.total, found.errors) == (-100, [])
    assert "lästes inte" in said(found)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (rows("-1", head="Ansvar;Konto;Period;Årsbudget"), "Kolumnen Årsbudget är budget, inte periodens utfall."),
        (rows("-1", head="Ansvar;Konto;Period;Budget 2026 (tkr)"), "är budget, inte periodens utfall."),
        (rows("-1", head="Ansvar;Konto;Period;Prognos"), "Kolumnen Prognos är prognos"),
        (rows("-1", head="Ansvar;Konto;Period;Avvikelse"), "är avvikelse"),
        (rows("-1", head="Ansvar;Konto;Period;Utgående saldo"), "är ingående eller utgående saldo"),
        (rows("-1", head="Ansvar;Konto;Period;Ack. utfall"), "är ackumulerat"),
        (rows("-1", head="Ansvar;Konto;Period;Utfall jan-jul"), "är ackumulerat"),
        ("Ansvar;Konto;Budget jan;Budget feb / 1010;5010;-1;-2", "Kolumnen Budget jan är budget"),
        ("Ansvar;Konto;Jan budget;Feb budget / 1010;5010;-1;-2", "är budget"),
        (";;Budget; / Ansvar;Konto;Jan;Feb / 1010;5010;-1;-2", "Rad 1 säger ”Budget”"),
        (";;Budget;;Prognos / Ansvar;Konto;Jan;Feb;Mar / 1010;5010;-1;-2;-3", "Kolumnen Jan är budget"),
        ("Internbudget 2026 / " + rows("-1"), "Rad 1 säger ”Internbudget 2026”. Här läses utfall in."),
        ("Budget 2026, tkr / Ansvar;Konto;Jan;Feb / 1010;5010;-1;-2", "Rad 1 säger ”Budget 2026, tkr”."),
        ("Ackumulerat per månad / Ansvar;Konto;Jan;Feb / 1010;5010;-1;-3", "beloppen är ackumulerade"),
    ],
)
def test_what_is_no_outcome_of_a_period_is_refused(tmp_path: Path, lines: str, message: str) -> None:
    assert message in refusal(tmp_path, lines)


@pytest.mark.parametrize(
    "lines",
    [
        "Budgetuppföljning 2026 / " + rows("-1"),
        "Utfall och budget 2026 / " + rows("-1"),
        rows("-1", head="Ansvar;Konto;Period;Utfall"),
        "Budget / " + rows("-1", head="Ansvar;Konto;Period;Utfall"),
        ";;;Utfall;;Budget / Ansvar;Konto;Budgetår;Jul;Aug;Jul;Aug / 1010;5010;2026;-1;;-50;-60",
        "Rapport uttagen 2025-12-30 / " + rows("-1"),
        "Ansvar: 2025 / " + rows("-1"),
        "Utfall 2026 jämfört med 2025 / Ansvar;Konto;Period;Belopp / 1010;5010;7;-1",
        "Utfall 2025 / " + rows("-1"),  # every row says its own year
    ],
)
def test_words_that_only_look_like_another_figure_do_not_refuse(tmp_path: Path, lines: str) -> None:
    found = text(tmp_path, lines)
    assert (found.total, found.errors) == (-1, [])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "Utfall 2025 / Ansvar;Konto;Jan;Feb / 1010;5010;-1;-2",
            "Rad 1 säger ”Utfall 2025”, men importen gäller 2026.",
        ),
        ("Ansvar;Konto;Jan 2025;Feb 2025 / 1010;5010;-1;-2", "ingen kolumn för år 2026"),
        ("Ansvar;Konto;jan-25;feb-25 / 1010;5010;-1;-2", "ingen kolumn för år 2026"),
        (";;2025; / Ansvar;Konto;Jan;Feb / 1010;5010;-1;-2", "2026"),
        ("Utfall föregående år / Ansvar;Konto;Jan;Feb / 1010;5010;-1;-2", "Rad 1 säger ”Utfall föregående år”"),
        ("Ansvar;Konto;Period;Utfall -25 / 1010;5010;7;-2", "gäller 2025, men importen gäller 2026"),
        ("Ansvar;Konto;Period;Belopp 2025 / 1010;5010;7;-2", "gäller 2025, men importen gäller 2026"),
    ],
)
def test_another_year_is_refused(tmp_path: Path, lines: str, message: str) -> None:
    assert message in refusal(tmp_path, lines)


def test_another_year_above_is_an_error_where_a_row_does_not_say_its_own(tmp_path: Path) -> None:
    found = text(tmp_path, "Bokslut 2025 / Ansvar;Konto;Månad;Belopp / 1010;5010;juli;-1 / 1010;5010;202607;-2")
    assert [(error.row, error.column) for error in found.errors] == [(3, "Månad")]
    assert "Rad 1 säger ”Bokslut 2025”, men importen gäller 2026." in found.errors[0].text


@pytest.mark.parametrize(
    "title",
    ["Utfall juni 2026", "Utfall januari–juli 2026", "Period 202606", "Utfall juli 2025", "Utfall t.o.m. juli 2026",
     "Utfall till och med juli 2026", "2026-01-01 - 2026-07-31", "Period 202601-202607", "Per 2026-06-30"],
)  # fmt: skip
def test_a_file_of_one_month_cannot_be_about_another(tmp_path: Path, title: str) -> None:
    lines = f"{title} / Ansvar;Konto;Belopp / 1010;5010;-1"
    assert f"Rad 1 säger ”{title}”, men importen gäller juli 2026." in refusal(tmp_path, lines, month=7)


def test_the_month_above_may_be_the_one_chosen(tmp_path: Path) -> None:
    lines = "Utfall juli 2026;uttaget 3 augusti 2026 / Ansvar;Konto;Belopp / 1010;5010;-1"
    assert text(tmp_path, lines, month=7).total == -1
    assert "välj vilken månad filen gäller" in refusal(tmp_path, lines)


@pytest.mark.parametrize(
    ("lines", "total", "groups"),
    [
        ("5 Personal|-30;50 Löner|-30;5010 Lön|-20;5020 Timlön|-10", -30, 2),
        ("5010|-20;5020|-10;50|-30;5|-30", -30, 2),
        ("5|-30;50|-20;51|-10;5010|-20;5110|-10;6010|-7", -37, 3),
        ("3|5;30|5;4|-2", 3, 1),  # the shortest levels of a file without whole accounts
        ("5 Personal|0;50|0;5010|0", 0, 2),
        ("79|-3;6010|-1", -4, 0),  # no account below it: an account of its own
    ],
)
@pytest.mark.parametrize("is_wide", [False, True])
def test_groups_above_their_accounts_are_booked_once(
    tmp_path: Path, lines: str, total: int, groups: int, is_wide: bool
) -> None:
    pairs = [pair.split("|") for pair in lines.split(";")]
    head = "Ansvar;Konto;Jul" if is_wide else "Ansvar;Konto;Period;Belopp"
    month = ";" if is_wide else ";202607;"
    found = text(
        tmp_path,
        " / ".join([head, *(f"1010;{account}{month}{amount}" for account, amount in pairs)]),
        account_ranges=CLASSES,
    )
    assert (found.total, found.errors) == (total, [])
    assert found.read == len(pairs)
    if groups and total:
        assert f"{groups} rad" in said(found)


CLASSES = [(3000, 3999, 30), (4000, 4999, 40), (5000, 5999, 50), (6000, 6999, 60), (7000, 7999, 70)]


def test_a_group_that_is_not_the_sum_of_its_accounts_is_an_error_with_both_amounts(tmp_path: Path) -> None:
    found = text(
        tmp_path, "Ansvar;Konto;Period;Belopp / 1010;50;202607;-40 / 1010;5010;202607;-30", account_ranges=CLASSES
    )
    assert (
        "Rad 2, Konto: Konto 50 ser ut att vara en summa: det är −40,00 kr, men kontona som börjar på 50 blir −30,00 kr."
        in said(found)
    )
    other_unit = text(
        tmp_path, "Ansvar;Konto;Period;Belopp / 1020;50;202607;-40 / 1010;5010;202607;-30", account_ranges=CLASSES
    )
    assert (other_unit.total, other_unit.errors) == (-70, [])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("1010;5010|-30;1010;50101|-20;1010;50102|-10", "Konto 5010 har samma belopp (−30,00 kr)"),
        ("1010;50101|-20;1010;5010|-20;1020;50101|-7;1020;5010|-7", "Konto 5010 har samma belopp"),
        ("10;5010|-30;1010;5010|-20;1020;5010|-10", "Ansvar 10 har samma belopp på varje konto"),
        ("1010;5010|-20;1010;6010|-1;10;5010|-20;10;6010|-1", "Ansvar 10 har samma belopp på varje konto"),
    ],
)
def test_two_levels_of_units_or_accounts_in_one_file_are_refused(tmp_path: Path, body: str, message: str) -> None:
    assert message in refusal(tmp_path, levels(body), known_units=UNITS | {"10": 9}).replace(NB, " ")


@pytest.mark.parametrize(
    ("body", "total"),
    [
        ("1010;5010|-31;1010;50101|-20;1010;50102|-10", -61),  # an account that has amounts of its own
        ("1010;5010|-20;1010;50101|-20", -40),  # the same amount once
        ("10;5010|-5;1010;5010|-20;1020;5010|-10", -35),
        ("10;5010|-20;1010;5010|-20", -40),
    ],
)
def test_levels_that_are_not_each_others_sum_are_booked(tmp_path: Path, body: str, total: int) -> None:
    found = text(tmp_path, levels(body), known_units=UNITS | {"10": 9})
    assert (found.total, found.errors) == (total, [])


def levels(body: str) -> str:
    """ "1010;5010|-1;1020;…" as rows of July."""
    parts = body.replace("|", ";").split(";")
    lines = [f"{unit};{account};202607;{ore}" for unit, account, ore in zip(*[iter(parts)] * 3, strict=True)]
    return " / ".join(["Ansvar;Konto;Period;Belopp", *lines])


@pytest.mark.parametrize(
    ("column", "budget"), [("Typ", "Budget"), ("Version", "BUD"), ("Scenario", "Prognos"), ("Beloppstyp", "årsbudget")]
)
@pytest.mark.parametrize("is_wide", [False, True])
def test_rows_that_say_that_they_are_budget_are_left_out(
    tmp_path: Path, column: str, budget: str, is_wide: bool
) -> None:
    head, month = ("Jul", "") if is_wide else ("Period;Belopp", "202607;")
    lines = [f"1010;5010;{kind};{month}{ore}" for kind, ore in (("Utfall", -1), (budget, -90), ("", -2))]
    found = text(tmp_path, " / ".join([f"Ansvar;Konto;{column};{head}", *lines]))
    assert (found.total, found.warnings) == (-3, [f"1{NB}rad som inte är utfall lästes inte in."])


def test_a_balance_with_several_rows_for_one_account_may_be_a_running_one(tmp_path: Path) -> None:
    lines = "Ansvar;Konto;Period;Saldo / 1010;5010;202607;-10 / 1010;5010;{};-30"
    assert "Är det ett löpande saldo" in said(text(tmp_path, lines.format("202607")))
    assert text(tmp_path, lines.format("202608")).warnings == []
    running = "Ansvar;Konto;Period;Ingående saldo;Periodens belopp;Utgående saldo / 1010;5010;202607;-50;-10;-60"
    assert text(tmp_path, running).total == -10


@pytest.mark.parametrize("note", ["Källa: ekonomisystemet", "Sida 1 av 2", "Utskriven 2026-08-03", "* preliminärt"])
def test_a_line_of_words_without_an_amount_is_no_row(tmp_path: Path, note: str) -> None:
    found = text(tmp_path, f"{rows('-1')} / {note};;; / 1020;5010;202607;-2 / ;{note};;")
    assert (found.total, found.errors) == (-3, [])
    assert found.warnings == [f"2{NB}rader med bara en text lästes inte in."]
    assert text(tmp_path, f"{rows('-1')} / 1010;;;").error_count  # a unit is more than a word


@pytest.mark.parametrize(
    "label",
    ["Summa 1010", "1010 Summa", "1010 Total", "Totalt 1010", "Delsumma", "Sum", "S:a 1010", "Subtotal", "Summa:"],
)
@pytest.mark.parametrize("last", ["Totalsumma", "Grand Total", "Summa totalt", "TOTALT", ""])
def test_sums_by_any_word_are_held_against_the_rows(tmp_path: Path, label: str, last: str) -> None:
    body = f"1010;5010;202607;-60 / 1010;5020;202607;-40 / {label};;;-100 / 1020;5010;202607;-50 / {last};;;-150"
    found = text(tmp_path, f"Ansvar;Konto;Period;Belopp / {body}")
    assert (found.total, found.errors, found.warnings) == (-150, [], [])
    assert "Summaraden på rad 6 stämmer med raderna: −150,00 kr. Det gör också 1 delsumma." in said(found)


def test_a_sum_that_differs_is_said_with_both_amounts(tmp_path: Path) -> None:
    found = text(tmp_path, rows("-60", "-40") + " / 1010 Summa;;;-90 / Grand Total;;;-100")
    assert "Summaraden på rad 4 är −90,00 kr, men raderna blir −100,00 kr. Kontrollera att filen är hel." in said(found)
    assert "Summaraden på rad 5 stämmer" in said(found)


def test_sums_of_income_and_cost_and_of_each_unit_may_stand_last(tmp_path: Path) -> None:
    body = "1010;3010;202607;10 / 1010;5010;202607;-4 / 1020;3010;202607;20 / 1020;5010;202607;-8"
    sums = "Summa intäkter;;;30 / Summa kostnader;;;-12 / Summa 1010;;;6 / Summa 1020;;;12 / Totalt;;;18"
    found = text(tmp_path, f"Ansvar;Konto;Period;Belopp / {body} / {sums}")
    assert (found.total, found.warnings, len(found.checks)) == (18, [], 1)


def test_sums_may_stand_above_what_they_are_the_sum_of(tmp_path: Path) -> None:
    found = text(tmp_path, "Ansvar;Konto;Period;Belopp / Totalt;;;-9 / " + rows("-4", "-5").partition(" / ")[2])
    assert (found.total, found.warnings) == (-9, [])
    assert "Summaraden på rad 2 stämmer med raderna: −9,00 kr." in said(found)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1010;;202607;-900;Totalentreprenad ventilation", "Konto: Konto saknas."),
        ("1010;;202607;-900;Total ventilation", "Konto: Konto saknas."),
        ("1010;;202607;-900;Hyra totalt", "Konto: Konto saknas."),
        ("Totalförsvar;5010;202607;-900;", "Ansvar: Okänt ansvar ”Totalförsvar”."),
        (";;202607;-100;", "Ansvar: Ansvar saknas."),
        (";5010;202607;-100;", "Ansvar: Ansvar saknas."),
        (";;;-100;Lön", "Ansvar: Raden har belopp men varken ansvar, konto eller månad."),
        (";;;-100;", "Ansvar: Raden har belopp men varken ansvar, konto eller månad."),
        ("1010;Summa;202607;-900;", "Konto: Raden kallas summa och är −900,00 kr, men raderna blir −100,00 kr."),
        ("1010;5010 Summa;202607;-900;", "Konto: Raden kallas summa och är −900,00 kr, men raderna blir −100,00 kr."),
    ],
)
def test_a_row_is_dropped_only_when_it_is_proved_to_be_a_sum(tmp_path: Path, row: str, message: str) -> None:
    body = f"1010;5010;202607;-100;Lön / {row} / 1020;5010;202607;-50;Lön"
    found = text(tmp_path, f"Ansvar;Konto;Period;Belopp;Text / {body}")
    assert f"Rad 3, {message}" in said(found)


def test_a_coded_row_that_is_called_sum_and_is_one_is_not_booked_again(tmp_path: Path) -> None:
    """In a wide file and in one of a single month nothing but the word tells it from a posting."""
    wide = text(tmp_path, "Ansvar;Konto;Jul;Aug / 1010;5010;-1;-2 / 1010;5020;-3;-4 / 1010;5010 Summa;-4;-6")
    assert (wide.total, wide.errors) == (-10, [])
    month = text(tmp_path, "Ansvar;Konto;Belopp / 1010;5010;-1 / 1010 Summa;5010;-1", month=7)
    assert (month.total, month.errors) == (-1, [])


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ('Ansvar;Konto;Period;Belopp;Text / 1010;5010;202607;-1;"Hyra / 1010;5010;202607;-2;El / 1010;5010;202607;-4;', 2),
        ('Ansvar;Konto;Period;Belopp;Text / 1010;5010;202607;-1;"Hyra / 1010;5010;202607;-2;"El" / 1010;5010;202607;-4;', 2),
        ('Text;Ansvar;Konto;Period;Belopp / a;1010;5010;202607;-1 / "b;1010;5010;202607;-2 / "c;1010;5010;202607;-4', 3),
        ('"Utfall / Ansvar;Konto;Period;Belopp / 1010;5010;202607;-1', 1),
        ('Ansvar,Konto,Period,Belopp,Text / 1010,5010,202607,-1,"Hyra / 1010,5010,202607,-2,El / 1010,5010,202607,-4,', 2),
    ],
)  # fmt: skip
def test_a_quotation_mark_that_swallows_rows_is_refused_with_its_row(tmp_path: Path, lines: str, number: int) -> None:
    assert refusal(tmp_path, lines).startswith(f"Rad {number}: ett citattecken öppnas")


@pytest.mark.parametrize(
    "cell", ['"Hyra / kvartal 3"', '"Hyra ""kvarnen"""', '"Hyra" kvarnen', 'Hyra 3"', '"Hyra; el"', '"Hyra kv 3']
)
def test_quotation_marks_that_harm_nobody_are_read(tmp_path: Path, cell: str) -> None:
    last = "" if cell.count('"') == 1 and cell[0] == '"' else " / 1010;5010;202607;-2;El"
    found = text(tmp_path, f"Ansvar;Konto;Period;Belopp;Text / 1010;5010;202607;-1;{cell}{last}")
    assert (found.total, found.errors) == (-3 if last else -1, [])


@pytest.mark.parametrize(
    ("row", "total"),
    [
        ("1010;5010;202607;100;", -100),
        ("1010;5010;202607;;40", 40),
        ("1010;5010;202607;100;40", -60),
        ("1010;5010;202607;-100;", 100),
        ("1010;5010;202607;1 234,50 kr;-", D("-1234.50")),
    ],
)
@pytest.mark.parametrize("sign", Sign)
def test_debit_is_cost_whatever_sign_rule_was_chosen(tmp_path: Path, row: str, total: D, sign: Sign) -> None:
    for head in ("Debet;Kredit", "Debit;Credit", "Debit amount;Credit amount"):
        found = text(tmp_path, f"Ansvar;Konto;Period;{head} / {row}", sign=sign)
        assert (found.total, found.errors) == (total, [])


@pytest.mark.parametrize("head", ["D/K", "Debet/Kredit", "DK"])
def test_a_side_beside_the_amount_is_not_passed_over(tmp_path: Path, head: str) -> None:
    lines = f"Ansvar;Konto;Period;{head};Belopp / 1010;5010;202607;D;100 / 1010;3010;202607;K;40"
    assert f"Kolumnen {head} säger om beloppet är debet eller kredit." in refusal(tmp_path, lines)


def test_a_row_without_debit_and_credit_lacks_its_amount(tmp_path: Path) -> None:
    found = text(tmp_path, "Ansvar;Konto;Period;Debet;Kredit / 1010;5010;202607;; / 1010;5010;202607;x;1")
    assert [(error.row, error.column) for error in found.errors] == [(2, "Debet"), (3, "Debet")]
    assert "Kolumn saknas: Belopp" in refusal(tmp_path, "Ansvar;Konto;Period;Debet / 1010;5010;202607;1")


@pytest.mark.parametrize("dash", ["-", " - ", "–", "—", "−", "-   kr", " - kr."])
def test_a_dash_alone_is_zero(tmp_path: Path, dash: str) -> None:
    long = text(tmp_path, f"Ansvar;Konto;Period;Belopp / 1010;5010;202607;{dash} / 1010;5010;202607;-1")
    wide = text(tmp_path, f"Ansvar;Konto;Jul;Aug / 1010;5010;{dash};-1")
    assert (long.total, long.errors, wide.total, wide.errors) == (-1, [], -1, [])
    assert wide.row_count == 1


@pytest.mark.parametrize("minus", ["\u2013", "\u2014", "\u2212", "\u2010", "\u2011", "\u00ad", "-"])
def test_any_dash_before_or_after_is_a_minus(tmp_path: Path, minus: str) -> None:
    assert text(tmp_path, rows(f"{minus}1 234,50", f"1 000,50{minus}")).total == D("-2235.00")


def test_dashes_of_windows_and_marks_of_old_systems(tmp_path: Path) -> None:
    content = "Ansvar;Konto;Månad;Belopp\r\n1010;5010;juli;–100\r\n1010;5010;juli;— \r\n".encode("cp1252")
    found = read(saved(tmp_path, content + b"\x1a", "utfall.csv"))
    assert (found.total, found.errors, found.read) == (-100, [], 2)
    together = "\ufeff\ufeffAnsvar;Konto;Period;Belopp\r\n1010;5010;202607;-1\r\n" * 2
    assert read(saved(tmp_path, together.encode(), "tva.csv")).total == -2


@pytest.mark.parametrize(
    ("unit", "account"),
    [
        ("1010.0", "5010.0"),
        ('"=""1010"""', '"=""5010"""'),
        ("'1010", "'5010"),
        ("1010,00", "5010,0"),
        ("1010 Skolan", "5010 - Lön"),
    ],
)
def test_codes_as_spreadsheets_and_systems_keep_them(tmp_path: Path, unit: str, account: str) -> None:
    found = text(tmp_path, f"Ansvar;Konto;Period;Belopp / {unit};{account};202607;-1")
    assert (found.total, found.errors) == (-1, [])


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("#SAKNAS!", "felet #SAKNAS!"),
        ("#REFERENS!", "felet #REFERENS!"),
        ("#DIV/0!", "felet #DIV/0!"),
        ("########", "bredare"),
    ],
)
def test_a_spreadsheets_errors_are_errors_in_a_csv_file_too(tmp_path: Path, cell: str, message: str) -> None:
    for lines in (rows(cell), f"Ansvar;Konto;Jul;Aug / 1010;5010;-1;{cell}"):
        found = text(tmp_path, lines)
        assert message in found.errors[0].text
    assert message in text(tmp_path, f"Ansvar;Konto;Period;Belopp / {cell};5010;202607;-1").errors[0].text


@pytest.mark.parametrize("period", ["202613", "2026-13", "2026M13"])
def test_the_period_after_december_is_december(tmp_path: Path, period: str) -> None:
    found = text(tmp_path, f"Ansvar;Konto;Period;Belopp / 1010;5010;{period};-1 / 1010;5010;202612;-2")
    assert (found.total, found.months) == (-3, [(2026, 12)])
    assert found.warnings == ["Period 13 (bokslut) lästes in i december."]


def test_a_date_that_can_be_read_in_two_ways_is_asked_about_with_a_real_date(tmp_path: Path) -> None:
    found = text(tmp_path, "Ansvar;Konto;Datum;Belopp / 1010;5010;7/8/2026;-1 / 1010;5010;13/13/2026;-1")
    assert [error.text for error in found.errors] == [
        "”7/8/2026” kan läsas på två sätt. Skriv datum som 2026-08-07.",
        "”13/13/2026” är inget datum. Skriv till exempel 2026-07-31.",
    ]


def test_headings_that_were_found_are_told(tmp_path: Path) -> None:
    lines = "Utfall 2025 / namn;intakt;kostnad;budget / Skola;1;2;3"
    assert refusal(tmp_path, lines) == (
        "Hittar inga rubriker. Filen behöver en rad med Ansvar, Konto, Månad och Belopp. "
        "På rad 2 står namn, intakt, kostnad och budget."
    )


@pytest.mark.parametrize("name", ["utfall.se", "utfall.SI", "utfall.sie", "utfall.txt"])
def test_sie_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, b'#FLAGGA 0\r\n#PROGRAM "Visma" 1\r\n', name)
    with pytest.raises(UploadError, match="SIE läses inte än"):
        from_child(path, tmp_path)


HEAD = ("Ansvar", "Konto", "Jul", "Aug")


def workbook(folder: Path, *sheets: tuple[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook; a cell that begins with "=" is a formula with the value after its "|", "#…" as an error."""
    path = folder / "utfall.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets:
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, str) and cell.startswith("="):
                        formula, _, value = cell.partition("|")
                        sheet.write_formula(number, column, formula, value=value)
                    else:
                        sheet.write(number, column, cell)
    return path


@pytest.mark.parametrize("value", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_in_any_cell_that_is_read_is_an_error(tmp_path: Path, value: str) -> None:
    line = ["1010", 5010, -1, -2, "x"]
    for place, column in ((0, "Ansvar"), (1, "Konto"), (2, "Jul"), (3, "Aug")):
        cells = [*line[:place], f"=1/0|{value}", *line[place + 1 :]]
        found = read(workbook(tmp_path, ("Utfall", [("", "Titel"), [*HEAD, "Text"], cells])))
        assert [(error.row, error.column) for error in found.errors] == [(3, column)]
        assert value in found.errors[0].text
    unread = read(workbook(tmp_path, ("Utfall", [[*HEAD, "Text"], [*line[:4], f"=1/0|{value}"]])))
    assert (unread.total, unread.errors) == (-3, [])


def test_a_formula_with_an_empty_text_is_a_value(tmp_path: Path) -> None:
    """Excel says that the value is a text (t="str"); without that there is no value."""
    for kind, wrong in ((' t="str"', 0), ("", 1)):
        body = "".join(
            f'<c r="{letter}1" t="inlineStr"><is><t>{word}</t></is></c>'
            for letter, word in zip("ABCD", HEAD, strict=True)
        )
        cells = f'<c r="A2"><v>1010</v></c><c r="B2"><v>5010</v></c><c r="C2"><v>-1</v></c><c r="D2"{kind}><f>IF(A1="","",1)</f><v></v></c>'
        path = saved(tmp_path, packed(parts(sheet_with(f'<row r="1">{body}</row><row r="2">{cells}</row>'))))
        assert read(path).error_count == wrong


def test_hidden_rows_are_told_wherever_they_are(tmp_path: Path) -> None:
    path = tmp_path / "utfall.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Utfall")
        sheet.write_row(3, 1, HEAD)
        for number in range(4, 14):
            sheet.write_row(number, 1, ("1010", 5010, -1, 0))
            sheet.set_row(number, None, None, {"hidden": number != 6, "level": 1})
        sheet.set_row(20, None, None, {"hidden": True})  # an empty one tells nothing
    found = read(path)
    assert found.total == -10
    assert found.warnings == [
        f"9{NB}rader som är dolda eller bortfiltrerade i Excel lästes också (rad 5, 6, 8, 9 och 10 med flera)."
    ]


LONG = ("Ansvar", "Konto", "Period", "Belopp")


def test_of_several_sheets_the_only_one_with_outcome_is_read(tmp_path: Path) -> None:
    """A budget, an empty table and a page of words are no rivals; they are named."""
    found = read(
        workbook(
            tmp_path,
            ("Läs mig", [("Utfall juli",)]),
            ("Budget", [LONG, ("1010", 5010, "202607", -5)]),
            ("Årsbudget", [("Ansvar", "Konto", "Period", "Budget"), ("1010", 5010, "202607", -5)]),
            ("Tom", [LONG]),
            ("Juli", [LONG, ("1010", 5010, "202607", -1)]),
        ),
    )
    assert (found.sheet, found.total) == ("Juli", -1)
    assert found.warnings == ["Bara bladet Juli lästes, inte Budget, Årsbudget och Tom."]


@pytest.mark.parametrize("names", [("Juli", "Augusti"), ("KS", "BUN", "SN"), ("Blad1", "Blad2")])
def test_a_sheet_for_each_month_or_committee_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    path = workbook(tmp_path, *((name, [LONG, ("1010", 5010, "202607", -1)]) for name in names))
    with pytest.raises(UploadError, match=f"utfall på flera blad: {names[0]}"):
        read(path)


def test_the_name_of_the_sheet_counts_as_a_line_above(tmp_path: Path) -> None:
    lines = [LONG, ("1010", 5010, "202607", -1)]
    assert read(workbook(tmp_path, ("Utfall tkr", lines))).total == -1000
    with pytest.raises(UploadError, match="Bladets namn säger ”Budget 2026”"):
        read(workbook(tmp_path, ("Budget 2026", lines)))


TABLE = [
    ("1010", "3010", 1, 2_500_00),
    ("1010", "5010", 1, -1_234_567_89),
    ("1020", "5010", 2, -99),
    ("1020", "6010", 3, -700_000_00),
    ("1030", "5010", 3, 1_00),
]
SUM = D("-1932067.88")  # 2 500,00 − 1 234 567,89 − 0,99 − 700 000,00 + 1,00


def swedish(ore: int) -> str:
    sign = "-" if ore < 0 else ""
    return f"{sign}{abs(ore) // 100},{abs(ore) % 100:02d}"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("is_wide", [False, True])
@pytest.mark.parametrize("title", ["", "Utfall 2026", "Belopp i kr"])
def test_one_table_written_by_hand_has_one_sum_in_every_layout(
    tmp_path: Path, separator: str, is_wide: bool, title: str
) -> None:
    if is_wide:
        lines = [["Konto", "Jan", "Feb", "Mar", "Ansvar", "Totalt"]]
        for unit, account, month, ore in TABLE:
            cells = ["-"] * 3
            cells[month - 1] = swedish(ore)
            lines.append([account, *cells, unit, swedish(ore)])
    else:
        lines = [["Ansvar", "Konto", "Period", "Belopp"]]
        lines += [[unit, account, f"2026{month:02d}", swedish(ore)] for unit, account, month, ore in TABLE]
        lines += [["Summa", "", "", "-1 932 067,88"]]
    content = "\n".join([title, *(separator.join(line) for line in lines)])
    found = read(saved(tmp_path, content.encode(), "utfall.csv"))
    assert (found.total, found.errors) == (SUM, [])
    assert found.by_month() == {(2026, 1): D("-1232067.89"), (2026, 2): D("-0.99"), (2026, 3): D("-699999.00")}


POSTINGS = st.lists(
    st.tuples(
        st.sampled_from(["1010", "1020", "1030"]),
        st.sampled_from(["3010", "5010", "6010", "7010"]),
        st.integers(1, 12),
        st.integers(-(10**9), 10**9).filter(bool),
    ),
    min_size=1,
    max_size=12,
)


def layouts(postings: list[tuple[str, str, int, int]]) -> Iterator[str]:
    """The same postings as controllers get them: long, wide, in debit and credit, in tkr, with sums and budget beside."""
    total = swedish(sum(ore for *_, ore in postings))
    long = [f"{unit};{account};2026{month:02d};{swedish(ore)}" for unit, account, month, ore in postings]
    yield "\n".join(["Ansvar;Konto;Period;Belopp", *long, f"Totalsumma;;;{total}"])
    yield "\n".join(["Ansvar;Konto;Period;Utfall;Budget", *(f"{line};7" for line in long)])
    sides = [f"{swedish(-ore)};" if ore < 0 else f";{swedish(ore)}" for *_, ore in postings]
    booked = [f"{unit};{account};{month:02d}/2026" for unit, account, month, _ in postings]
    yield "\n".join(["Ansvar;Konto;Datum;Debet;Kredit", *map(";".join, zip(booked, sides, strict=True))])
    wide = []
    for unit, account, month, ore in postings:
        cells = ["-"] * 12
        cells[month - 1] = swedish(ore)
        wide.append(";".join([unit, account, *cells, swedish(ore)]))
    yield "\n".join(["Kst;Konto;Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sept;Oct;Nov;Dec;Totalt", *wide])
    thousands = [f"{unit};{account};{month};{D(ore).scaleb(-5):f}" for unit, account, month, ore in postings]
    yield "\n".join(["Utfall 2026, tkr", "Ansvar;Konto;Månad;Belopp", *thousands]).replace(".", ",")


@settings(max_examples=40)
@given(postings=POSTINGS)
def test_the_same_postings_have_the_same_sum_in_every_layout(
    tmp_path_factory: pytest.TempPathFactory, postings: list[tuple[str, str, int, int]]
) -> None:
    months: dict[tuple[int, int], D] = {}
    for *_, month, ore in postings:
        months[2026, month] = months.get((2026, month), D(0)) + D(ore).scaleb(-2)
    folder = tmp_path_factory.mktemp("layout")
    for lines in layouts(postings):
        found = read(saved(folder, lines.encode(), "utfall.csv"))
        assert found.errors == []
        assert found.by_month() == months
        assert not [warning for warning in found.warnings if ", men " in warning]
