"""The economy's chapter: forecast against budget, driftredovisning, deviations in the units' own words, measures.

A report that asks for no forecast, as the year-end's, tells the outcome against the budget of the same months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budget.rules.basis import Basis
from budget.rules.needs import budget_moved, counting_rule
from budget.rules.variance import first_known
from budget.selectors.batches import OutcomeFile, outcome_files
from budget.selectors.economy import EconomyRow, counts_as_before, economy_table, lacks_then, line_rows, sum_rows
from budget.selectors.measures import measures_of, slot_measures
from budget.selectors.slot_lines import lines_of
from followup.compose import statements
from followup.compose.measures import measures_table
from followup.compose.meta import example_note
from followup.compose.sources import files_table
from followup.compose.statements import Statements
from followup.document.blocks import Block, HeadingBlock, Text
from followup.document.figures import Chart, Diverging, Share, Shares
from followup.document.figures import Deviation as DeviationBar
from followup.document.model import Chapter, DocumentSection
from followup.document.richtext import Paragraph, Span
from followup.document.table import Cell, Col, MoneyUnit, Row, Table, number_cell, verdict
from followup.selectors.comments import forecast_comments
from styrmodell.access import Access
from styrmodell.models import Measure, Slot
from styrmodell.rules.vocabulary import Content
from styrmodell.selectors.words import steering_words
from ui.rules.money import Unit, amount, deviation
from ui.rules.swedish import capitalised, sv_date

CONTENTS = frozenset({Content.ECONOMY, Content.FORECAST})
NO_BUDGET = "Budget saknas, så det finns inget att jämföra med."
HUNDRED_PARTS = 7  # shares of the hundred kronor that are named; the rest is one share


@dataclass(frozen=True, slots=True)
class Money:
    """What the chapter is made of. `rows` are the units, or the unit's own lines; kronor, income +, cost −."""

    rows: tuple[EconomyRow, ...]
    comments: dict[int, str]
    measures: Sequence[Measure]
    unit: MoneyUnit
    row_word: str  # what a row is: the municipality's word for a nämnd, or Verksamhet in a unit's report
    is_whole: bool
    looks_ahead: bool  # it tells the forecasts; else the outcome, as when the year is booked and nobody forecasts
    statements: Statements | None
    basis: Basis  # what the figures rest on
    previous: date | None  # the cut-off of the forecast before
    files: Sequence[OutcomeFile] = ()  # that the outcome was read in from

    @property
    def total(self) -> EconomyRow:
        """The sum of the rows."""
        return sum_rows("Summa", self.rows)

    @property
    def word(self) -> str:
        """What is held against the budget."""
        return "Prognos" if self.looks_ahead else "Utfall"

    def variance(self, row: EconomyRow) -> Decimal | None:
        """What the report says of a row: forecast − budget, or outcome − the budget of its months; None without any."""
        return row.variance if self.looks_ahead else row.period_variance

    @property
    def example(self) -> str:
        """The note where some of the rows are made up for the examples."""
        return example_note(row.is_example for row in self.rows)

    @property
    def tolerance(self) -> Decimal:
        """Within this many kronor a row is in balance (docs/reference/report.md)."""
        return Decimal(150_000) if self.unit == "mnkr" else Decimal(30_000)


def is_included(slot: Slot) -> bool:
    """Does the report hold the economy?"""
    return bool(CONTENTS & set(slot.occasion.contents))


def read(access: Access, slot: Slot) -> Money:
    """The units' economy, or for a unit's report its own lines (a fixed number of queries)."""
    return _of_the_whole(access, slot) if slot.is_whole else _of_the_unit(access, slot)


def _looks_ahead(slot: Slot, rows: Sequence[EconomyRow], basis: Basis) -> bool:
    """Does the report tell forecasts? Not one that asks for none, nor when the whole year is booked without one."""
    is_booked = basis.is_whole_year and all(row.forecast is None for row in rows)
    return slot.occasion.asks_for_forecast and not is_booked


def _of_the_whole(access: Access, slot: Slot) -> Money:
    """The municipality's units, each with its lines, and the statements."""
    table, unit = economy_table(access, slot.occasion, children=True), _unit(access)
    return Money(
        rows=table.rows,
        comments=forecast_comments(access, slot.occasion),
        measures=measures_of(access, slot.occasion),
        unit=unit,
        row_word=_committee(access),
        is_whole=True,
        looks_ahead=_looks_ahead(slot, table.rows, table.basis),
        statements=statements.read(access, slot, table, unit),
        basis=table.basis,
        previous=table.previous_occasion.cutoff if table.previous_occasion else None,
        files=outcome_files(access, slot.occasion.year, table.basis.last),
    )


