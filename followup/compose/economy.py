"""The economy's chapter: sammandrag, driftredovisning, deviations with the units' own words, measures, statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.models import StatementFigure
from budget.selectors.economy import EconomyRow, EconomyTable, economy_table, measures_of, slot_measures, sum_rows
from budget.selectors.statement import Statement, statement_table
from styrmodell.access import Access
from styrmodell.models import Measure, ReportingSlot, ReportingStep
from styrmodell.rules.swedish import MONTHS, sv_date

from ..document.blocks import Balanskrav, Block, Heading, Text
from ..document.figures import Chart, Diverging
from ..document.figures import Deviation as DeviationBar
from ..document.model import Chapter, Section
from ..document.table import Cell, Col, MoneyUnit, Row, Table, TextCell, verdict
from ..selectors.comments import forecast_comments
from .meta import EXAMPLE_NOTE

CONTENTS = frozenset({"ekonomi", "prognos"})
COLUMN_WORDS = {"utfall": "Utfall", "budget": "Budget", "prognos": "Prognos"}


@dataclass(frozen=True, slots=True)
class Money:
    """What the chapter is made of. `rows` are the units, or the unit's own lines; kronor, income +, cost −."""

    table: EconomyTable
    rows: tuple[EconomyRow, ...]
    comments: dict[int, str]
    measures: Sequence[Measure]
    unit: MoneyUnit
    row_word: str

    @property
    def total(self) -> EconomyRow:
        """The sum of the rows."""
        return sum_rows("Summa", self.rows, self.table.through)

    @property
    def tolerance(self) -> Decimal:
        """Within this many kronor a row is in balance (report.md 5)."""
        return Decimal(150_000) if self.unit == "mnkr" else Decimal(30_000)


def is_included(slot: ReportingSlot) -> bool:
    """Does the report hold the economy?"""
    return bool(CONTENTS & set(slot.occasion.contents))


def read(access: Access, slot: ReportingSlot) -> Money:
    """The units' economy, or for a unit's report its own lines (a fixed number of queries)."""
    table = economy_table(access, slot.occasion, children=True)
    whole = slot.scope == ReportingStep.Scope.WHOLE
    own = next((row for row in table.rows if row.slot_id == slot.pk), None)
    rows = table.rows if whole or own is None else own.children
    measures = measures_of(access, slot.occasion) if whole else slot_measures(access, slot)
    unit: MoneyUnit = "mnkr" if access.municipality.unit == "mnkr" else "tkr"
    return Money(
        table, rows, forecast_comments(access, slot.occasion), measures, unit, "Nämnd" if whole else "Verksamhet"
    )


def chapter(access: Access, slot: ReportingSlot, money: Money | None) -> Chapter | None:
    """The chapter, None when the report has no economy."""
    if money is None or not money.rows:
        return None
    sections = [
        Section(heading="Prognos mot budget", blocks=(Text.plain(sentence(money), "lead"), _chart(money))),
        Section(id="driftredovisning", heading="Driftredovisning", landscape=True, blocks=(_operating(slot, money),)),
        Section(heading="Avvikelser och åtgärder", blocks=_deviations(money)),
        *_statements(access, slot, money),
    ]
    return Chapter(id="ekonomin", heading="Ekonomin", sections=tuple(section for section in sections if section.blocks))


def sentence(money: Money) -> str:
    """What the forecast says, in the words of the sum."""
    total = money.total
    if total.variance is None:
        return "Ingen prognos är lämnad än."
    if abs(total.variance) <= money.tolerance:
        return "Helårsprognosen är i balans med budget."
    side = "bättre" if total.variance > 0 else "sämre"
    worst = min(money.rows, key=lambda row: row.variance or Decimal(0))
    text = f"Helårsprognosen är {side} än budget."
    if worst.variance is not None and worst.variance < -money.tolerance:
        text += f" Störst är underskottet i {worst.name}."
    return text


def _chart(money: Money) -> Chart:
    bars = tuple(DeviationBar(label=row.name, value=row.variance) for row in money.rows if row.variance is not None)
    if not bars:
        bars = tuple(DeviationBar(label=row.name, value=row.period_variance) for row in money.rows)
    figure = Diverging(rows=bars[:60], tolerance=money.tolerance)
    return Chart(
        title=f"Prognos mot budget per {money.row_word.lower()}", unit=money.unit, figure=figure, example=EXAMPLE_NOTE
    )


