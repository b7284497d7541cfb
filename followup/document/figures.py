"""Charts as data. A renderer draws them; here are only values, labels and what each value is."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from followup.document.base import BUDGET_WORDS, Anchor, Decimals, Exact, Frozen, Plain, VerdictWords
from ui.rules.marks import Tone

Role = Literal["outcome", "budget", "forecast"]


class Bar(Frozen):
    """A column: outcome dark, budget light, forecast hatched. Without value its figure is not known, and it says so."""

    label: Plain
    value: Exact | None
    role: Role = "outcome"


class Columns(Frozen):
    """Columns by year or occasion."""

    kind: Literal["columns"] = "columns"
    bars: Annotated[tuple[Bar, ...], Field(min_length=1, max_length=24)]


class WaterfallStep(Frozen):
    """A step of a waterfall: a `total` stands on the zero line, others add to what was before."""

    label: Plain
    value: Exact
    total: bool = False


class Waterfall(Frozen):
    """From one total to another: budget to forecast, result to balanskravsresultat."""

    kind: Literal["waterfall"] = "waterfall"
    steps: Annotated[tuple[WaterfallStep, ...], Field(min_length=1, max_length=16)]


class Deviation(Frozen):
    """A body and its deviation from budget; plus is better."""

    label: Plain
    value: Exact


class Diverging(Frozen):
    """Bars to both sides of zero. Every bar has its value and, where there is room, its word."""

    kind: Literal["diverging"] = "diverging"
    rows: Annotated[tuple[Deviation, ...], Field(min_length=1, max_length=60)]
    words: VerdictWords = BUDGET_WORDS
    tolerance: Exact = Decimal(0)
    worse_side: Plain = "sämre än budget"
    better_side: Plain = "bättre än budget"


class TrendFigure(Frozen):
    """An indicator over time, with its target and a comparison (Riket). A missing year is a dashed gap."""

    kind: Literal["trend"] = "trend"
    labels: Annotated[tuple[Plain, ...], Field(min_length=1, max_length=24)]
    values: tuple[Exact | None, ...]
    target: Exact | None = None
    target_label: Plain = "Målvärde"
    comparison: tuple[Exact | None, ...] = ()
    comparison_label: Plain = "Riket"
    forecast_last: bool = False

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.values) != len(self.labels) or (self.comparison and len(self.comparison) != len(self.labels)):
            raise ValueError("a trend needs one value per label")
        return self


class StackPart(Frozen):
    """A part of a whole, with its tone."""

    label: Plain
    count: Annotated[int, Field(ge=0)]
    tone: Tone = Tone.NONE


class Stack(Frozen):
    """One bar in parts: how many goals are met, partly met and not met."""

    kind: Literal["stack"] = "stack"
    parts: Annotated[tuple[StackPart, ...], Field(min_length=1, max_length=8)]


class StackedRow(Frozen):
    """One occasion of `Stacks`."""

    label: Plain
    parts: Annotated[tuple[StackPart, ...], Field(min_length=1, max_length=8)]


class Stacks(Frozen):
    """The same parts at several occasions, the last one now."""

    kind: Literal["stacks"] = "stacks"
    rows: Annotated[tuple[StackedRow, ...], Field(min_length=1, max_length=12)]


class Share(Frozen):
    """A part of the hundred kronor."""

    label: Plain
    value: Exact


class Shares(Frozen):
    """How 100 kronor are spent: whole kronor that make exactly 100 (largest remainder)."""

    kind: Literal["shares"] = "shares"
    parts: Annotated[tuple[Share, ...], Field(min_length=1, max_length=8)]


class Series(Frozen):
    """A line of up to twelve months."""

    label: Plain
    values: Annotated[tuple[Exact | None, ...], Field(min_length=1, max_length=12)]
    now: bool = False


class Months(Frozen):
    """A measure month by month: this year thick, earlier years thin."""

    kind: Literal["months"] = "months"
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=4)]


class ForecastPoint(Frozen):
    """A forecast given at an occasion."""

    label: Plain
    value: Exact


class Forecasts(Frozen):
    """The forecast occasion by occasion. The first point is the budget."""

    kind: Literal["forecasts"] = "forecasts"
    points: Annotated[tuple[ForecastPoint, ...], Field(min_length=1, max_length=14)]


Figure = Annotated[
    Columns | Waterfall | Diverging | TrendFigure | Stack | Stacks | Shares | Months | Forecasts,
    Field(discriminator="kind"),
]


class Chart(Frozen):
    """A figure with its caption. With unit kr, tkr or mnkr its values are kronor; else they are as they stand.

    `alt` replaces the description made from the data. `small` charts have no caption and stand beside a number.
    """

    kind: Literal["chart"] = "chart"
    id: Anchor = ""
    title: Plain
    unit: Plain = ""
    decimals: Decimals | None = None
    figure: Figure
    note: Plain = ""
    example: Plain = ""
    alt: Plain = ""
