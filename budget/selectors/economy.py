"""The municipality's economy: one row per reporting unit. What pages, the submit check and the reports compose from.

Amounts are exact kronor, income + and cost −; variances are outcome or forecast − budget, so plus is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budget.rules.basis import Basis
from budget.rules.needs import Need
from budget.rules.variance import add_known, first_known, variance
from budget.selectors.amounts import NOTHING, ZERO, Amounts, Booked, LineKey
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.lines import has_lines, reporting_units
from budget.selectors.occasions import (
    NOT_YET,
    Earlier,
    ForecastOccasion,
    UnitSlot,
    earlier_of,
    forecast_occasions,
    may_open,
    reported,
)
from budget.selectors.posted import UNTRACED, PostedScope
from budget.selectors.slot_lines import LineReader
from budget.selectors.statement_told import Kept
from budget.selectors.told import NOTHING_TOLD, Told
from budget.selectors.told_of_all import ToldOfAll
from styrmodell.access import Access
from styrmodell.models import Occasion, Organisation
from styrmodell.permissions import Permission

GONE = "Enheter som upphört"


@dataclass(frozen=True, slots=True)
class EconomyRow:
    """A reporting unit, a line below it, or the sum of some. Kronor, income +, cost −; None for what is missing.

    `forecast` counts a line without a forecast as before (the previous forecast, else the budget) and is None until
    the first line has one; `missing` says how many lines that is. `previous` likewise, as it was summed in the report
    before; `then` is all that was told there, None where that is not kept. `is_compared` says that the row, or one it is
    added to, has a previous forecast."""

    organisation_id: int | None
    name: str
    code: str
    amounts: Amounts
    forecast: Decimal | None = None
    previous: Decimal | None = None
    missing: int = 0
    slot_id: int | None = None
    status: str = ""
    opens: bool = False  # may the user open the slot's own forecast?
    children: tuple[EconomyRow, ...] = ()
    posted: PostedScope = UNTRACED  # which posted rows its outcome is the sum of
    is_example: bool = False  # some of the rows behind it are made up for the examples
    is_compared: bool = False
    account_group_id: int | None = None  # of a line that is one
    then: Told | None = None

    @property
    def key(self) -> LineKey | None:
        """Where its money stands; None for what has ended, and for sums."""
        return None if self.organisation_id is None else LineKey(self.organisation_id, self.account_group_id)

    @property
    def last_year(self) -> Decimal | None:
        """Bokslut: the whole year before."""
        return self.amounts.last_year

    @property
    def to_date(self) -> Decimal | None:
        """Utfall: the booked months."""
        return self.amounts.to_date

    @property
    def period_budget(self) -> Decimal | None:
        """The booked months' share of the budget."""
        return self.amounts.period_budget

    @property
    def budget(self) -> Decimal | None:
        """The year's budget."""
        return self.amounts.budget

    @property
    def period_variance(self) -> Decimal | None:
        """Outcome − period budget."""
        return self.amounts.period_variance

    @property
    def before(self) -> Decimal:
        """What the row counted in the previous sum: the previous forecast, else the budget of then."""
        return first_known(self.previous, self.budget) if self.then is None else self.then.counted

    @property
    def counted(self) -> Decimal:
        """What sums count: the forecast, else the previous one, else the budget."""
        return first_known(self.forecast, self.previous, self.budget)

    @property
    def variance(self) -> Decimal | None:
        """Forecast − budget; None without a forecast or a budget."""
        return variance(self.forecast, self.budget)

    @property
    def previous_variance(self) -> Decimal | None:
        """Previous forecast − the budget that it was held against."""
        return variance(self.previous, self.budget_then)

    @property
    def budget_then(self) -> Decimal | None:
        """The budget when the previous forecast was reported; today's where that is not kept."""
        return self.budget if self.then is None else self.then.budget

    @property
    def change(self) -> Decimal | None:
        """What it counts − what it counted before. None where nothing was reported before, and without a forecast unless
        the budget that it counts as has changed."""
        change = self.counted - self.before
        return change if self.is_compared and (change or self.forecast is not None) else None


