"""Rows pasted from a spreadsheet: each finds its line, or says why not."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.rules.pasted import PasteError, PasteTarget, read_paste
from ui.rules.money import number

LINES = [
    PasteTarget("1", "Hemtjänst", "2010"),
    PasteTarget("2", "Individ- och familjeomsorg", "2020"),
    PasteTarget("3", "LSS"),
]


def amounts(text: str, start: str = "") -> dict[str, D | None]:
    return {row.key: row.amount for row in read_paste(text, LINES, start) if row.key}


def problems(text: str, start: str = "") -> list[str]:
    return [row.problem for row in read_paste(text, LINES, start) if row.problem]


@pytest.mark.parametrize(
    "text",
    [
        "Hemtjänst\t91\u00a0850\nLSS\t-96 350,5",
        "Verksamhet\tPrognos\nHemtjänst\t91850\nLSS\t\u221296 350,5\n",
        "Verksamhet\tUtfall\tPrognos maj\tNy prognos juli\nHemtjänst\t1\t2\t91850\nLSS\t1\t2\t-96350,5",
        "2010\t91850\r\nlss\t-96350,5\r\n\r\nSumma\t-4 500,5",
        "2010 Hemtjänst\t91850\n LSS \t-96350,5",
        "Nämnd\tVerksamhet\tPrognos\nSAN\tHemtjänst\t91850\nSAN\tLSS\t-96350,5",
    ],
)
def test_rows_find_their_lines_however_they_are_named(text: str) -> None:
    assert amounts(text) == {"1": D(91850), "3": D("-96350.5")}
    assert problems(text) == []


def test_one_column_goes_down_from_where_it_is_pasted() -> None:
    assert amounts("1\n2\n3") == {"1": D(1), "2": D(2), "3": D(3)}
    assert amounts("1 000\n2 000", start="2") == {"2": D(1000), "3": D(2000)}
    assert amounts("Prognos\n1\n2") == {"1": D(1), "2": D(2)}
    assert amounts("\n7\n\n") == {"2": D(7)}  # an empty cell passes its line by
    assert amounts("1\n\n3") == {"1": D(1), "3": D(3)}
    assert problems("1\n2", start="3") == ["Det finns ingen rad kvar i prognosen. Raden hoppas över."]


def test_what_cannot_be_used_is_told_row_by_row() -> None:
    rows = read_paste("Hemtjanst\t1\nKorttid Solgården\t2\nLSS\tmycket\nHemtjänst\t\nLSS\t5", LINES)
    assert [(row.number, row.key) for row in rows] == [(1, ""), (2, ""), (3, ""), (4, ""), (5, "3")]
    assert rows[0].problem == "”Hemtjanst” finns inte bland prognosens rader och hoppas över. Menade du Hemtjänst?"
    assert rows[1].problem == "”Korttid Solgården” finns inte bland prognosens rader och hoppas över."
    assert rows[2].problem.startswith("”mycket” är inget belopp.")
    assert rows[3].problem == "Cellen är tom. Raden hoppas över."


def test_a_line_that_stands_twice_is_used_once() -> None:
    assert amounts("LSS\t1\nLSS\t2") == {"3": D(1)}
    assert problems("LSS\t1\nLSS\t2") == ["Verksamheten står redan tidigare."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "inget att läsa"),
        (" \n\t\n", "inget att läsa"),
        ("Hemtjänst\t1\t2\nLSS\t1\t2", "två kolumner: verksamhet och prognos"),
        ("1\n" * 501, "högst 500 rader"),
    ],
)
def test_what_is_no_table_is_refused(text: str, message: str) -> None:
    with pytest.raises(PasteError, match=message):
        read_paste(text, LINES)


@given(st.text(max_size=300), st.sampled_from(["", "1", "9"]))
def test_whatever_is_pasted_gives_rows_or_a_reason(text: str, start: str) -> None:
    try:
        rows = read_paste(text, LINES, start)
    except PasteError:
        return
    keys = [row.key for row in rows if row.key]
    assert len(keys) == len(set(keys))
    assert all(bool(row.key) == (row.amount is not None) for row in rows)
    assert all(bool(row.problem) != bool(row.key) for row in rows)


@given(st.lists(st.decimals(-(10**6), 10**6, places=1), min_size=3, max_size=3))
def test_what_is_copied_comes_back_the_same(values: list[D]) -> None:
    pairs = zip(LINES, values, strict=True)
    text = "\n".join(f"{line.name}\t{number(value, 1)}" for line, value in pairs)
    assert list(amounts(text).values()) == values
    assert list(amounts("\n".join(number(value, 1) for value in values)).values()) == values
