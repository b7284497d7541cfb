"""Measures against deviations, as the pages write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from budget.selectors.amounts import ZERO, LineKey
from budget.selectors.written import MISSING, Writer, Written
from styrmodell.access import Access
from styrmodell.models import Measure, Occasion, Slot

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


def so_far(occasion: Occasion, unit_id: int | None = None) -> QuerySet[Measure]:
    """Measures on forecasts of the occasion's year up to the occasion itself: one unit's, or everybody's."""
    at = "forecast_lines__slot"
    wanted: dict[str, Any] = {f"{at}__occasion__year": occasion.year, f"{at}__occasion__cutoff__lte": occasion.cutoff}
    if unit_id is not None:
        wanted[f"{at}__organisation"] = unit_id
    return Measure.objects.filter(**wanted)


def effective(measures: Sequence[Measure]) -> list[Measure]:
    """Those that still stand: a cancelled measure meets no deficit."""
    return [row for row in measures if row.status in COUNTED]


def effect(measures: Sequence[Measure]) -> Decimal:
    """What the measures are expected to improve the result by, in kronor."""
    return sum((row.expected_effect for row in effective(measures)), ZERO)


def measure_table(write: Writer, measures: Sequence[Measure], variance: Decimal) -> MeasureTable:
    """Write the measures; `variance` is the forecast − budget before them, in kronor."""
    known = [row.realised_effect for row in measures if row.realised_effect is not None]
    return MeasureTable(
        tuple(
            MeasureRow(
                row,
                write.variance(row.expected_effect) if row.status in COUNTED else MISSING,
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


def measure_or_404(access: Access, slot: Slot, measure_id: int) -> EditedMeasure:
    """A measure on one of the unit's lines this year, or 404 (two queries). Its lines are those it had last."""
    rows = so_far(slot.occasion, slot.organisation_id).filter(municipality=access.municipality, pk=measure_id)
    measure = rows.distinct().first()
    if measure is None:
        raise Http404
    tied = measure.forecast_lines.filter(
        slot__organisation=slot.organisation_id, slot__occasion__cutoff__lte=slot.occasion.cutoff
    ).order_by("-slot__occasion__cutoff", "pk")
    places = list(tied.values_list("slot_id", "organisation_id", "account_group_id"))
    lines = [line for at, *line in places if at == places[0][0]]
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
