"""A slot's forecast lines with their money: what the grid, the submit check and the reports all read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from budget import policies
from budget.rules.counter_forecast import CounterForecast
from budget.rules.needs import Need
from budget.rules.plausibility import Known, Odd, odd_forecast
from budget.rules.variance import Figures, Limit
from budget.rules.zero_forecast import ZeroForecast, zero_forecast
from budget.selectors.amounts import NOTHING, UNSAVED, ZERO, Amounts, Booked, LineKey, Saved, by_line
from budget.selectors.limits import DEFAULT, limit_of, stored_limit
from budget.selectors.lines import LineUnit, line_units
from budget.selectors.occasions import may_open
from styrmodell.access import Access
from styrmodell.models import AccountGroup, Occasion, Organisation, Slot, Step
from styrmodell.permissions import Permission
from styrmodell.rules.tree import Tree
from styrmodell.rules.vocabulary import Content, MoneyLimit
from styrmodell.verdict import ALLOWED, Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a slot's forecast: kronor, income +, cost −. `through` is the last booked month."""

    key: LineKey
    name: str
    amounts: Amounts
    through: int
    saved: Saved = UNSAVED
    previous: Decimal | None = None
    is_closed: bool = False  # saved on something that is no line any longer: shown, never typed in
    is_remainder: bool = False  # only what is booked directly on an organisation that passes the rest on
    limit: Limit = DEFAULT  # a larger deficit has to be explained before the report is handed in

    @property
    def forecast(self) -> Decimal | None:
        """The forecast given at this occasion."""
        return self.saved.amount

    @property
    def before(self) -> Decimal:
        """What is compared with when the occasion is new: the previous forecast, else the budget."""
        return self.amounts.budget if self.previous is None else self.previous

    @property
    def counted(self) -> Decimal:
        """What sums count: the forecast, else what was before."""
        return self.before if self.forecast is None else self.forecast

    @property
    def figures(self) -> Figures:
        """The line as the rules see it; the outcome is unknown until a month is booked."""
        booked = bool(self.through)
        return Figures(
            budget=self.amounts.budget,
            outcome=self.amounts.to_date if booked else None,
            period_budget=self.amounts.period_budget if booked else None,
            forecast=self.forecast,
            previous_forecast=self.previous,
        )

    @property
    def variance(self) -> Decimal:
        """What is counted − budget: plus is better than budget."""
        return self.counted - self.amounts.budget

    @property
    def zero_forecast(self) -> ZeroForecast | None:
        """The forecast equals the budget although the outcome does not."""
        return zero_forecast(self.figures, self.through) if self.through else None

    @property
    def counter_forecast(self) -> CounterForecast | None:
        """The forecast counted from the outcome and last year's season."""
        return self.amounts.counter_forecast(self.through)

    @property
    def is_deficit(self) -> bool:
        """Is the forecast so far below budget that it must be explained?"""
        return self.forecast is not None and self.variance < 0 and self.limit.is_passed(self.variance, ZERO)

    def with_amount(self, amount: Decimal | None) -> Line:
        """The line as it is after its forecast has been saved."""
        return replace(self, saved=replace(self.saved, amount=amount, version=self.saved.version + 1))

    @property
    def need(self) -> Need:
        """What is left to do on the line."""
        if self.is_closed:
            return Need.NOTHING
        if self.forecast is None:
            return Need.FORECAST if self.amounts or self.previous else Need.NOTHING
        if self.saved.is_explained:
            return Need.NOTHING
        if self.is_deficit:
            return Need.ANALYSIS
        return Need.ZERO_FORECAST if self.zero_forecast else Need.NOTHING


