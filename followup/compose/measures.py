"""The plan of measures in a report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budget.selectors.measures import effect_of, effective
from followup.compose.meta import example_note
from followup.document.table import Col, MoneyUnit, Row, Table, TextCell, number_cell
from styrmodell.models import Measure
from ui.rules.swedish import sv_date

COLUMNS = (
    Col(label="Enhet", kind="text", width=30),
    Col(label="Start", kind="text", width=18),
    Col(label="Effekt i år", width=17, signed=True),
    Col(label="Hittills", width=16, signed=True),
    Col(label="Konsekvens", kind="text", width=30),
    Col(label="Läge", kind="text", width=17),
)


def measures_table(measures: Sequence[Measure], unit: MoneyUnit) -> Table:
    """Åtgärdsplan (SH-9, HA-11): what, from when, effect in kronor and for the residents."""
    rows = tuple(map(_row, measures))
    effect = effect_of(measures)
    realised = sum((row.realised_effect or Decimal(0) for row in measures), Decimal(0))
    blank = TextCell(text="")
    cells = (blank, blank, number_cell(effect), number_cell(realised), blank, blank)
    return Table(
        title="Åtgärdsplan",
        corner="Åtgärd",
        unit=unit,
        cols=COLUMNS,
        rows=(*rows, Row(label="Summa", kind="total", cells=cells, sum_of=tuple(row.key for row in rows))),
        notes=("Plus är en förbättring av resultatet.",),
        example=example_note(row.is_example for row in measures),
        splits=True,
    )


def _row(row: Measure) -> Row:
    return Row(
        label=row.title,
        key=f"m{row.pk}",
        cells=(
            TextCell(text=row.organisation.name),
            TextCell(text=sv_date(row.start)),
            number_cell(row.expected_effect if effective([row]) else None),
            number_cell(row.realised_effect),
            TextCell(text=row.consequence),
            TextCell(text=row.get_status_display()),
        ),
    )
