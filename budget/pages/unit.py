"""One organisation's economy: by what is below it and by account group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.http import Http404

from budget.pages.overview import Sentence, ShownRow, ShownTable, sentence, shown_row, shown_table
from budget.pages.texts import Writer
from budget.rules.variance import first_known
from budget.selectors.amounts import ZERO, Amounts
from budget.selectors.economy import EconomyRow, EconomyTable, compared, sum_rows
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.occasions import (
    NOT_YET,
    ForecastOccasion,
    UnitSlot,
    current_of,
    earlier_of,
    forecast_occasions,
    may_open,
    reported,
)
from budget.selectors.posted import PostedScope
from budget.selectors.slot_lines import LineReader
from budget.selectors.standing import seen_by
from budget.selectors.told import unit_told
from styrmodell.access import Access
from styrmodell.models import Occasion, Organisation
from styrmodell.permissions import Permission

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The page: what is below the organisation, its account groups, and the `slot` where its forecast is read, if the
    user may."""

    organisation: Organisation
    above: tuple[Organisation, ...]
    occasion: Occasion
    slot: UnitSlot | None
    sentence: Sentence
    heading: str
    page: Page[EconomyRow]
    below: ShownTable
    groups: tuple[tuple[int, ShownRow], ...]
    groups_note: str  # why they do not add up to the total
    total: ShownRow
    unit: str


def organisation_or_404(access: Access, code: str) -> Organisation:
    """The organisation with the code, also one that has ended, if the user may read it (no query)."""
    for pk, organisation in access.ever.organisations.items():
        if organisation.code == code and access.has(Permission.VIEW, pk):
            return organisation
    raise Http404


def standing(access: Access, organisation: Organisation, day: date) -> Access:
    """The tree of the day, as the figures up to it are summed; that of all days for an organisation not there then."""
    then = access.at(day)
    return then if organisation.pk in then.organisations else access.ever


