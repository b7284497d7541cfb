"""The overview of the economy as the page writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from budget.pages.statement import ShownStatement, shown_statement
from budget.pages.texts import Toned, Writer
from budget.pages.under_way import UnderWay, under_way
from budget.rules.needs import OUTCOME_MOVED, budget_moved, counting_rule
from budget.rules.variance import first_known, share
from budget.selectors.amounts import ZERO
from budget.selectors.economy import EconomyRow, EconomyTable, counts_as_before, economy_table, lacks_then
from budget.selectors.occasions import current_of, forecast_occasions, may_open
from budget.selectors.posted import PostedScope
from budget.selectors.standing import seen_by, standing
from styrmodell.access import Access
from styrmodell.models import Occasion
from styrmodell.rules.workflow import SlotStatus
from ui import clock
from ui.charts.bars import diverging
from ui.rules import money
from ui.rules.swedish import MONTHS


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the economy: texts in the municipality's unit, net cost positive."""

    name: str
    code: str
    slot_id: int | None  # None also where the reader may not open the forecast
    draft: str  # where a forecast stands that is not handed in: Utkast or Återlämnad
    last_year: str
    to_date: str
    period_variance: Toned
    budget: str
    previous: str
    forecast: str
    variance: Toned
    share: str
    bar: SafeString
    change: Toned
    missing: int
    posted: PostedScope


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Rows, their sum and what the columns are about."""

    rows: tuple[ShownRow, ...]
    total: ShownRow
    unit: str
    year: int
    period: str  # the booked months
    previous_month: str
    month: str
    notes: tuple[str, ...]  # what is missing, and what sums count instead
    rounding_differs: bool
    through: int  # the last booked month
    has_last_year: bool  # is last year whole?


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the forecasts add up to: "none" yet, "no_budget" to hold them against, "even", "deficit" or "surplus", with
    size and share of the budget. `budget` is empty where there is none; `earlier` is what was said last, while
    nobody has a forecast yet."""

    kind: str
    budget: str
    size: str = ""
    share: str = ""
    earlier: Sentence | None = None


@dataclass(frozen=True, slots=True)
class CompanySlot:
    """A company's forecast: its economy is not part of the municipality's."""

    name: str
    slot_id: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The whole page. `under_way` is what the reader is not shown, being not decided. `view` is "enheter", "resultat" or "balanskrav"; only what it shows is read."""

    occasion: Occasion | None
    occasions: tuple[Occasion, ...]
    view: str
    sentence: Sentence | None = None
    table: ShownTable | None = None
    statement: ShownStatement | None = None
    unit: str = ""
    companies: tuple[CompanySlot, ...] = ()
    under_way: tuple[UnderWay, ...] = ()


VIEWS = ("enheter", "resultat", "balanskrav")


def overview_page(
    access: Access, *, wanted: int | None = None, view: str = VIEWS[0], year: int | None = None
) -> OverviewPage:
    """The economy at an occasion: two queries, three with units that have nothing below them.

    The statements are those of `year`, without it the occasion's, with the forecast of the occasion."""
    opened = forecast_occasions(access)
    newest = seen_by(access, opened)
    current = current_of(newest, wanted)
    latest = standing(opened).under_way
    unseen = tuple(under_way(access, [latest])) if latest not in newest else ()
    occasions = tuple(row.occasion for row in newest)
    view = view if view in VIEWS else VIEWS[0]
    occasion = current.occasion if current else None
    write = Writer.of(access)
    if view != VIEWS[0]:
        shown = year or (occasion.year if occasion else clock.today().year)
        statement = shown_statement(access, newest, occasion.pk if occasion else None, view, shown)
        return OverviewPage(occasion, occasions, view, statement=statement, unit=write.word, under_way=unseen)
    if current is None:
        return OverviewPage(None, occasions, view, under_way=unseen)
    table = economy_table(access, current.occasion, occasions=newest)
    return OverviewPage(
        current.occasion,
        occasions,
        view,
        sentence=sentence(write, table.total),
        table=shown_table(write, table),
        unit=write.word,
        companies=tuple(
            CompanySlot(access.ever.organisations[slot.organisation_id].name, slot.pk)
            for slot in current.companies(access)
            if may_open(access, slot.organisation_id, slot.status)
        ),
        under_way=unseen,
    )


def sentence(write: Writer, total: EconomyRow) -> Sentence:
    """What the page says first: what the forecasts of all add up to against the budget."""
    budget = "" if total.budget is None else write.amount(-total.budget, named=True)
    if total.forecast is not None:
        return _against_budget(write, total.forecast, total.variance, budget, total.budget)
    earlier = total.previous
    return Sentence(
        "none",
        budget,
        earlier=None
        if earlier is None
        else _against_budget(write, earlier, total.previous_variance, budget, total.budget_then),
    )


