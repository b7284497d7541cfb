"""A table, written once and shown as HTML, PDF and Excel. Amounts are exact kronor; the table says the unit shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from followup.document.base import (
    BUDGET_WORDS,
    Anchor,
    Decimals,
    Exact,
    Frozen,
    Plain,
    Side,
    Status,
    VerdictWords,
    side_of,
)

MoneyUnit = Literal["kr", "tkr", "mnkr"]


class NumberCell(Frozen):
    """A number: kronor in an amount column, else as it is. `mark` follows it, for example p for forecast."""

    kind: Literal["number"] = "number"
    value: Exact
    decimals: Decimals | None = None
    mark: Plain = ""


class TextCell(Frozen):
    """Words. An empty text is an empty cell; a missing value is None and shows as a dash."""

    kind: Literal["text"] = "text"
    text: Plain


class StatusCell(Frozen):
    """A judgement."""

    kind: Literal["status"] = "status"
    status: Status


class VerdictCell(Frozen):
    """A deviation put into words: Överskott, Underskott, I balans."""

    kind: Literal["verdict"] = "verdict"
    label: Plain
    side: Side


class ProgressCell(Frozen):
    """How much is done, in per cent; drawn as a bar with its number."""

    kind: Literal["progress"] = "progress"
    percent: Exact


class SparkCell(Frozen):
    """A small line of values over time. `name` begins its description for those who do not see it."""

    kind: Literal["spark"] = "spark"
    name: Plain
    labels: tuple[Plain, ...]
    values: tuple[Exact | None, ...]
    target: Exact | None = None
    forecast_last: bool = False
    decimals: Decimals = 0

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.labels) != len(self.values):
            raise ValueError("a sparkline needs one label per value")
        return self


AnyCell = NumberCell | TextCell | StatusCell | VerdictCell | ProgressCell | SparkCell


def number_cell(value: Decimal | None) -> NumberCell | None:
    """A cell with a number; an empty one where it is missing."""
    return None if value is None else NumberCell(value=value)


def as_cell(value: object) -> object:
    """Let callers write a Decimal, an int, a text or a Status where a cell is wanted."""
    if isinstance(value, bool | float):
        raise ValueError("a cell holds Decimal, int, text or a cell, never a float")  # noqa: TRY004
    if isinstance(value, Decimal | int):
        return NumberCell(value=value)
    if isinstance(value, str):
        return TextCell(text=value)
    if isinstance(value, Status):
        return StatusCell(status=value)
    return value


Cell = Annotated[Annotated[AnyCell, Field(discriminator="kind")] | None, BeforeValidator(as_cell)]

ColumnKind = Literal["amount", "number", "text", "status", "verdict", "progress", "spark"]


class Col(Frozen):
    """A column after the first.

    `amount` holds kronor and is shown in the table's unit; `number` is shown as it is. `signed` columns are
    deviations: always with + or −, minus coloured unless within ±`tolerance` (kronor, or the number's own unit).
    `width` is millimetres on paper. Neighbours with the same `group` share a heading above theirs.
    """

    label: Plain
    kind: ColumnKind = "amount"
    signed: bool = False
    tolerance: Exact = Decimal(0)
    decimals: Decimals | None = None
    width: Annotated[int, Field(ge=6, le=160)] | None = None
    current: bool = False
    group: Plain = ""


RowKind = Literal["item", "sub", "sum", "total", "group", "memo"]


class Row(Frozen):
    """A row: its heading and one cell per column. A `group` row has a heading only.

    `sum_of` names the rows (by `key`) that it adds up, so that the table can say when shown figures differ.
    """

    label: Plain
    cells: tuple[Cell, ...] = ()
    kind: RowKind = "item"
    level: Annotated[int, Field(ge=0, le=3)] = 0
    key: Plain = ""
    sum_of: tuple[Plain, ...] = ()
    decimals: Decimals | None = None


class Table(Frozen):
    """A numbered table with a caption.

    `corner` heads the first column; empty, the corner shows the unit alone. `decimals` overrides the unit's usual
    ones (kr and tkr none, mnkr one). `example` marks invented figures. `splits` lets it continue on the next page.
    """

    kind: Literal["table"] = "table"
    id: Anchor = ""
    title: Plain
    corner: Plain = ""
    corner_width: Annotated[int, Field(ge=6, le=160)] | None = None
    unit: MoneyUnit | Literal[""] = ""
    decimals: Decimals | None = None
    cols: tuple[Col, ...]
    rows: tuple[Row, ...]
    notes: tuple[Plain, ...] = ()
    source: Plain = ""
    example: Plain = ""
    splits: bool = False

    @model_validator(mode="after")
    def _square(self) -> Self:
        for row in self.rows:
            wanted = 0 if row.kind == "group" else len(self.cols)
            if len(row.cells) != wanted:
                raise ValueError(
                    f"row {row.label!r} has {len(row.cells)} cells, the table {self.title!r} wants {wanted}"
                )
        if not self.unit and any(col.kind == "amount" for col in self.cols):
            raise ValueError(f"the table {self.title!r} has amounts and needs a unit")
        return self


def verdict(
    deviation: Decimal | None, words: VerdictWords = BUDGET_WORDS, tolerance: Decimal = Decimal(0)
) -> VerdictCell | None:
    """Put a deviation (kronor, plus is better) into words; None when there is none."""
    if deviation is None:
        return None
    side = side_of(deviation, tolerance)
    return VerdictCell(label=words.word(side), side=side)