def unit_page(access: Access, organisation: Organisation, page: str = "1") -> UnitPage | None:
    """The organisation at the current occasion (four queries, five when something has been handed in). None before the first occasion."""
    newest = seen_by(access, forecast_occasions(access))
    current = current_of(newest)
    if current is None:
        return None
    access = standing(access, organisation, current.occasion.cutoff)
    reader = _Reader.read(access, organisation, current, earlier_of(newest, current.occasion))
    write = Writer.of(access)
    rows = compared(reader.rows_below())
    total = sum_rows("Summa", rows)
    shown = Paginator(rows, ROWS_A_PAGE).get_page(page)
    since = reader.budget_since(total)
    table = EconomyTable(current.occasion, reader.previous, rows, reader.reader.booked.basis, since)
    groups = reader.groups()
    return UnitPage(
        organisation,
        _above(access, organisation),
        current.occasion,
        reader.slot if reader.slot and may_open(access, reader.slot.organisation_id, reader.slot.status) else None,
        sentence(write, total),
        "Per verksamhet" if len(rows) > 1 else organisation.name,
        shown,
        shown_table(write, table, shown),
        tuple((pk, shown_row(write, row, 1)) for pk, row in groups),
        _groups_note(write, [row for _, row in groups], total) if since else "",
        shown_row(write, total, 1),
        write.word,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    access: Access
    organisation: Organisation
    slot: UnitSlot | None  # of the unit that answers for the organisation
    previous: Occasion | None
    reader: LineReader
    lines: Sequence[SlotLine]  # of that unit
    is_decided: bool  # with the budget that its lines have

    @classmethod
    def read(
        cls, access: Access, organisation: Organisation, current: ForecastOccasion, earlier: Sequence[ForecastOccasion]
    ) -> _Reader:
        slots = {slot.organisation_id: slot for slot in current.slots}
        governing = access.tree.nearest(organisation.pk, lambda pk: pk in slots)
        slot = slots[governing] if governing is not None else None
        top = slot.organisation_id if slot else organisation.pk
        below = [pk for pk in access.tree.descendants(top, include_self=True) if access.has(Permission.VIEW, pk)]
        before = reported(earlier).get(top, NOT_YET)
        previous = next((row.occasion for row in earlier if row.occasion.cutoff == before.cutoff), None)
        wanted = [*([slot.pk] if slot else []), *before.slot_ids]
        reader = LineReader.read(access, current.occasion, wanted, below, detailed=below)
        told = unit_told(access, top, before.slot_ids, slot.pk if slot and slot.is_decided else None)
        lines = reader.lines(top, set(slots), slot.pk, before, told).lines if slot else ()
        return cls(access, organisation, slot, previous, reader, lines, told.decided is not None)

    def rows_below(self) -> list[EconomyRow]:
        """What is below, each with everything below it, and last what stands on the organisations passed on the way
        down: a nämnd whose only child is its förvaltning shows what is below the förvaltning."""
        passed, children = [self.organisation.pk], self._children(self.organisation.pk)
        while len(children) == 1 and self._children(children[0]):
            passed.append(children[0])
            children = self._children(children[0])
        rows = [self.subtree_row(pk) for pk in children]
        own = [self.own_row(pk) for pk in passed]
        return [*rows, *(row for row in own if row.amounts)] if rows else [self.subtree_row(self.organisation.pk)]

    def _children(self, pk: int) -> list[int]:
        return [child for child in self.access.tree.children(pk) if self.access.has(Permission.VIEW, child)]

    def own_row(self, pk: int) -> EconomyRow:
        """What is booked and budgeted on the organisation itself, with its own forecast line."""
        lines = [line for line in self.lines if line.key.organisation_id == pk]
        own, organisation = self.of([pk]), self.access.organisations[pk]
        own = self._decided(own, [line for line in lines if line.is_remainder])
        row = self.row(f"{organisation.name}, gemensamt", own, lines)
        return replace(row, posted=PostedScope(organisation.code, is_own=True))

    def subtree_row(self, pk: int) -> EconomyRow:
        covered = self.access.tree.descendants(pk, include_self=True)
        organisation = self.access.organisations[pk]
        inside = set(covered)
        lines = [line for line in self.lines if line.key.organisation_id in inside]
        return self.row(organisation.name, self._decided(self.of(covered), lines), lines, organisation.code, pk)

    def _decided(self, amounts: Amounts, lines: Sequence[SlotLine]) -> Amounts:
        """The money with the budget that the unit's report was decided with, where it stands on whole lines."""
        if not self.is_decided or not lines:
            return amounts
        told = Amounts.together(line.amounts for line in lines)
        return replace(
            amounts,
            budget=told.budget,
            period_budget=told.period_budget,
            outcome_moved=told.outcome_moved,
        )

    def budget_since(self, total: EconomyRow) -> Decimal:
        """How much the budget is another than that of the rows, which are decided."""
        if not self.is_decided:
            return ZERO
        inside = self.access.tree.descendants(self.organisation.pk, include_self=True)
        return first_known(self.of(inside).budget) - first_known(total.budget)

    def row(
        self, name: str, amounts: Amounts, lines: Sequence[SlotLine], code: str = "", pk: int | None = None
    ) -> EconomyRow:
        together = SlotLines(tuple(lines))
        return EconomyRow(
            pk,
            name,
            code,
            amounts,
            together.forecast,
            together.previous,
            together.missing,
            posted=PostedScope(code),
            then=together.then,
        )

    def of(self, organisations: Iterable[int]) -> Amounts:
        return self.reader.booked.of(organisations)

    def groups(self) -> list[tuple[int, EconomyRow]]:
        """What is in the organisation and below it, by account group."""
        rows = [(pk, self.row(group.name, self._of_group(pk), ())) for pk, group in self.reader.groups.items()]
        return [(pk, row) for pk, row in rows if row.amounts]

    def _of_group(self, pk: int) -> Amounts:
        """An account group's money: as it was decided where it is a line of its own, else today's."""
        inside = set(self.access.tree.descendants(self.organisation.pk, include_self=True))
        parted = [line for line in self.lines if line.key.account_group_id and line.key.organisation_id in inside]
        rest = inside - {line.key.organisation_id for line in parted}
        own = [line.amounts for line in parted if line.key.account_group_id == pk]
        return Amounts.together([*own, *([self.reader.booked.of_group(pk, rest)] if rest or not own else [])])


def _groups_note(write: Writer, groups: Sequence[EconomyRow], total: EconomyRow) -> str:
    """Why the account groups do not add up to the total that is decided: its report told no budget of theirs."""
    today = sum_rows("", groups).budget
    if today == total.budget:
        return ""
    return (
        f"Kontogrupperna räknas med dagens budget, tillsammans {write.amount(-first_known(today), named=True)}. "
        "Summan räknas med budgeten vid beslutet."
    )


def _above(access: Access, organisation: Organisation) -> tuple[Organisation, ...]:
    """What stands above in the tree, from the top, as far as the user sees it."""
    above = reversed(list(access.tree.ancestors(organisation.pk)))
    return tuple(access.organisations[pk] for pk in above if access.has(Permission.VIEW, pk))