@dataclass(frozen=True, slots=True)
class EconomyTable:
    """The rows of an occasion with their sum, and what the columns are about. `previous_occasion`: the newest before it
    that somebody handed in at. `budget_since`: how much the budget has changed since the occasion was decided, kronor;
    `statement_then`: the figures of the statements that it was decided with, None where they are not kept."""

    occasion: Occasion
    previous_occasion: Occasion | None
    rows: tuple[EconomyRow, ...]
    basis: Basis
    budget_since: Decimal = ZERO
    statement_then: Kept | None = None

    @property
    def total(self) -> EconomyRow:
        """The sum of the rows."""
        return sum_rows("Summa", self.rows)


def sum_rows(name: str, rows: Iterable[EconomyRow]) -> EconomyRow:
    """Add rows. A row without a forecast counts as before in the sum; the sum is None when no row has one."""
    parts = list(rows)
    is_compared = any(row.previous is not None for row in parts)
    before = sum((row.before for row in parts), ZERO)
    return EconomyRow(
        organisation_id=None,
        name=name,
        code="",
        amounts=Amounts.together(row.amounts for row in parts),
        forecast=sum((row.counted for row in parts), ZERO) if any(row.forecast is not None for row in parts) else None,
        previous=before if is_compared else None,
        missing=sum(row.missing for row in parts),
        is_example=any(row.is_example for row in parts),
        is_compared=is_compared,
        then=Told(budget=add_known(row.budget_then for row in parts), counted=before),
    )


def counts_as_before(rows: Sequence[EconomyRow]) -> bool:
    """Does some row, or a line behind it, count in a sum of forecasts, now or before, without having one?"""
    total = sum_rows("", rows)
    now = total.forecast is not None and any(row.missing or (row.forecast is None and row.before) for row in rows)
    return now or (total.is_compared and any(row.previous is None and row.before for row in rows))


def lacks_then(rows: Sequence[EconomyRow]) -> bool:
    """Does the previous sum count today's budget of a row, since that of then is not kept?"""
    return any(row.previous is None and row.then is None and row.budget for row in rows)


def compared(rows: Sequence[EconomyRow]) -> tuple[EconomyRow, ...]:
    """Rows that are added together: when one of them has a previous forecast, each tells its change since then."""
    is_compared = any(row.previous is not None for row in rows)
    return tuple(replace(row, is_compared=is_compared) for row in rows)


def economy_table(
    access: Access, occasion: Occasion, *, children: bool = False, occasions: Sequence[ForecastOccasion] = ()
) -> EconomyTable:
    """Every reporting unit of the occasion, what nobody reports, and the sum: three queries, one more with units that
    have nothing below them, and one when something has been handed in. `children` gives each unit its lines; `occasions` saves a query for whoever has already read
    `forecast_occasions`. Companies are left out: their economy is not part of the municipality's.
    The tree is that of the cut-off's day: a unit that has ended since keeps its row."""
    access = access.at(occasion.cutoff)
    in_year = occasions or forecast_occasions(access, year=occasion.year, also=occasion)
    current = next((row for row in in_year if row.occasion.pk == occasion.pk), ForecastOccasion(occasion, ()))
    earlier = earlier_of(in_year, occasion)
    builder = _Builder.read(access, current, earlier)
    previous = next((row.occasion for row in earlier if _is_reported(access, row)), None)
    rows = compared(builder.rows(children))
    since, statement = builder.budget_since(rows), builder.told.statement
    return EconomyTable(occasion, previous, rows, builder.booked.basis, since, statement)


def _is_reported(access: Access, at: ForecastOccasion) -> bool:
    """Has a unit of the municipality handed in at the occasion?"""
    return any(slot.is_handed_in for slot in at.municipal(access).values())


