"""The forecast grid of a slot: everything the page shows, written out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from budget import policies
from budget.pages.forecast_rows import Figures, GridRow, GridWriter, KeptInput
from budget.pages.measures import MeasureTable, measure_table
from budget.pages.texts import Toned, Writer
from budget.rules.needs import Need
from budget.rules.variance import first_known, share
from budget.selectors.amounts import ZERO
from budget.selectors.forecast_slots import ForecastSlot
from budget.selectors.limits import DeficitLimit
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.measures import held_by, remaining_effect_of, slot_measures
from budget.selectors.missing import deficit_left
from budget.selectors.slot_lines import slot_lines
from styrmodell.access import Access
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.policies import can_read
from ui.rules import money
from ui.rules.swedish import MONTHS, join_words, plural

ROWS_A_PAGE = 120  # a page of the longest grids stays below 250 kB
ANALYSES = 4  # forms for analysis on the grid's own page; more are a click away


@dataclass(frozen=True, slots=True)
class Untyped:
    """What the page's inputs do not hold, for the live sums."""

    value: str
    budget: str
    old: str


@dataclass(frozen=True, slots=True)
class Sums:
    """The bottom row and the save bar."""

    figures: Figures
    forecast: str
    variance: Toned
    change: Toned
    share: str
    untyped: Untyped
    remaining: int
    slips: int  # amounts that look like slips
    slips_url: str  # to the first of them

    @property
    def remaining_text(self) -> str:
        """How many lines are left, in words."""
        return f"{plural(self.remaining, 'rad', 'rader')} kvar" if self.remaining else ""

    @property
    def slips_text(self) -> str:
        """How many amounts look like slips, in words."""
        return f"{plural(self.slips, 'belopp', 'belopp', in_words=False)} att kontrollera" if self.slips else ""


