"""Measures against deviations, as the pages write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.pages.texts import MISSING, Toned, Writer
from budget.selectors.amounts import ZERO
from budget.selectors.measures import COUNTED, effect_of, remaining_effect_of
from styrmodell.models import Measure


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its effects written: plus improves the result."""

    measure: Measure
    expected: Toned
    realised: Toned
    mark: str
    reason: str  # why it may not be changed, empty when it may


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """The measures with their sum, and the variance before and after what remains of their effect. A cancelled measure
    has none."""

    rows: tuple[MeasureRow, ...]
    expected: Toned
    realised: Toned
    remaining: Toned
    before: Toned
    after: Toned
    reason: str  # why none may be added, empty when one may


def measure_table(
    write: Writer, measures: Sequence[Measure], variance: Decimal | None, reasons: Mapping[int | None, str]
) -> MeasureTable:
    """Write the measures; `variance` is the forecast − budget before them, in kronor, None without a budget. `reasons` say
    why a measure may not be changed, by its id, and why none may be added, as None."""
    realised = [row.realised_effect for row in measures if row.realised_effect is not None]
    return MeasureTable(
        tuple(
            MeasureRow(
                row,
                write.variance(row.expected_effect) if row.status in COUNTED else MISSING,
                write.variance(row.realised_effect),
                Measure.Status(row.status).mark.symbol,
                reasons[row.pk],
            )
            for row in measures
        ),
        write.variance(effect_of(measures)),
        write.variance(sum(realised, ZERO)) if realised else MISSING,
        write.variance(remaining_effect_of(measures)),
        write.variance(variance),
        write.variance(None if variance is None else variance + remaining_effect_of(measures)),
        reasons[None],
    )