@dataclass(frozen=True, slots=True)
class _Builder:
    """Everything that rows are made of, whatever their number."""

    access: Access
    slots: Mapping[int, UnitSlot]  # without the companies'
    unit_ids: frozenset[int]
    earlier: Mapping[int, Earlier]
    reader: LineReader
    told: ToldOfAll

    @classmethod
    def read(cls, access: Access, current: ForecastOccasion, earlier: Sequence[ForecastOccasion]) -> _Builder:
        seen = access.organisation_ids(Permission.VIEW)
        sees_all = len(seen) == len(access.organisations)
        slots = current.municipal(access)
        before = reported(earlier)
        wanted = [*(slot.pk for slot in slots.values()), *(pk for own in before.values() for pk in own.slot_ids)]
        unit_ids = frozenset(slot.organisation_id for slot in current.slots)
        bare = [pk for pk in slots if not has_lines(access, pk, unit_ids)]
        reader = LineReader.read(access, current.occasion, wanted, None if sees_all else seen, detailed=bare)
        return cls(access, slots, unit_ids, before, reader, ToldOfAll.read(access, current, earlier))

    @property
    def booked(self) -> Booked:
        return self.reader.booked

    def rows(self, children: bool) -> list[EconomyRow]:
        """The units' rows in the tree's order; of a unit that is seen in part only, the lines that are seen."""
        units = reporting_units(self.access, self.slots)
        rows = [row for pk in self.slots for row in self._rows_of(pk, children)]
        unreported = self._unreported(units)
        rows += [self._unreported_row(top, amounts) for top, amounts in unreported.items() if top]
        rows += self._gone_rows(rows, unreported.get(None))
        place = {pk: index for index, pk in enumerate(self.access.tree.in_order())}
        return sorted(rows, key=lambda row: place.get(row.organisation_id or 0, len(place)))

    def _rows_of(self, pk: int, children: bool) -> list[EconomyRow]:
        if self.access.has(Permission.VIEW, pk):
            return [self.unit_row(pk, children)]
        slot = self.slots[pk]
        return [replace(row, slot_id=slot.pk, status=slot.status) for row in line_rows(self.access, self.lines(pk))]

    def _unreported_row(self, top: int, amounts: Amounts) -> EconomyRow:
        organisation, told, key = self.access.organisations[top], self.told.of(top), LineKey(top)
        is_own = any(self.access.tree.is_below(pk, top) for pk in self.slots)
        return EconomyRow(
            top,
            organisation.name,
            organisation.code,
            told.money(key, amounts),
            posted=PostedScope(organisation.code, is_own=is_own),
            is_example=amounts.is_example,
            then=told.then(key),
        )

    def _gone_rows(self, rows: Sequence[EconomyRow], amounts: Amounts | None) -> list[EconomyRow]:
        """What stands on organisations that have ended, and what was forecast for them in the report before: their work
        is forecast by others now."""
        before = self.told.ended([row.organisation_id for row in rows]) if self.sees_all else NOTHING_TOLD
        if amounts is None and not before.counted and None not in self.told.decided_rows:
            return []
        told = self.told.of(None)
        money = told.money(None, amounts or self.booked.nothing)
        is_forecast = before.counted and any(row.forecast is not None for row in rows)
        return [
            EconomyRow(
                None,
                GONE,
                "",
                money,
                forecast=first_known(money.budget) if is_forecast else None,
                previous=before.counted or None,
                is_example=money.is_example,
                then=before if told.before is not None else None,
            )
        ]

    def unit_row(self, pk: int, children: bool) -> EconomyRow:
        slot, organisation = self.slots[pk], self.access.organisations[pk]
        lines = self.lines(pk)
        return replace(
            lines_row(organisation, lines),
            slot_id=slot.pk,
            status=slot.status,
            opens=may_open(self.access, pk, slot.status),
            children=line_rows(self.access, lines) if children else (),
            posted=UNTRACED
            if any(self._is_inside(other, pk) for other in self.slots)
            else PostedScope(organisation.code),
        )

    def _is_inside(self, other: int, pk: int) -> bool:
        """Does another unit below report for itself? Then the outcome is no longer that of everything below."""
        return other != pk and self.access.tree.is_below(other, pk)

    def lines(self, pk: int) -> SlotLines:
        return self.reader.lines(pk, self.unit_ids, self.slots[pk].pk, self.earlier.get(pk, NOT_YET), self.told.of(pk))

    def budget_since(self, rows: Sequence[EconomyRow]) -> Decimal:
        """How much the budget is another than that of the rows, which are decided."""
        if not self.told.decided:
            return ZERO
        today = replace(self, told=self.told.today()).rows(children=False)
        return first_known(sum_rows("", today).budget) - first_known(sum_rows("", rows).budget)

    @property
    def sees_all(self) -> bool:
        """Does the user see the whole municipality?"""
        return all(self.access.has(Permission.VIEW, root) for root in self.access.tree.roots())

    def _unreported(self, units: Mapping[int, int]) -> dict[int | None, Amounts]:
        """Money that no reporting unit answers for, by the highest organisation that has no unit below it; with what is
        decided, which stands when the money has gone."""
        tree = self.access.tree
        above = {step for pk in self.slots for step in tree.ancestors(pk)}
        by_top: dict[int | None, Amounts] = {}
        told = {pk for pk in self.told.decided_rows if pk and self.access.has(Permission.VIEW, pk)}
        for pk in {*self.booked.groups, *told}:
            amounts = self.booked.of([pk])
            if pk in units or not (amounts or pk in told):
                continue
            top = self._top(pk, above) if pk in tree else None
            if top and self.access.organisations[top].kind == Organisation.Kind.COMPANY:
                continue
            by_top[top] = by_top.get(top, NOTHING) + amounts
        return by_top

    def _top(self, pk: int, above: set[int]) -> int:
        chain = self.access.tree.ancestors(pk, include_self=True)
        own = [step for step in chain if step not in above and self.access.has(Permission.VIEW, step)]
        return own[-1] if own else pk


