"""Tables: exact sums, words for deviations, and an honest note when shown figures do not add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from followup.document.base import INVESTMENT_WORDS, RESULT_WORDS, side_of
from followup.document.shown import deviation_side, number_text, sum_notes, value_text
from followup.document.table import Col, NumberCell, Row, StatusCell, Table, TextCell, VerdictCell, verdict
from tests.golden.sums import add_up
from tests.unit.followup.strategies import amounts, tables
from ui.rules.money import round_half_up

NBSP = "\u00a0"


def table(rows: tuple[Row, ...], **options: object) -> Table:
    values: dict[str, object] = {"title": "T", "unit": "mnkr", "cols": (Col(label="A"), Col(label="B")), "rows": rows}
    return Table(**{**values, **options})


@given(st.lists(st.tuples(amounts, st.none() | amounts), min_size=1, max_size=6))
def test_a_sum_row_is_exact(values: list[tuple[Decimal, Decimal | None]]) -> None:
    rows = tuple(Row(label=str(place), key=f"k{place}", cells=pair) for place, pair in enumerate(values))

    total = add_up("Summa", rows, kind="total", key="s")

    first, second = total.cells
    assert isinstance(first, NumberCell)
    assert first.value == sum(pair[0] for pair in values)
    known = [pair[1] for pair in values if pair[1] is not None]
    assert second == (NumberCell(value=sum(known)) if known else None)
    assert total.sum_of == tuple(f"k{place}" for place in range(len(values)))


def test_columns_that_cannot_be_added_are_given_or_empty() -> None:
    rows = (Row(label="a", cells=(Decimal(1), "okt 2026")), Row(label="b", cells=(Decimal(2), "nov 2026")))

    assert add_up("Summa", rows).cells == (NumberCell(value=3), TextCell(text=""))
    assert add_up("Summa", rows, replace={1: "hela året"}).cells[1] == TextCell(text="hela året")


@given(st.lists(st.integers(-(10**9), 10**9).map(Decimal), min_size=2, max_size=5))
def test_the_note_stands_exactly_when_the_shown_rows_do_not_add_up(values: list[Decimal]) -> None:
    rows = tuple(Row(label=str(place), key=f"k{place}", cells=(value,)) for place, value in enumerate(values))
    whole = Table(title="T", unit="tkr", cols=(Col(label="A"),), rows=(*rows, add_up("Summa", rows)))

    shown = [round_half_up(value / 1000) for value in values]
    differs = sum(shown) != round_half_up(sum(values) / 1000)

    assert bool(sum_notes(whole)) is differs


def test_a_sum_that_is_wrong_in_the_source_is_said_in_figures() -> None:
    rows = (
        Row(label="Resultat", key="r", cells=(Decimal(29_000_000), None)),
        Row(label="Efter justeringar", kind="sum", sum_of=("r",), cells=(Decimal(28_000_000), None)),
    )

    (note,) = sum_notes(table(rows, decimals=0))

    assert note == "Efter justeringar, A: raderna ger 29, källan anger en annan summa."


def test_words_for_deviations() -> None:
    assert verdict(Decimal(200_000), tolerance=Decimal(150_000)) == VerdictCell(label="Överskott", side="better")
    assert verdict(Decimal(-150_000), tolerance=Decimal(150_000)) == VerdictCell(label="I balans", side="same")
    assert verdict(Decimal(-1), RESULT_WORDS) == VerdictCell(label="Sämre", side="worse")
    assert verdict(Decimal(5), INVESTMENT_WORDS) == VerdictCell(label="Ej förbrukat", side="better")
    assert verdict(None) is None


@given(amounts, amounts.map(abs))
def test_a_deviation_and_its_opposite_are_on_opposite_sides(deviation: Decimal, tolerance: Decimal) -> None:
    opposite = {"better": "worse", "worse": "better", "same": "same"}

    assert side_of(-deviation, tolerance) == opposite[side_of(deviation, tolerance)]


def test_numbers_are_written_in_the_tables_unit() -> None:
    row = Row(label="r", cells=(Decimal(-7_249_999), Decimal(49_999)))
    one = table((row,), cols=(Col(label="A"), Col(label="B", signed=True)))

    assert number_text(one, row, one.cols[0], row.cells[0]) == "−7,2"
    assert number_text(one, row, one.cols[1], row.cells[1]) == "0,0"
    assert deviation_side(one, row, one.cols[1], NumberCell(value=-49_999)) == "same"
    assert value_text(Decimal(1_234_567), "tkr") == f"1{NBSP}235"
    assert value_text(None, "tkr") == "–"
    assert value_text(Decimal("27.45"), "dagar", 1) == "27,5"


def test_decimals_come_from_the_cell_the_row_the_column_then_the_table() -> None:
    cell = NumberCell(value=Decimal(1_234_567), decimals=3, mark="p")
    col, row = Col(label="A", decimals=1), Row(label="r", cells=(cell, 1), decimals=2)
    one = table((row,), decimals=0)

    assert number_text(one, row, col, cell) == f"1,235{NBSP}p"
    assert number_text(one, row, col, NumberCell(value=cell.value)) == "1,23"
    assert number_text(one, row.model_copy(update={"decimals": None}), col, NumberCell(value=cell.value)) == "1,2"


def test_cells_are_made_from_plain_values() -> None:
    row = Row(label="r", cells=(Decimal("1.5"), 2, "ord", None))

    assert row.cells == (NumberCell(value=Decimal("1.5")), NumberCell(value=2), TextCell(text="ord"), None)


def test_a_table_is_square_and_has_a_unit_for_its_amounts() -> None:
    with pytest.raises(ValidationError, match="1 cells"):
        table((Row(label="r", cells=(1,)),))
    with pytest.raises(ValidationError, match="needs a unit"):
        table((), unit="")
    assert table((Row(label="Grupp", kind="group"),)).rows[0].cells == ()


@given(tables())
def test_every_cell_has_its_columns_kind(one: Table) -> None:
    for row in one.rows:
        for col, cell in zip(one.cols, row.cells, strict=False):
            if col.kind == "status" and cell is not None:
                assert isinstance(cell, StatusCell)