def _of_the_unit(access: Access, slot: Slot) -> Money:
    """The unit's own lines: a company's as well, which is no row of the municipality's table."""
    lines = lines_of(access, slot, Content.FORECAST if slot.occasion.asks_for_forecast else Content.ECONOMY)
    rows = line_rows(access, lines)
    return Money(
        rows=rows,
        comments=forecast_comments(access, slot.occasion),
        measures=slot_measures(access, slot),
        unit=_unit(access),
        row_word="Verksamhet",
        is_whole=False,
        looks_ahead=_looks_ahead(slot, rows, lines.basis),
        statements=None,
        basis=lines.basis,
        previous=lines.previous_cutoff,
        files=outcome_files(access, slot.occasion.year, lines.basis.last),
    )


def _unit(access: Access) -> MoneyUnit:
    return "mnkr" if access.municipality.unit == "mnkr" else "tkr"


def _committee(access: Access) -> str:
    """The municipality's word for a nämnd, as a heading."""
    own = steering_words(access).get("committee")
    return capitalised(own.singular if own else "nämnd")


def chapter(slot: Slot, money: Money | None) -> Chapter | None:
    """The chapter, None when the report has no economy."""
    if money is None or not money.rows:
        return None
    sections = [
        DocumentSection(
            heading=f"{'Utfall' if money.total.forecast is None else money.word} mot budget",
            blocks=(Text.plain(sentence(money), "lead"), *_chart(money), *_hundred(slot, money)),
        ),
        DocumentSection(
            id="driftredovisning",
            heading="Driftredovisning",
            landscape=True,
            blocks=(_operating(slot, money), *files_table(money.files)),
        ),
        DocumentSection(heading="Avvikelser och åtgärder", blocks=_deviations(money)),
        *statements.sections(money.statements),
    ]
    return Chapter(id="ekonomin", heading="Ekonomin", sections=tuple(section for section in sections if section.blocks))


def sentence(money: Money) -> str:
    """What the forecast says, in the words of the sum; when the whole year is booked without one, what it became."""
    subject, read_variance = _told(money)
    variance = read_variance(money.total)
    if variance is None:
        return _nothing(money)
    if abs(variance) <= money.tolerance:
        return f"{subject} är i balans med budget."
    text = f"{subject} är {'bättre' if variance > 0 else 'sämre'} än budget."
    worst = min(money.rows, key=lambda row: first_known(read_variance(row)))
    if len(money.rows) > 1 and first_known(read_variance(worst)) < -money.tolerance:
        text += f" Störst är underskottet i {worst.name}."
    return text


def _told(money: Money) -> tuple[str, Callable[[EconomyRow], Decimal | None]]:
    """What is held against the budget: the forecast, or what was booked where nobody forecasts."""
    if money.looks_ahead:
        return "Helårsprognosen", lambda row: row.variance
    subject = "Årets utfall" if money.basis.is_whole_year else f"Utfallet {money.basis.words}"
    return subject, lambda row: row.period_variance


def _nothing(money: Money) -> str:
    """Why there is nothing to hold against the budget."""
    if money.looks_ahead and money.total.forecast is None:
        return "Ingen prognos är lämnad än."
    return NO_BUDGET if money.looks_ahead or money.basis.months else "Inget utfall är inläst för året."


def _chart(money: Money) -> tuple[Chart, ...]:
    """The forecasts against the budget; without any, the outcome, and it says so."""
    has_forecast = money.looks_ahead and money.total.forecast is not None
    variances = [(row.name, row.variance if has_forecast else row.period_variance) for row in money.rows]
    bars = tuple(DeviationBar(label=name, value=variance) for name, variance in variances if variance is not None)
    if not bars:
        return ()
    what = "Prognos mot budget" if has_forecast else f"Utfall mot budget {money.basis.words}"
    return (
        Chart(
            title=f"{what} per {money.row_word.lower()}",
            unit=money.unit,
            figure=Diverging(rows=bars[:60], tolerance=money.tolerance),
            example=money.example,
        ),
    )


def _hundred(slot: Slot, money: Money) -> tuple[Chart, ...]:
    """How a hundred kronor of net cost are spent: by the forecast, by the budget where there is none yet, or by the
    outcome."""
    amounts = [(first_known(row.counted if money.looks_ahead else row.to_date), row.name) for row in money.rows]
    costs = sorted(((-amount, name) for amount, name in amounts if amount < 0), reverse=True)
    if not money.is_whole or len(costs) < 2:
        return ()
    parts = [Share(label=name, value=cost) for cost, name in costs[:HUNDRED_PARTS]]
    if rest := sum((cost for cost, _ in costs[HUNDRED_PARTS:]), Decimal(0)):
        parts.append(Share(label="Övriga", value=rest))
    word = "budget" if money.looks_ahead and money.total.forecast is None else money.word.lower()
    return (
        Chart(
            title="Så fördelas 100 kronor av nettokostnaden",
            unit=f"{word} {slot.occasion.year}",
            figure=Shares(parts=tuple(parts)),
            note="Andelarna är avrundade så att summan blir exakt 100 kronor.",
            example=money.example,
        ),
    )