@dataclass(frozen=True)
class SlotLines:
    """All lines of a slot that the user may read, in the tree's order.

    `measures_limit`: from when a deficit of all lines together wants measures, where the rule asks for it."""

    lines: tuple[Line, ...] = ()
    through: int = 0
    measures_limit: Limit = DEFAULT

    def line(self, key: LineKey) -> Line | None:
        """One line by its key."""
        return next((line for line in self.lines if line.key == key and not line.is_closed), None)

    @cached_property
    def amounts(self) -> Amounts:
        """The lines' money together."""
        return Amounts.together(line.amounts for line in self.lines)

    @cached_property
    def counted(self) -> Decimal:
        """What the lines count together, in kronor."""
        return sum((line.counted for line in self.lines), ZERO)

    @property
    def forecast(self) -> Decimal | None:
        """What the lines count together; None until the first of them has a forecast."""
        if all(line.forecast is None for line in self.lines):
            return None
        return self.counted

    @property
    def previous(self) -> Decimal | None:
        """The previous forecast together; a line without one counts its budget. None when there was none at all."""
        if all(line.previous is None for line in self.lines):
            return None
        return sum((line.before for line in self.lines), ZERO)

    def replaced(self, changed: Mapping[LineKey, Line]) -> SlotLines:
        """The same lines, some of them changed."""
        return replace(self, lines=tuple(changed.get(line.key, line) for line in self.lines))

    @property
    def missing(self) -> int:
        """How many lines have no forecast yet."""
        return sum(line.need == Need.FORECAST for line in self.lines)

    def odd(self, line: Line) -> Odd | None:
        """Does the line's forecast look like a slip of the pen? A line that is closed is not asked about."""
        if line.forecast is None or line.is_closed:
            return None
        return odd_forecast(line.forecast, self._known(line), is_explained=line.saved.is_explained)

    def _known(self, line: Line) -> Known:
        counter, amounts = line.counter_forecast, line.amounts
        return Known(
            budget=amounts.budget,
            previous=line.previous,
            last_year=amounts.last_year,
            counter=counter.value if counter else None,
            to_date=amounts.to_date,
            months=line.through,
            whole=self.amounts.budget,
        )


def forecast_slots(access: Access) -> QuerySet[Slot]:
    """The units' slots of occasions with a forecast, each with its surroundings.

    `previous_slot_id` and `previous_month`: the occasion before it in the same year with a forecast. `unit_ids`: every
    organisation that reports at the occasion. `explain_limit` and `measures_limit`: the steering model's limits in
    kronor. Whether the user may open it is asked by `may_open`."""
    earlier = Slot.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        scope=Step.Scope.UNIT,
        occasion__year=OuterRef("occasion__year"),
        occasion__cutoff__lt=OuterRef("occasion__cutoff"),
        occasion__contents__contains=[Content.FORECAST],
    ).order_by("-occasion__cutoff", "-pk")
    units = Slot.objects.filter(occasion_id=OuterRef("occasion_id"), scope=Step.Scope.UNIT)
    return (
        Slot.objects.filter(
            municipality=access.municipality,
            scope=Step.Scope.UNIT,
            occasion__contents__contains=[Content.FORECAST],
        )
        .select_related("occasion__rule", "organisation", "decision")
        .annotate(
            previous_slot_id=Subquery(earlier.values("pk")[:1]),
            previous_month=Subquery(earlier.values("occasion__month")[:1]),
            unit_ids=ArraySubquery(units.values("organisation_id")),
            explain_limit=stored_limit(MoneyLimit.FORECAST_LINE),
            measures_limit=stored_limit(MoneyLimit.FORECAST),
        )
    )


def forecast_slot_or_404(access: Access, slot_id: int, *, lock: bool = False) -> Slot:
    """The slot with its surroundings (see `forecast_slots`), or 404 (one query). With `lock` its row is locked until
    the transaction ends."""
    slots = forecast_slots(access)
    if lock:
        slots = slots.select_for_update(no_key=True, of=("self",))
    slot = slots.filter(pk=slot_id).first()
    if slot is None or not may_open(access, slot.organisation_id):
        raise Http404
    return slot


def slot_lines(access: Access, slot: Slot) -> SlotLines:
    """The slot's lines: one query for a slot from `forecast_slots`, one more for any other, and one for the names
    of account groups where the unit has nothing below it."""
    if not hasattr(slot, "unit_ids"):
        read = forecast_slots(access).filter(pk=slot.pk).first()
        if read is None or not may_open(access, read.organisation_id):
            return SlotLines()
        slot = read
    around: Any = slot
    units = seen_units(access, slot.organisation_id, around.unit_ids)
    covered = [pk for unit in units for pk in unit.covers]
    bare = [] if units or not access.has(Permission.VIEW, slot.organisation_id) else [slot.organisation_id]
    occasion: Occasion = slot.occasion
    booked, saved = by_line(
        access,
        occasion.year,
        occasion.month,
        [*covered, *bare],
        detailed=bare,
        slots=[slot.pk, around.previous_slot_id],
    )
    now, before = saved.slot(slot.pk), saved.slot(around.previous_slot_id)
    if bare:
        lines = group_lines(group_names(occasion), slot.organisation_id, booked, now, before)
    else:
        lines = unit_lines(access, units, booked, now, before)
    limit = limit_of(around.explain_limit)
    found = lines if limit == DEFAULT else [replace(line, limit=limit) for line in lines]
    return SlotLines(tuple(found), booked.through, limit_of(around.measures_limit))


