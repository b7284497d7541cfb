"""The lines of reporting units with their money: what the grid, the economy, the submit check and the reports read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from budget import policies
from budget.selectors.amounts import Amounts, Booked, LineKey, booked
from budget.selectors.forecast_slots import ForecastSlot, read_forecast_slot
from budget.selectors.limits import DEFAULT
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.lines import BODIES, LineUnit, answered_for, has_lines, line_units
from budget.selectors.occasions import NOT_YET, Earlier
from budget.selectors.saved import UNSAVED, SavedLine, saved_lines
from budget.selectors.told import UNTOLD, UnitTold
from styrmodell.access import Access
from styrmodell.models import AccountGroup, LedgerCode, Occasion, Slot
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import AccountRow, Content
from styrmodell.verdict import ALLOWED, Verdict


def slot_lines(access: Access, forecast_slot: ForecastSlot) -> SlotLines:
    """The slot's lines that the user may read, in the order of the tree, that of the cut-off's day: two queries, one
    more for the names of account groups where the unit has nothing below it."""
    slot, earlier = forecast_slot.slot, forecast_slot.earlier
    access = access.at(slot.occasion.cutoff)
    unit_id = slot.organisation_id
    sight = forecast_slot.sight
    wanted = [pk for pk in answered_for(access, unit_id, forecast_slot.unit_ids) if access.has(sight, pk)]
    reader = LineReader.read(access, slot.occasion, [slot.pk, *earlier.slot_ids], wanted, detailed=[unit_id])
    reader = replace(reader, sight=sight)
    lines = reader.lines(unit_id, forecast_slot.unit_ids, slot.pk, earlier, forecast_slot.told)
    limit = forecast_slot.explain_limit.threshold
    limited = lines.lines if limit == DEFAULT else tuple(replace(line, limit=limit) for line in lines.lines)
    return replace(lines, lines=limited, measures_limit=forecast_slot.measures_limit.threshold)


def lines_of(access: Access, slot: Slot, content: str = Content.FORECAST) -> SlotLines:
    """The lines of any slot, read with its surroundings (see `slot_lines`; one query more). None where the slot has no
    forecast, or none that the user may open. The year-end has lines too: those of its economy, by `content`."""
    forecast_slot = read_forecast_slot(access, slot.pk, content=content)
    return slot_lines(access, forecast_slot) if forecast_slot else SlotLines()


def changeable(access: Access, forecast_slot: ForecastSlot, lines: SlotLines) -> tuple[list[SlotLine], Verdict]:
    """The lines this user may change, and why not when there are none."""
    may = [
        line
        for line in lines.lines
        if not line.is_closed and policies.can_forecast(access, forecast_slot.slot, line.key.organisation_id)
    ]
    return may, ALLOWED if may else policies.can_forecast_something(access, forecast_slot.slot) and policies.NOT_YOURS


def ledger_codes(access: Access, organisation_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The codes by which the ledger knows each organisation (one query)."""
    rows = LedgerCode.objects.of(access).filter(organisation_id__any_of=organisation_ids).order_by("code")
    codes: dict[int, list[str]] = {}
    for organisation_id, code in rows.values_list("organisation_id", "code"):
        codes.setdefault(organisation_id, []).append(code)
    return codes