@dataclass(frozen=True, slots=True)
class LineAnalysis:
    """A line whose deficit has to be explained."""

    row: GridRow
    line: SlotLine


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole page."""

    slot: Slot
    page: Page[SlotLine]
    rows: tuple[GridRow, ...]
    sums: Sums
    unit: str
    period: str  # "jan–jul", empty when nothing is booked
    last_year: int
    month: str
    previous_month: str
    most_changed: str
    scale: str
    decimals: int
    limit: str  # from when a deficit must be explained, as a sentence
    limit_is_example: bool
    reason: str  # why nothing may be changed, empty when something may
    deficit_left: str  # what measures still have to meet, empty when nothing
    measures: MeasureTable
    effect: str  # what remains of the measures', for the live sums
    analyses: tuple[LineAnalysis, ...]
    has_last_year: bool
    note: str  # which months are missing
    counting_rule: str  # what lines without a forecast count as, where there are some
    moved_notes: tuple[str, ...]  # how budget and outcome have changed since then
    whose: str  # the unit, or the part of it that the reader sees
    sees_report: bool  # may the reader open the unit's report?
    sees_unit: bool  # and the unit's economy? A decided report is for all, what is below it is not


def forecast_grid(
    access: Access, forecast_slot: ForecastSlot, *, page: str = "1", kept: KeptInput | None = None
) -> Grid:
    """Everything the page shows: five queries, six where the unit has nothing below it."""
    slot, lines = forecast_slot.slot, slot_lines(access, forecast_slot)
    shown = Paginator(lines.lines, ROWS_A_PAGE).get_page(page)
    rows = GridWriter.of(access, forecast_slot, lines, kept or KeptInput())
    measures = slot_measures(access, slot, forecast_slot.sight)
    occasion = slot.occasion
    verdict, sees_report = policies.can_forecast_something(access, slot), bool(can_read(access, slot))
    held = held_by(access, slot, measures)
    reasons = {pk: verdict.reason or policies.can_change_measure(access, *each).reason for pk, each in held.items()}
    return Grid(
        slot=slot,
        page=shown,
        rows=tuple(rows.row(line) for line in shown),
        sums=grid_sums(rows, list(shown)),
        unit=rows.write.word,
        period=lines.basis.label,
        last_year=occasion.year - 1,
        month=MONTHS[occasion.month - 1],
        previous_month=rows.previous_month,
        most_changed=most_changed(lines),
        scale=rows.write.plain(-rows.scale),
        decimals=rows.write.unit.decimals,
        limit=_limit(rows.write, forecast_slot.explain_limit),
        limit_is_example=forecast_slot.explain_limit.is_example,
        reason=verdict.reason,
        deficit_left=rows.write.amount(left, named=True) if (left := deficit_left(slot, lines, measures)) else "",
        measures=measure_table(rows.write, measures, lines.against_budget, reasons),
        effect=rows.write.plain(-remaining_effect_of(measures)),
        analyses=_analyses(rows),
        has_last_year=lines.basis.has_last_year,
        note=lines.basis.note,
        counting_rule=rows.counting_rule,
        moved_notes=rows.moved_notes,
        whose=_whose(slot, lines, sees_report=sees_report),
        sees_report=sees_report,
        sees_unit=access.has(Permission.VIEW, slot.organisation_id),
    )


def grid_sums(rows: GridWriter, shown: Sequence[SlotLine]) -> Sums:
    """The sums of all lines, of which some are shown to be typed in."""
    write, lines, amounts = rows.write, rows.lines, rows.lines.amounts
    slips = [place for place, line in enumerate(lines.lines) if lines.slip(line)]
    return Sums(
        figures=Figures.of(write, amounts, lines.previous),
        forecast=write.cost(lines.counted if lines.has_any else None),
        variance=write.variance(lines.against_budget),
        change=write.variance(None if lines.previous is None else lines.counted - lines.previous),
        share=money.percent(share(lines.against_budget, amounts.budget), 1, sign=True),
        untyped=_untyped(rows, shown),
        remaining=sum(line.need != Need.NOTHING for line in lines.lines),
        slips=len(slips),
        slips_url=_row_url(rows, slips[0]) if slips else "",
    )


def _untyped(rows: GridWriter, shown: Sequence[SlotLine]) -> Untyped:
    write, has_budget = rows.write, rows.lines.basis.has_budget
    typed = {line.key for line in shown if rows.may_change(line)}
    other = [line for line in rows.lines.lines if line.key not in typed]
    budget = sum((first_known(line.amounts.budget) for line in other), ZERO)
    return Untyped(
        value=write.plain(sum((line.counted for line in other), ZERO)),
        budget=write.plain(budget if has_budget else None),
        old=write.plain(sum((line.before for line in other), ZERO)),
    )


def _row_url(rows: GridWriter, place: int) -> str:
    """The row's own place on its page of the grid."""
    page = place // ROWS_A_PAGE + 1
    return f"{rows.address}{f'?sida={page}' if page > 1 else ''}#r{rows.lines.lines[place].key}"


def _analyses(rows: GridWriter) -> tuple[LineAnalysis, ...]:
    """Lines with a deficit to explain, the largest first, as far as the page has room."""
    deficits = sorted(
        (line for line in rows.lines.lines if line.is_deficit), key=lambda line: first_known(line.variance)
    )
    return tuple(LineAnalysis(rows.row(line), line) for line in deficits[:ANALYSES])


def _whose(slot: Slot, lines: SlotLines, *, sees_report: bool) -> str:
    """Whose lines and sums these are: the unit's, or for who only sees some of them those, as a part of the unit's."""
    if sees_report or not lines.lines:
        return slot.organisation.name
    return f"{join_words([line.name for line in lines.lines])} i {slot.organisation.name}"


def _limit(write: Writer, limit: DeficitLimit) -> str:
    """The steering model's own sentence; where it says nothing, the program's limit as the program's."""
    if limit.text:
        return limit.text
    size = write.amount(limit.threshold.kronor, named=True)
    return f"Underskott på minst {size} ska förklaras. Gränsen är programmets: styrmodellen anger ingen."


def most_changed(lines: SlotLines) -> str:
    """The line that has changed most since the previous forecast, in the direction of the whole; empty when there is
    only one."""
    changes = {line.name: line.counted - line.before for line in lines.lines} if lines.previous is not None else {}
    whole = sum(changes.values(), ZERO)
    if not whole or len(lines.lines) == 1:
        return ""
    return max(changes, key=lambda name: changes[name] * (1 if whole > 0 else -1))