def lines_row(organisation: Organisation, lines: SlotLines) -> EconomyRow:
    """The lines of an organisation together."""
    return EconomyRow(
        organisation.pk,
        organisation.name,
        organisation.code,
        lines.amounts,
        lines.forecast,
        lines.previous,
        lines.missing,
        is_example=any(line.is_example for line in lines.lines),
        then=lines.then,
    )


def line_rows(access: Access, lines: SlotLines) -> tuple[EconomyRow, ...]:
    """A unit's forecast lines as rows of the economy. What is no line any longer is forecast at 0 once another is: its
    money stands on the new lines."""
    rows = [line_row(access, line) for line in lines.lines]
    if lines.forecast is not None:
        closed = (line.is_closed and line.forecast is None for line in lines.lines)
        rows = [replace(row, forecast=ZERO) if is_gone else row for row, is_gone in zip(rows, closed, strict=True)]
    return compared(rows)


def line_row(access: Access, line: SlotLine) -> EconomyRow:
    """A forecast line as a row of the economy."""
    organisation = access.organisations.get(line.key.organisation_id)
    return EconomyRow(
        line.key.organisation_id,
        line.name,
        organisation.code if organisation else "",
        line.amounts,
        line.forecast,
        line.previous,
        int(line.need == Need.FORECAST),
        posted=posted_of(access, line),
        is_example=line.is_example,
        account_group_id=line.key.account_group_id,
        then=line.then,
    )


def posted_of(access: Access, line: SlotLine) -> PostedScope:
    """Which posted rows the line's outcome is the sum of."""
    organisation = access.organisations.get(line.key.organisation_id)
    if organisation is None or line.is_closed:
        return UNTRACED
    return PostedScope(organisation.code, is_own=line.is_remainder, group=line.key.account_group_id)