def _operating(slot: Slot, money: Money) -> Table:
    """Driftredovisning: the period and the year, in the order of the tree (RKR R14)."""
    cols = (*_period_columns(slot, money), *(_year_columns(money) if money.looks_ahead else ()), VERDICT)
    rows = [_operating_row(row, money, key=f"r{index}") for index, row in enumerate(money.rows)]
    total = _operating_row(money.total, money, kind="total", sum_of=tuple(row.key for row in rows))
    return Table(
        title="Driftredovisning",
        corner=money.row_word,
        unit=money.unit,
        cols=cols,
        rows=(*rows, total),
        notes=tuple(_notes(money)),
        source=_source(money),
        example=money.example,
        splits=True,
    )


def _notes(money: Money) -> Iterator[str]:
    """How the table is read, and what is missing in it."""
    yield "Nettokostnad har minustecken. Plus i avvikelse och ändring är bättre."
    if money.basis.note:
        yield money.basis.note
    if not money.basis.has_budget:
        yield NO_BUDGET
    if money.looks_ahead:
        yield from _notes_of_forecasts(money)


def _notes_of_forecasts(money: Money) -> Iterator[str]:
    """What rows without a forecast count as, and how the budget has changed since the previous forecast."""
    total = money.total
    if counts_as_before(money.rows):
        knows_then = not (total.is_compared and lacks_then(money.rows))
        yield counting_rule(has_previous=total.is_compared, has_budget=money.basis.has_budget, knows_then=knows_then)
    change = first_known(total.budget) - first_known(total.budget_then)
    moved = budget_moved(change, amount(abs(change), Unit.of(money.unit), named=True), since="den förra prognosen")
    if total.is_compared and moved:
        yield moved


def _source(money: Money) -> str:
    if not money.looks_ahead:
        return "Huvudboken"
    return "Huvudboken och de lämnade prognoserna" if money.is_whole else "Huvudboken och prognosen"


VERDICT = Col(label="Läge", kind="verdict", width=24)


def _period_columns(slot: Slot, money: Money) -> tuple[Col, ...]:
    period = money.basis.heading
    return (
        Col(label=f"Bokslut {slot.occasion.year - 1}", width=24),
        Col(label="Utfall", width=24, group=period, current=True),
        Col(label="Budget", width=24, group=period),
        Col(label="Avvikelse", width=22, group=period, signed=True, tolerance=money.tolerance),
    )


def _year_columns(money: Money) -> tuple[Col, ...]:
    before = f"Prognos {sv_date(money.previous)}" if money.previous else "Föregående prognos"
    return (
        Col(label="Budget", width=24, group="Helår"),
        Col(label=before, width=24, group="Helår"),
        Col(label="Prognos", width=24, group="Helår", current=True),
        Col(label="Avvikelse", width=22, group="Helår", signed=True, tolerance=money.tolerance),
        Col(label="Ändring", width=22, group="Helår", signed=True, tolerance=money.tolerance),
    )


def _operating_row(
    row: EconomyRow, money: Money, *, key: str = "", kind: str = "item", sum_of: tuple[str, ...] = ()
) -> Row:
    amounts = [row.last_year, row.to_date, row.period_budget, row.period_variance]
    if money.looks_ahead:
        amounts += [row.budget, row.previous, row.forecast, row.variance, row.change]
    cells: list[Cell] = [*map(number_cell, amounts), verdict(money.variance(row), tolerance=money.tolerance)]
    return Row(label=row.name, cells=tuple(cells), kind=kind, key=key, sum_of=sum_of)


def _deviations(money: Money) -> tuple[Block, ...]:
    """What the units say, largest unit first as in the tree. The whole report keeps to what is outside the tolerance."""
    blocks: list[Block] = []
    for unit in money.rows:
        commented = [row for row in (unit, *unit.children) if _is_commented(money, row)]
        if commented:
            blocks += [
                HeadingBlock(text=_named(money, unit)),
                Text(paragraphs=tuple(_comment(money, unit, row) for row in commented)),
            ]
    if money.measures:
        blocks.append(measures_table(money.measures, money.unit))
    return tuple(blocks)


def _is_commented(money: Money, row: EconomyRow) -> bool:
    variance = money.variance(row)
    is_large = variance is not None and abs(variance) > money.tolerance
    return bool(money.comments.get(row.organisation_id or 0)) and (is_large or not money.is_whole)


def _comment(money: Money, unit: EconomyRow, row: EconomyRow) -> Paragraph:
    """A comment, opened by its verksamhet and deviation unless the heading has just named them."""
    text = money.comments[row.organisation_id or 0]
    if row is unit:
        return Paragraph(spans=(Span(text=text),))
    return Paragraph(spans=(Span(text=f"{_named(money, row)}.", strong=True), Span(text=f" {text}")))


def _named(money: Money, row: EconomyRow) -> str:
    """A row with its deviation: «Bildningsnämnden, −3 500 tkr»."""
    variance = money.variance(row)
    if variance is None:
        return row.name
    return f"{row.name}, {deviation(variance, Unit.of(money.unit), named=True)}"