# Rows of the income statement that are the whole municipality's alone: no unit is offered them without money on them.
WHOLE_ONLY = frozenset({AccountRow.TAX_REVENUE.value, AccountRow.GENERAL_GRANTS.value})


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored on a unit's lines: `now` in the slot, and `before`, the newest forecast of each line in what was
    handed in before it. `newest`: those with an amount in the slot or in the newest of the others, or that counted
    there; what is no line any longer is shown that long. `told` is what was kept of their money."""

    now: Mapping[LineKey, SavedLine]
    before: Mapping[LineKey, SavedLine]
    newest: Collection[LineKey]
    told: UnitTold

    def holds(self, key: LineKey) -> bool:
        """Is anything stored on the line?"""
        return key in self.now or key in self.before


@dataclass(frozen=True)
class LineReader:
    """What the lines of an occasion's units are made of, however many the units are: the money, and what is stored in
    some slots."""

    access: Access
    occasion: Occasion
    booked: Booked
    saved: Mapping[int, Mapping[LineKey, SavedLine]]
    sight: Permission = Permission.VIEW  # held where a line is read

    @classmethod
    def read(
        cls,
        access: Access,
        occasion: Occasion,
        slot_ids: Iterable[int],
        organisations: Collection[int] | None = None,
        *,
        detailed: Collection[int] = (),
    ) -> LineReader:
        """Read it for some of the organisations, or for all (two queries). Those in `detailed` are read by account
        group: units with nothing below them need it."""
        money = booked(access, occasion.year, occasion.month, organisations, detailed=detailed)
        return cls(access, occasion, money, saved_lines(access, slot_ids))

    @cached_property
    def groups(self) -> Mapping[int, AccountGroup]:
        """The steering model's account groups, in order (one query, when the first asks)."""
        groups = AccountGroup.objects.of(self.access).filter(model_id=self.occasion.rule.model_id)
        return {group.pk: group for group in groups.order_by("position", "pk")}

    def lines(
        self,
        unit_id: int,
        unit_ids: Collection[int],
        slot_id: int,
        earlier: Earlier = NOT_YET,
        told: UnitTold = UNTOLD,
    ) -> SlotLines:
        """The lines of a unit that the user may read; `unit_ids` are all that report at the occasion.

        Account groups where nothing is below the unit, else what is below it."""
        stored = self._stored(slot_id, earlier, told)
        others = set(unit_ids) - {unit_id}
        if has_lines(self.access, unit_id, others):
            lines = self._units(unit_id, others, stored)
        elif self.access.has(self.sight, unit_id):
            lines = self._account_groups(unit_id, stored)
        else:
            lines = []
        return SlotLines(tuple(lines), self.booked.basis, earlier.cutoff)

    def _stored(self, slot_id: int, earlier: Earlier, told: UnitTold) -> _Stored:
        before = dict[LineKey, SavedLine]()
        for pk in reversed(earlier.slot_ids):
            before |= {key: saved for key, saved in self.saved[pk].items() if saved.amount is not None}
        newest = self.saved[earlier.slot_ids[0]] if earlier.slot_ids else {}
        now = self.saved.get(slot_id, {})
        given = {key for key, saved in {**newest, **now}.items() if saved.amount is not None}
        return _Stored(now, before, given.union(told.counted_before), told)

    def _units(
        self,
        unit_id: int,
        others: Collection[int],
        stored: _Stored,
    ) -> list[SlotLine]:
        """One line per organisation that is a line and has money, something saved, or work of its own to have money
        for; last what is no line any longer."""
        lines, left = list[SlotLine](), dict.fromkeys(stored.newest)
        covered = {
            unit: stored.told.money(LineKey(unit.organisation_id), self.booked.of(unit.covers))
            for unit in line_units(self.access, unit_id, others)
            if self.access.has(self.sight, unit.organisation_id)
        }
        wanted = {unit for unit, amounts in covered.items() if amounts or not self._is_bare(unit)}
        wanted = wanted or {unit for unit in covered if not unit.is_remainder}
        for unit, amounts in covered.items():
            key = LineKey(unit.organisation_id)
            left.pop(key, None)
            if unit not in wanted and not stored.holds(key):
                continue
            organisation = self.access.organisations[unit.organisation_id]
            name = f"{organisation.name}, gemensamt" if unit.is_remainder else organisation.name
            line = self._line(key, name, amounts, stored)
            lines.append(replace(line, is_remainder=True) if unit.is_remainder else line)
        lines = self._told_apart(lines)
        gone = [self._line(key, self._gone_name(key), self.booked.nothing, stored) for key in left]
        visible = [line for line in gone if self._may_see(line.key) and (line.forecast or line.before)]
        return lines + [replace(line, is_closed=True) for line in visible]

    def _told_apart(self, lines: list[SlotLine]) -> list[SlotLine]:
        """Lines with one name are called after what they belong to as well."""
        called = Counter(line.name for line in lines)
        return [replace(line, name=self._full_name(line)) if called[line.name] > 1 else line for line in lines]

    def _full_name(self, line: SlotLine) -> str:
        parent = self.access.organisations.get(self.access.tree.parent(line.key.organisation_id) or 0)
        return f"{line.name}, {parent.name}" if parent else line.name

    def _is_bare(self, unit: LineUnit) -> bool:
        """Is there nothing to forecast without money: what is left over, or a body, which has no work of its own?"""
        return unit.is_remainder or self.access.organisations[unit.organisation_id].kind in BODIES

    def _account_groups(self, unit_id: int, stored: _Stored) -> list[SlotLine]:
        """One line per account group with money or something saved. Where no group has money every one is offered,
        whatever is saved on some of them, but taxes and general grants, which are the whole municipality's."""
        booked, nothing = self.booked.groups.get(unit_id, {}), self.booked.nothing
        keys = {LineKey(unit_id, pk): group for pk, group in self.groups.items()}
        standing = dict.fromkeys([*keys, *(LineKey(unit_id, pk) for pk in booked)])
        money = {key: stored.told.money(key, booked.get(key.account_group_id, nothing)) for key in standing}
        is_bare = not any(money[key] for key in keys)
        used = [
            key
            for key, group in keys.items()
            if money[key] or stored.holds(key) or (is_bare and group.statement_row not in WHOLE_ONLY)
        ]
        lines = [self._line(key, keys[key].name, money[key], stored) for key in used]
        other = sorted({key for key in (*money, *stored.newest) if key not in keys}, key=str)
        gone = [self._line(key, "Övrigt", money.get(key, nothing), stored) for key in other]
        return lines + [replace(line, is_closed=True) for line in gone]

    def _line(
        self,
        key: LineKey,
        name: str,
        amounts: Amounts,
        stored: _Stored,
    ) -> SlotLine:
        saved, previous = stored.now.get(key, UNSAVED), stored.before.get(key, UNSAVED)
        is_example = amounts.is_example or saved.is_example or previous.is_example
        then = stored.told.then(key)
        return SlotLine(key, name, amounts, self.booked.basis, saved, previous.amount, then, is_example=is_example)

    def _gone_name(self, key: LineKey) -> str:
        organisation = self.access.organisations.get(key.organisation_id)
        return f"{organisation.name}, tidigare indelning" if organisation else "Enhet som upphört"

    def _may_see(self, key: LineKey) -> bool:
        """What has left the tree is seen by whoever sees the whole municipality."""
        tree = self.access.tree
        if key.organisation_id in tree:
            return self.access.has(self.sight, key.organisation_id)
        return all(self.access.has(self.sight, root) for root in tree.roots())
