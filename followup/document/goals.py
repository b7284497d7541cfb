"""Goals as values: what is judged, why, and what the indicators say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from followup.document.base import Anchor, Decimals, Frozen, LabelledStatus, Plain, Status
from followup.document.figures import Chart
from followup.document.table import Cell, Col, NumberCell, Row, SparkCell, Table, TextCell


class IndicatorRow(Frozen):
    """One indicator's row: where it began, where it should be, where it is. Numbers or words ("högst 20")."""

    name: Plain
    unit: Plain = ""
    decimals: Decimals = 0
    baseline: Cell = None
    target: Cell = None
    outcome: Cell = None
    forecast: bool = False
    final: Cell = None
    spark: SparkCell | None = None
    status: Status | None = None


class IndicatorHeads(Frozen):
    """Headings of the indicator table. An empty one leaves its column out."""

    name: Plain = "Indikator"
    unit: Plain = "Enhet"
    baseline: Plain = "Ingång"
    target: Plain = "Målvärde"
    outcome: Plain = "Utfall"
    final: Plain = "Slutvärde"
    spark: Plain = "Utveckling"
    status: Plain = "Bedömning"


TOLD_UNDER = "Redovisas under"


class Narrative(Frozen):
    """An answer under a fixed question: Resultat, Orsak, Åtgärd, Effekt."""

    label: Plain
    text: Plain


class GoalBlock(Frozen):
    """A judged goal on its page.

    `level_word` is the municipality's own word for this level (Nämndmål). `indicated` is what the indicators say
    when the judgement differs; `reason` tells why. `chart` is the lead indicator and has no number of its own.
    """

    kind: Literal["goal"] = "goal"
    id: Anchor = ""
    number: Plain = ""
    title: Plain
    level_word: Plain = ""
    owner: Plain = ""
    status: Status
    previous: LabelledStatus | None = None
    expected: LabelledStatus | None = None
    indicated: Status | None = None
    texts: tuple[Narrative, ...] = ()
    reason_label: Plain = "Varför denna bedömning?"
    reason: Plain = ""
    table_title: Plain = ""
    heads: IndicatorHeads = IndicatorHeads()
    indicators: tuple[IndicatorRow, ...] = ()
    chart: Chart | None = None
    notes: tuple[Plain, ...] = ()
    source: Plain = ""
    example: Plain = ""

    @property
    def is_reference(self) -> bool:
        """Tell whether the goal is only named here, and told under another area."""
        return any(text.label == TOLD_UNDER for text in self.texts)

    def indicator_table(self) -> Table | None:
        """The indicators as a table; None when the goal has none."""
        if not self.indicators:
            return None
        numbered = f"Indikatorer till mål {self.number}" if self.number else f"Indikatorer: {self.title}"
        fields = [field for field in _WIDTHS if getattr(self.heads, field)]
        notes = list(self.notes)
        if any(row.forecast for row in self.indicators):
            notes.insert(0, "p = prognos.")
        return Table(
            title=self.table_title or numbered,
            corner=self.heads.name or "Indikator",
            corner_width=47,
            cols=tuple(_column(self.heads, field) for field in fields),
            rows=tuple(_row(indicator, fields) for indicator in self.indicators),
            notes=tuple(notes),
            source=self.source,
            example=self.example,
        )


_WIDTHS = {"unit": 12, "baseline": 19, "target": 15, "outcome": 14, "final": 15, "spark": 24, "status": 28}


def _column(heads: IndicatorHeads, field: str) -> Col:
    kind: Literal["number", "text", "spark", "status"] = "number"
    if field == "unit":
        kind = "text"
    elif field == "spark":
        kind = "spark"
    elif field == "status":
        kind = "status"
    return Col(label=getattr(heads, field), kind=kind, width=_WIDTHS[field], current=field == "outcome")


def _row(indicator: IndicatorRow, fields: list[str]) -> Row:
    cells: list[object] = []
    for field in fields:
        cell = getattr(indicator, field)
        if field == "outcome" and indicator.forecast and isinstance(cell, NumberCell) and not cell.mark:
            cell = cell.model_copy(update={"mark": "p"})
        cells.append(TextCell(text=cell) if field == "unit" else cell)
    return Row(label=indicator.name, cells=tuple(cells), decimals=indicator.decimals)


class GoalLine(Frozen):
    """A goal in the overview: `met` of `measured` indicators reach their target."""

    number: Plain = ""
    title: Plain
    owner: Plain = ""
    met: Annotated[int, Field(ge=0)] | None = None
    measured: Annotated[int, Field(ge=0)] | None = None
    previous: Status | None = None
    now: Status | None = None


class GoalGroup(Frozen):
    """The goals of one strategic area, or of one body."""

    name: Plain = ""
    goals: tuple[GoalLine, ...]


class GoalOverview(Frozen):
    """All goals in one table."""

    kind: Literal["goal_overview"] = "goal_overview"
    id: Anchor = ""
    title: Plain
    groups: tuple[GoalGroup, ...]
    goal_label: Plain = "Mål"
    owner_label: Plain = "Ansvarig"
    met_label: Plain = "Når mål\u00advärdet"
    previous_label: Plain = ""
    now_label: Plain = "Nu"
    notes: tuple[Plain, ...] = ()
    example: Plain = ""

    def table(self) -> Table:
        """The overview as a table; without `previous_label` the column for last time is left out."""
        cols = [
            Col(label=self.owner_label, kind="text"),
            Col(label=self.met_label, kind="text"),
        ]
        if self.previous_label:
            cols.append(Col(label=self.previous_label, kind="status"))
        cols.append(Col(label=self.now_label, kind="status", current=True))
        rows: list[Row] = []
        for group in self.groups:
            if group.name:
                rows.append(Row(label=group.name, kind="group"))
            rows += [self._row(line) for line in group.goals]
        many = len(rows) > 24
        return Table(
            title=self.title, corner=self.goal_label, cols=tuple(cols), rows=tuple(rows), notes=self.notes,
            example=self.example, splits=many,
        )  # fmt: skip

    def _row(self, line: GoalLine) -> Row:
        met = None if line.measured is None else TextCell(text=f"{line.met or 0} av {line.measured}")
        cells: list[object] = [TextCell(text=line.owner), met]
        if self.previous_label:
            cells.append(line.previous)
        cells.append(line.now)
        return Row(label=f"{line.number} {line.title}".strip(), cells=tuple(cells))