def _against_budget(
    write: Writer, forecast: Decimal, variance: Decimal | None, shown_budget: str, budget: Decimal | None
) -> Sentence:
    """What a sum of forecasts is against the budget."""
    if variance is None:
        return Sentence("no_budget", shown_budget, money.with_unit(write.cost(forecast), write.word))
    if write.variance(variance).tone == "muted":
        return Sentence("even", shown_budget)
    part = share(abs(variance), budget)
    shown = "mindre än 0,1\u00a0%" if part is not None and part < Decimal("0.05") else money.percent(part, 1)
    size = write.amount(abs(variance), named=True)
    return Sentence("deficit" if variance < 0 else "surplus", shown_budget, size, shown)


def shown_table(write: Writer, table: EconomyTable, shown: Iterable[EconomyRow] | None = None) -> ShownTable:
    """Write the rows (or those that are `shown`) and the sum of all; bars share one scale."""
    largest = max((abs(row.variance) for row in table.rows if row.variance is not None), default=0) or 1
    rows = tuple(shown_row(write, row, largest) for row in (table.rows if shown is None else shown))
    occasion, basis = table.occasion, table.basis
    return ShownTable(
        rows,
        shown_row(write, table.total, largest),
        write.word,
        occasion.year,
        basis.label,
        MONTHS[table.previous_occasion.cutoff.month - 1] if table.previous_occasion else "",
        MONTHS[occasion.month - 1],
        _notes(write, table),
        rounding_differs(write, table.rows, table.total),
        basis.last,
        basis.has_last_year,
    )


def _notes(write: Writer, table: EconomyTable) -> tuple[str, ...]:
    """Which months are missing, what rows without a forecast count as, and whether the budget is another by now."""
    notes, total = [table.basis.note], table.total
    if counts_as_before(table.rows):
        knows_then = not (total.is_compared and lacks_then(table.rows))
        rule = counting_rule(has_previous=total.is_compared, has_budget=table.basis.has_budget, knows_then=knows_then)
        notes.append(rule)
    notes += [budget_note(write, total), moved_note(write, table.budget_since, "beslutet")]
    notes.append(OUTCOME_MOVED if total.amounts.outcome_moved else "")
    return tuple(filter(None, notes))


def budget_note(write: Writer, total: EconomyRow) -> str:
    """How the budget has changed since the previous forecast; empty when it has not, and without one."""
    change = first_known(total.budget) - first_known(total.budget_then) if total.is_compared else ZERO
    return moved_note(write, change, "den förra prognosen")


def moved_note(write: Writer, change: Decimal, since: str) -> str:
    """How the budget has changed since then; empty when it has not."""
    return budget_moved(change, write.amount(abs(change), named=True), since=since)


def rounding_differs(write: Writer, rows: Iterable[EconomyRow], total: EconomyRow) -> bool:
    """Do the shown amounts of some column not add up to its shown sum?"""
    listed = list(rows)
    columns: list[tuple[Sequence[Decimal | None], Decimal | None]] = [
        ([row.budget for row in listed], total.budget),
        ([row.to_date for row in listed], total.to_date),
        ([row.last_year for row in listed], total.last_year),
        ([row.counted for row in listed], total.counted),
    ]
    return any(
        money.rounding_differs([first_known(part) for part in parts], first_known(whole), write.unit)
        for parts, whole in columns
    )


def _draft(row: EconomyRow) -> str:
    """The word of a forecast that is not handed in; empty where there is none, or it is."""
    if row.forecast is None or not row.status:
        return ""
    status = SlotStatus(row.status)
    return status.label if status.is_open else ""


def shown_row(write: Writer, row: EconomyRow, largest: object) -> ShownRow:
    """Write one row."""
    part = share(row.variance, row.budget)
    return ShownRow(
        name=row.name,
        code=row.code,
        slot_id=row.slot_id if row.opens else None,
        draft=_draft(row),
        last_year=write.cost(row.last_year),
        to_date=write.cost(row.to_date),
        period_variance=write.variance(row.period_variance),
        budget=write.cost(row.budget),
        previous=write.cost(row.previous),
        forecast=write.cost(row.forecast),
        variance=write.variance(row.variance),
        share="" if part is None else money.percent(part, 1, sign=True),
        bar=diverging(row.variance, largest, earlier=row.previous_variance),  # type: ignore[arg-type]
        change=write.variance(row.change),
        missing=row.missing,
        posted=row.posted,
    )