def seen_units(access: Access, unit_id: int, unit_ids: Collection[int]) -> list[LineUnit]:
    """The unit's lines that the user may read."""
    others = set(unit_ids) - {unit_id}
    return [unit for unit in line_units(access, unit_id, others) if access.has(Permission.VIEW, unit.organisation_id)]


def group_names(occasion: Occasion) -> dict[int, str]:
    """Names of the account groups of the occasion's steering model, in order (one query)."""
    groups = AccountGroup.objects.filter(model_id=occasion.rule.model_id).order_by("position", "pk")
    return dict(groups.values_list("pk", "name"))


def unit_lines(
    access: Access,
    units: Iterable[LineUnit],
    booked: Booked[LineKey],
    now: Mapping[LineKey, Saved],
    before: Mapping[LineKey, Saved],
) -> list[Line]:
    """One line per unit; remainders only where there is money or something saved; last what is no line any longer."""
    found, left = list[Line](), {**before, **now}
    for unit in units:
        key = LineKey(unit.organisation_id)
        left.pop(key, None)
        amounts = booked.of(LineKey(pk) for pk in unit.covers)
        if unit.is_remainder and not amounts and key not in now and key not in before:
            continue
        organisation = access.organisations[unit.organisation_id]
        name = f"{organisation.name}, gemensamt" if unit.is_remainder else organisation.name
        line = _line(key, name, amounts, booked.through, now, before)
        found.append(replace(line, is_remainder=True) if unit.is_remainder else line)
    gone = [_line(key, _gone_name(access, key), NOTHING, booked.through, now, before) for key in left]
    visible = [line for line in gone if _may_see(access, line.key) and (line.forecast or line.previous)]
    return found + [replace(line, is_closed=True) for line in visible]


def group_lines(
    names: Mapping[int, str],
    unit_id: int,
    booked: Booked[LineKey],
    now: Mapping[LineKey, Saved],
    before: Mapping[LineKey, Saved],
) -> list[Line]:
    """One line per account group with money or something saved; every group where there is none."""
    keys = [LineKey(unit_id, group_id) for group_id in names]
    used = [key for key in keys if booked.of([key]) or key in now or key in before] or keys
    lines = [
        _line(key, names[key.account_group_id or 0], booked.of([key]), booked.through, now, before) for key in used
    ]
    other = {key for key in (*booked.amounts, *now, *before) if key not in keys}
    gone = [_line(key, "Övrigt", booked.of([key]), booked.through, now, before) for key in sorted(other, key=str)]
    return lines + [replace(line, is_closed=True) for line in gone]


def _line(
    key: LineKey,
    name: str,
    amounts: Amounts,
    through: int,
    now: Mapping[LineKey, Saved],
    before: Mapping[LineKey, Saved],
) -> Line:
    previous = before[key].amount if key in before else None
    return Line(key, name, amounts, through, now.get(key, UNSAVED), previous)


def _gone_name(access: Access, key: LineKey) -> str:
    organisation: Organisation | None = access.organisations.get(key.organisation_id)
    return f"{organisation.name}, tidigare indelning" if organisation else "Enhet som upphört"


def _may_see(access: Access, key: LineKey) -> bool:
    """What has left the tree is seen by whoever sees the whole municipality."""
    tree: Tree = access.tree
    if key.organisation_id in tree:
        return access.has(Permission.VIEW, key.organisation_id)
    return all(access.has(Permission.VIEW, root) for root in tree.roots())


def changeable(access: Access, slot: Slot, lines: SlotLines) -> tuple[list[Line], Verdict]:
    """The lines this user may change, and why not when there are none."""
    may = [
        line
        for line in lines.lines
        if not line.is_closed and policies.can_forecast(access, slot, line.key.organisation_id)
    ]
    return may, ALLOWED if may else policies.can_forecast_something(access, slot) and policies.NOT_YOURS
