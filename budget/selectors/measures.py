"""Measures against deviations, as the pages write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404

from styrmodell.access import Access
from styrmodell.models import Measure, ReportingSlot

from .amounts import ZERO, LineKey
from .written import MISSING, Writer, Written

COUNTED = frozenset({Measure.Status.PLANNED.value, Measure.Status.STARTED.value, Measure.Status.DONE.value})
MARKS = {
    Measure.Status.PLANNED.value: "a-ej",
    Measure.Status.STARTED.value: "a-pag",
    Measure.Status.DONE.value: "a-klar",
    Measure.Status.CANCELLED.value: "a-avbr",
}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its effects written: plus improves the result."""

    measure: Measure
    expected: Written
    realised: Written
    mark: str


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """The measures with their sum, and the variance before and after them. A cancelled measure has no effect."""

    rows: tuple[MeasureRow, ...]
    expected: Written
    realised: Written
    before: Written
    after: Written


def effect(measures: Sequence[Measure]) -> Decimal:
    """What the measures are expected to improve the result by, in kronor."""
    return sum((row.expected_effect for row in measures if row.status in COUNTED), ZERO)


def measure_table(write: Writer, measures: Sequence[Measure], variance: Decimal) -> MeasureTable:
    """Write the measures; `variance` is the forecast − budget before them, in kronor."""
    known = [row.realised_effect for row in measures if row.realised_effect is not None]
    return MeasureTable(
        tuple(
            MeasureRow(
                row,
                write.variance(row.expected_effect),
                write.variance(row.realised_effect),
                MARKS.get(row.status, "a-ej"),
            )
            for row in measures
        ),
        write.variance(effect(measures)),
        write.variance(sum(known, ZERO)) if known else MISSING,
        write.variance(variance),
        write.variance(variance + effect(measures)),
    )


@dataclass(frozen=True, slots=True)
class EditedMeasure:
    """A measure and what its form starts with."""

    measure: Measure
    initial: dict[str, Any]


def measure_or_404(access: Access, slot: ReportingSlot, measure_id: int) -> EditedMeasure:
    """A measure on one of the slot's lines, or 404 (two queries)."""
    rows = Measure.objects.filter(municipality=access.municipality, forecast_lines__slot=slot, pk=measure_id)
    measure = rows.distinct().first()
    if measure is None:
        raise Http404
    lines = measure.forecast_lines.filter(slot=slot).values_list("organisation_id", "account_group_id")
    names = (
        "title",
        "responsible",
        "start",
        "due",
        "status",
        "expected_effect",
        "realised_effect",
        "consequence",
    )
    initial = {name: getattr(measure, name) for name in names}
    return EditedMeasure(measure, {**initial, "lines": [str(LineKey(*line)) for line in lines]})
