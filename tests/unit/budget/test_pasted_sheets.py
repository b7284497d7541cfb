"""What controllers paste: each sheet gives the amounts a person would read from it, or is refused with a reason."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.rules.pasted import PasteError, PasteGrid, PasteTarget, read_paste
from ui.rules.money import Unit, number

CASES = Path(__file__).parent / "pasted_cases"
LINES = [
    PasteTarget("hem", "Hemtjänst", ledger_codes=("3030",)),
    PasteTarget("ifo", "Individ- och familjeomsorg", ledger_codes=("3050",)),
    PasteTarget("lss", "Funktionsnedsättning, LSS", "lss", ("3040",)),
    PasteTarget("bist", "Ekonomiskt bistånd", ledger_codes=("3070",)),
]
AUGUST = PasteGrid(Unit.TKR, 2026, 8)

Amounts = dict[str, D]
Problems = list[str]


def read(text: str, *, lines: list[PasteTarget] = LINES, start: str = "", grid: PasteGrid = AUGUST) -> Amounts:
    return {row.key: row.amount for row in read_paste(text, lines, start, grid) if row.amount is not None}


def problems(text: str, *, lines: list[PasteTarget] = LINES) -> list[tuple[int, str]]:
    rows = read_paste(text, lines, "", AUGUST)
    return [(row.number, row.problem.replace("\u00a0", " ")) for row in rows if row.problem]


FILES: dict[str, tuple[dict[str, int], list[tuple[int, str]]]] = {
    "60_inklistring_prognosavvikelse.txt": ({"hem": 91_100}, []),
    "62_inklistring_forsta_cellen_streck_forskjuter.txt": (
        {"ifo": 145_000, "lss": 91_000},
        [(1, "”-” är inget belopp. Skriv 0 om prognosen är noll.")],
    ),
    "63_inklistring_forsta_raden_tappas.txt": ({"hem": -91_100, "bist": 17_000}, []),
    "65_inklistring_cell_med_radbrytning.txt": (
        {"bist": 17_000},
        [(1, "”Hemtjänst norr” finns inte bland prognosens rader och hoppas över. Menade du Hemtjänst?")],
    ),
    "67_inklistring_ansvarskod.txt": ({"hem": 91_100, "bist": 17_000}, []),
    "69_inklistring_bara_fel.txt": (
        {},
        [(1, "”12 %” är inget belopp. Skriv bara talet, utan enhet eller ord, till exempel 1 234,5.")],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_sheets_that_were_read_wrong(name: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    assert (read(text), problems(text)) == FILES[name]


def test_every_sheet_has_its_right_value() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(FILES)


@pytest.mark.parametrize(
    "headings",
    [
        "Verksamhet\tBudget\tPrognos\tPrognosavvikelse",
        "Verksamhet\tÅrsbudget 2026\tPrognos helår\tAvvikelse prognos",
        "Verksamhet\tUtfall aug\tHelårsprognos tkr\tPrognos mot budget",
        "Verksamhet\tMotprognos\tPrognosen\tPrognos i % av budget",
        "Verksamhet\tPrognos apr\tPrognos aug\tÄndring prognos",
        "Verksamhet\tPrognos 2026-04\tPrognos 2026-08\tDiff",
        "Verksamhet\tFöregående prognos\tNy prognos\tKommentar",
        "Verksamhet\tPrognos 31 mars\tPrognos 31 augusti 2026\tPrognos 31 augusti 2025",
        "Verksamhet\tTidigare prognos\tPrognos\tPrognoskommentar",
        "Verksamhet\tAprilprognos\tAugustiprognos\tBokslut 2025",
        "Verksamhet\tPrognos apr-26\tPrognos aug-26\tBudget-26",
    ],
)
def test_the_column_is_the_forecast_of_the_grid_s_month(headings: str) -> None:
    assert read(f"{headings}\nHemtjänst\t88 300\t91 100\t-2 800") == {"hem": D(91_100)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Verksamhet\tPrognos 1\tPrognos 2\nHemtjänst\t1\t2", "Flera kolumner kan vara prognosen: ”Prognos 1” och"),
        ("Verksamhet\tPrognos\tPrognos\nHemtjänst\t1\t2", "Flera kolumner kan vara prognosen"),
        ("Verksamhet\tNy prognos\tPrognos aug\nHemtjänst\t1\t2", "Flera kolumner kan vara prognosen"),
        ("Verksamhet\tPrognos apr\tPrognos maj\nHemtjänst\t1\t2", "”Prognos apr” och ”Prognos maj”, men prognosen här"),
        ("Verksamhet\tPrognos apr\nHemtjänst\t1", "Rubriken är ”Prognos apr”, men prognosen här är för augusti 2026"),
        ("Verksamhet\tPrognos 2025\nHemtjänst\t1", "men prognosen här är för augusti 2026"),
        ("Prognos juni\n1\n2", "Rubriken är ”Prognos juni”"),
        ("Uppföljning 2025\t\nVerksamhet\tPrognos\nHemtjänst\t1", "”Uppföljning 2025”, men prognosen här gäller 2026"),
    ],
)
def test_another_month_or_more_than_one_column_is_asked_about(text: str, message: str) -> None:
    with pytest.raises(PasteError, match=message):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Verksamhet\tBudget\nHemtjänst\t88 300",
        "Verksamhet\tUtfall\nHemtjänst\t60 000",
        "Enhet\tÅrsbudget 2026\nHemtjänst\t88 300",
        "Verksamhet\tBokslut 2025\nHemtjänst\t88 300",
        "Verksamhet\tAvvikelse\nHemtjänst\t-2 800",
        "Verksamhet\tMotprognos\nHemtjänst\t88 300",
        "Verksamhet\tBudget\tUtfall\nHemtjänst\t88 300\t60 000",
        "Socialnämnden\nVerksamhet\tRam\nHemtjänst\t88 300",
        "Budget\n88 300\n1 000",
        "Utfall jan-aug\n88 300\n1 000",
    ],
)
def test_a_heading_that_says_something_else_than_forecast_is_refused(text: str) -> None:
    with pytest.raises(PasteError, match=r"[Kk]opiera"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Verksamhet\tBelopp\nHemtjänst\t91 100",
        "Verksamhet\ttkr\nHemtjänst\t91 100",
        "Verksamhet\tNettokostnad helår 2026\nHemtjänst\t91 100",
        "Socialnämnden, tkr\t\nVerksamhet\tPrognos\nHemtjänst\t91 100",
        "Verksamhet\tPrognos (kr)\nHemtjänst\t91 100 000",
        "Verksamhet\tPrognos mnkr\nHemtjänst\t91,1",
        "Belopp i tusentals kronor\t\t\nAnsvar\tVerksamhet\tPrognos\n3030\tHemtjänst\t91 100",
        "Belopp i kronor\n\nVerksamhet\tBudget\tPrognos\nHemtjänst\t88 300 000\t91 100 000",
        "Hemtjänst\t91 100 000 kr",
        "Hemtjänst\t91,1 mnkr",
        "Hemtjänst\t91 100 tkr",
    ],
)
def test_a_unit_above_or_behind_the_amounts_counts(text: str) -> None:
    assert read(text) == {"hem": D(91_100)}


@pytest.mark.parametrize("first", ["-", "–", "#SAKNAS!", "#REF!", "####", "1.234", "12 %", "ej klar", "?", "x"])
def test_a_first_cell_without_an_amount_keeps_its_place(first: str) -> None:
    assert read(f"{first}\n145 000\n91 000") == {"ifo": D(145_000), "lss": D(91_000)}
    assert [place for place, _ in problems(f"{first}\n145 000\n91 000")] == [1]


@pytest.mark.parametrize(
    "first",
    [
        "Prognos",
        "Ny prognos aug",
        "Helårsprognos 2026",
        "Nettokostnad tkr",
        "Prognos\nAug 2026 tkr",
        "Socialnämnden\nPrognos",
    ],
)
def test_a_heading_above_one_column_is_left_out(first: str) -> None:
    assert read(f"{first}\n1\n2") == {"hem": D(1), "ifo": D(2)}


@pytest.mark.parametrize("bad", ["####", "#VÄRDEFEL!", "12 %", "1.234", "-", "91 100 st", "9 999 999 999", "1,123456"])
def test_a_first_row_that_cannot_be_used_is_told_with_its_cell(bad: str) -> None:
    text = f"Hemtjänst\t{bad}\nEkonomiskt bistånd\t17 000"
    assert read(text) == {"bist": D(17_000)}
    [(place, problem)] = problems(text)
    assert place == 1
    assert problem.startswith(f"”{bad}” är ")


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("(91 100)", -91_100),
        ("( 91 100 )", -91_100),
        ("91 100-", -91_100),
        ("\u221291 100", -91_100),
        ("91 100 tkr", 91_100),
    ],
)
def test_minus_and_unit_are_read_as_a_file_s_are(cell: str, amount: int) -> None:
    assert read(f"Hemtjänst\t{cell}") == {"hem": D(amount)}
    assert read(cell) == {"hem": D(amount)}


@pytest.mark.parametrize(
    ("text", "amounts", "unknown"),
    [
        ('"Individ- och\nfamiljeomsorg"\t54 100', {"ifo": 54_100}, []),
        ('"Individ- och\r\nfamiljeomsorg"\t54 100\r\nHemtjänst\t91 100\r\n', {"ifo": 54_100, "hem": 91_100}, []),
        ('Verksamhet\t"Ny\nprognos"\nHemtjänst\t91 100', {"hem": 91_100}, []),
        ('"Hemtjänst"\t91 100', {"hem": 91_100}, []),
        ('"Stöd" i hemmet\t5\nHemtjänst\t91 100', {"hem": 91_100}, [1]),
        ('"Stöd\t5\nHemtjänst\t91 100\nEkonomiskt "bistånd"\t17 000', {"hem": 91_100, "bist": 17_000}, [1]),
        ('"Kallat ""Hemma""\noch mer"\t5\nHemtjänst\t91 100', {"hem": 91_100}, [1]),
    ],
)
def test_quotes_are_those_of_a_cell_with_a_line_break(text: str, amounts: dict[str, int], unknown: list[int]) -> None:
    assert read(text) == amounts
    assert [place for place, _ in problems(text)] == unknown


@pytest.mark.parametrize(
    "text",
    [
        "3030\t91100\n3070\t17000",
        "3030 Hemtjänst\t91100\n3070 Ekonomiskt bistånd\t17000",
        "3030 - Hemtjänst\t91100\n3070 – ekonomiskt bistånd\t17000",
        "Ansvar\tVerksamhet\tPrognos\n3030\tHemtja\u0308nst\t91100\n3070\tEk. bistånd\t17000",
        "Nämnd\tAnsvar\tBudget\tPrognos\nSAN\t3030\t3040\t91100\nSAN\t3070\t3050\t17000",
        "\t3030\t\t91100\n\t3070\t\t17000",
    ],
)
def test_lines_are_known_by_the_ledger_s_codes(text: str) -> None:
    assert read(text) == {"hem": D(91_100), "bist": D(17_000)}
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hemtjanst\t3040", 1),
        ("Verksamhet\tBudget\tPrognos\nOkänd\t3040\t5", 2),
        ("Verksamhet\tPrognos\tUtfall\nOkänd\t5\t3040", 2),
        ("Verksamhet\tFast\tPrognos\nOkänd\t3040\t5", 2),
    ],
)
def test_an_amount_is_never_taken_for_a_code(text: str, place: int) -> None:
    assert read(text) == {}
    assert problems(text)[0][0] == place


def test_code_and_name_of_two_lines_is_no_line() -> None:
    text = "Ansvar\tVerksamhet\tPrognos\n3030\tEkonomiskt bistånd\t5"
    assert read(text) == {}
    assert problems(text) == [(2, "”3030” och ”Ekonomiskt bistånd” är olika rader. Raden hoppas över.")]


TWINS = [
    PasteTarget("a", "Personal", ledger_codes=("10",)),
    PasteTarget("b", "personal", ledger_codes=("20",)),
    PasteTarget("c", "Lokaler"),
]


@pytest.mark.parametrize("text", ["Personal\t1\nPersonal\t2", "Personal\t1", "Lokaler\t3\nPersonal\t1"])
def test_two_lines_with_one_name_are_never_guessed_between(text: str) -> None:
    assert not {"a", "b"} & read(text, lines=TWINS).keys()
    reasons = {problem for _, problem in problems(text, lines=TWINS)}
    assert reasons == {"2 rader heter ”Personal”. Skriv koden i stället: 10 eller 20."}


@pytest.mark.parametrize("text", ["20\t2\n10 Personal\t1", "Kod\tRad\tPrognos\n20\tPersonal\t2\n10\tPersonal\t1"])
def test_two_lines_with_one_name_are_told_apart_by_code(text: str) -> None:
    assert read(text, lines=TWINS) == {"b": D(2), "a": D(1)}


def test_a_line_that_is_called_after_what_it_belongs_to_is_known_by_both_names() -> None:
    lines = [
        PasteTarget("n", "Hemtjänst, Norra", ledger_codes=("10",), short_name="Hemtjänst"),
        PasteTarget("s", "Hemtjänst, Södra", ledger_codes=("20",), short_name="Hemtjänst"),
    ]
    assert read("Hemtjänst, Södra\t2\nHemtjänst Norra\t1", lines=lines) == {"s": D(2), "n": D(1)}
    assert read("20 Hemtjänst\t2", lines=lines) == {"s": D(2)}
    assert read("Hemtjänst\t2", lines=lines) == {}
    assert problems("Hemtjänst\t2", lines=lines)[0][1].startswith("2 rader heter ”Hemtjänst”.")


def test_one_column_does_not_ask_what_the_lines_are_called() -> None:
    assert read("1\n2", lines=TWINS) == {"a": D(1), "b": D(2)}


@pytest.mark.parametrize("name", ["Totalförsvar", "Summa gemensamt", "Totalt åtagande"])
def test_a_line_may_be_called_as_a_sum(name: str) -> None:
    assert read(f"{name}\t7", lines=[PasteTarget("t", name)]) == {"t": D(7)}


def test_what_only_sounds_like_a_sum_is_told_when_it_is_no_line() -> None:
    assert problems("Hemtjänst\t1\nTotalförsvar\t7")[0][0] == 2
    assert problems("Hemtjänst\t1\nSummering\t1") == []


@pytest.mark.parametrize(
    "text",
    [
        "Hemtjänst\t1\nEkonomiskt bistånd\t2\nSumma\t3",
        "Hemtjänst\t1\nOkänd\t2\nTotalt\t3",
        "Hemtjänst\t1\nSumma äldre\t1\nEkonomiskt bistånd\t2\nSumma övrigt\t2\nTotalsumma\t3",
        "Hemtjänst\t1\nEkonomiskt bistånd\t2\n3030 Summa\t3\nGrand Total\t3",
    ],
)
def test_sums_that_agree_with_their_rows_are_left_out(text: str) -> None:
    assert not any("Summa" in problem or "Total" in problem for _, problem in problems(text))


def test_a_sum_that_differs_is_told_with_both_figures() -> None:
    assert problems("Hemtjänst\t91 100\nEkonomiskt bistånd\t17 000\nSumma\t118 100") == [
        (3, "”Summa” är 118 100, men raderna ovanför blir tillsammans 108 100.")
    ]


@given(
    st.lists(st.decimals(-(10**6), 10**6, places=1), min_size=4, max_size=4),
    st.sampled_from(["Verksamhet\tPrognos", "Ansvar\tNy prognos augusti", "Enhet\tBelopp tkr", ""]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_a_sheet_comes_back_whatever_stands_around_it(
    values: list[D], heading: str, end: str, has_budget: bool
) -> None:
    head = [heading.replace("\t", "\tBudget\t") if has_budget and heading else heading] if heading else []
    between = "\t1\t" if has_budget and heading else "\t"
    rows = [f"{line.name}{between}{number(value, 1)}" for line, value in zip(LINES, values, strict=True)]
    text = end.join([*head, *rows, f"Summa{between}{number(sum(values, D(0)), 1)}", ""])

    assert list(read(text).values()) == values
    assert problems(text) == []


@given(
    st.lists(st.sampled_from(["5", "1 000", "", "-", "#REF!", "1.234", "ord", "12 %", "(3)"]), min_size=1, max_size=4)
)
def test_no_amount_ever_moves_to_another_line(cells: list[str]) -> None:
    right = {"5": D(5), "1 000": D(1000), "(3)": D(-3)}
    if not any(cells):
        return

    wanted = {line.key: right[cell] for line, cell in zip(LINES, cells, strict=False) if cell in right}

    assert read("\n".join(cells)) == wanted