def _operating(slot: ReportingSlot, money: Money) -> Table:
    """Driftredovisning: the period and the year, in the order of the tree (RKR R14)."""
    year, through = slot.occasion.year, money.table.through
    period = f"Januari–{MONTHS[through - 1]}" if through > 1 else "Januari"
    previous = money.table.previous_occasion
    before = f"Prognos {sv_date(previous.cutoff)}" if previous else "Föregående prognos"
    cols = (
        Col(label=f"Bokslut {year - 1}", width=24),
        Col(label="Utfall", width=24, group=period, current=True),
        Col(label="Budget", width=24, group=period),
        Col(label="Avvikelse", width=22, group=period, signed=True, tolerance=money.tolerance),
        Col(label="Budget", width=24, group="Helår"),
        Col(label=before, width=24, group="Helår"),
        Col(label="Prognos", width=24, group="Helår", current=True),
        Col(label="Avvikelse", width=22, group="Helår", signed=True, tolerance=money.tolerance),
        Col(label="Ändring", width=22, group="Helår", signed=True, tolerance=money.tolerance),
        Col(label="Läge", kind="verdict", width=24),
    )
    rows = [_operating_row(row, money, key=f"r{index}") for index, row in enumerate(money.rows)]
    total = _operating_row(money.total, money, kind="total", sum_of=tuple(row.key for row in rows))
    return Table(
        title="Driftredovisning",
        corner=money.row_word,
        unit=money.unit,
        cols=cols,
        rows=(*rows, total),
        notes=("Nettokostnad har minustecken. Plus i avvikelse och ändring är bättre.",),
        source="Huvudboken och nämndernas prognoser" if money.row_word == "Nämnd" else "Huvudboken och prognosen",
        example=EXAMPLE_NOTE,
        splits=True,
    )


def _operating_row(
    row: EconomyRow, money: Money, *, key: str = "", kind: str = "item", sum_of: tuple[str, ...] = ()
) -> Row:
    cells: list[Cell] = [
        _number(row.last_year),
        _number(row.to_date),
        _number(row.period_budget),
        _number(row.period_variance),
        _number(row.budget),
        _number(row.previous),
        _number(row.forecast),
        _number(row.variance),
        _number(row.change),
        verdict(row.variance, tolerance=money.tolerance),
    ]
    return Row(label=row.name, cells=tuple(cells), kind=kind, key=key, sum_of=sum_of)


def _number(value: Decimal | None) -> Cell:
    return value  # type: ignore[return-value]  # the table turns a Decimal into a cell


def _deviations(money: Money) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for row in (line for unit in money.rows for line in (unit, *unit.children)):
        text = money.comments.get(row.organisation_id or 0)
        if text:
            blocks += [Heading(text=row.name), Text.plain(text)]
    if money.measures:
        blocks.append(_measures(money))
    return tuple(blocks)


MEASURE_COLUMNS = (
    Col(label="Enhet", kind="text", width=30),
    Col(label="Start", kind="text", width=18),
    Col(label="Effekt i år", width=17, signed=True),
    Col(label="Hittills", width=16, signed=True),
    Col(label="Konsekvens", kind="text", width=30),
    Col(label="Läge", kind="text", width=17),
)


def _measures(money: Money) -> Table:
    """Åtgärdsplan (SH-9, HA-11): what, from when, effect in kronor and for the residents."""
    rows = tuple(map(_measure_row, money.measures))
    effect = sum((row.expected_effect for row in money.measures), Decimal(0))
    realised = sum((row.realised_effect or Decimal(0) for row in money.measures), Decimal(0))
    blank = TextCell(text="")
    cells = (blank, blank, _number(effect), _number(realised), blank, blank)
    return Table(
        title="Åtgärdsplan",
        corner="Åtgärd",
        unit=money.unit,
        cols=MEASURE_COLUMNS,
        rows=(*rows, Row(label="Summa", kind="total", cells=cells, sum_of=tuple(row.key for row in rows))),
        notes=("Plus är en förbättring av resultatet.",),
        example=EXAMPLE_NOTE,
        splits=True,
    )


def _measure_row(row: Measure) -> Row:
    return Row(
        label=row.title,
        key=f"m{row.pk}",
        cells=(
            TextCell(text=row.organisation.name),
            TextCell(text=sv_date(row.start)),
            _number(row.expected_effect),
            _number(row.realised_effect),
            TextCell(text=row.consequence),
            TextCell(text=row.get_status_display()),
        ),
    )


def _statements(access: Access, slot: ReportingSlot, money: Money) -> list[Section]:
    """Resultaträkning and balanskrav of the latest year that has figures, in the whole municipality's report."""
    if slot.scope != ReportingStep.Scope.WHOLE:
        return []
    years = StatementFigure.objects.filter(municipality=access.municipality, year__lte=slot.occasion.year)
    year = years.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return []
    tables = statement_table(access, year)
    found: list[Section] = []
    if tables.income:
        found.append(
            Section(
                heading=f"Resultaträkning {year}", blocks=(_statement("Resultaträkning", tables.income, money.unit),)
            )
        )
    if tables.balance:
        table = _statement("Balanskravsutredning", tables.balance, money.unit)
        found.append(Section(heading=f"Balanskrav {year}", blocks=(Balanskrav(table=table),)))
    return found


def _statement(title: str, statement: Statement, unit: MoneyUnit) -> Table:
    cols = tuple(Col(label=f"{COLUMN_WORDS[column]} {year}", width=26) for year, column in statement.columns)
    rows = tuple(
        Row(
            label=row.label,
            cells=tuple(_number(amount) for amount in row.amounts),
            kind="sum" if row.is_sum else "item",
            key=row.key,
        )
        for row in statement.rows
    )
    return Table(
        title=title,
        corner="Post",
        unit=unit,
        cols=cols,
        rows=rows,
        source="; ".join(statement.sources),
        example=EXAMPLE_NOTE if statement.is_example else "",
    )
