"""A printed table never asks for more than the page has."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.document.table import Col, Row, Table
from followup.rendering.widths import HALF, LANDSCAPE, NARROWEST, PORTRAIT, column_widths
from tests.golden.hallsberg import operations
from tests.unit.followup.strategies import tables


@given(tables(), st.sampled_from([HALF, PORTRAIT, LANDSCAPE]))
@settings(max_examples=150)
def test_the_columns_fit(table: Table, room: int) -> None:
    widths = column_widths(table, room)

    assert len(widths) == len(table.cols) + 1
    assert sum(widths) <= max(room, NARROWEST * len(widths))


def test_every_number_of_a_wide_table_has_its_room() -> None:
    widths = column_widths(operations(), LANDSCAPE)

    assert sum(widths) <= LANDSCAPE
    assert min(widths[1:]) >= 11  # −1 116,0 in bold needs 10.6 mm
    assert widths[0] >= 45


def test_a_wish_is_followed_when_there_is_room() -> None:
    table = Table(title="T", corner_width=98, unit="mnkr", cols=(Col(label="A"), Col(label="B")),
                  rows=(Row(label="r", cells=(Decimal(1), Decimal(2))),))  # fmt: skip

    assert column_widths(table, PORTRAIT)[0] == 98


def test_words_twice_as_long_are_given_room_before_they_are_broken() -> None:
    name = "Arbetsmarknadsintegrationsutskottet"
    cols = (Col(label="Nämnd", kind="text", width=20), Col(label="Belopp"))
    table = Table(title="T", unit="tkr", cols=cols, rows=(Row(label="Post", cells=(name, Decimal(1))),))

    assert column_widths(table, PORTRAIT)[1] >= 50
