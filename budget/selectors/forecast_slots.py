"""A unit's slot of an occasion with a forecast, and what around it decides its lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.http import Http404

from budget.selectors.limits import OWN_OF_THE_PROGRAM, DeficitLimit, limit_of, stored_limit
from budget.selectors.occasions import HANDED_IN, NOT_YET, Earlier, holds_part, may_open
from budget.selectors.told import UNTOLD, UnitTold, lines_told, newest_figures
from styrmodell.access import Access
from styrmodell.models import Slot, Step
from styrmodell.models.calendar import SlotQuerySet
from styrmodell.permissions import Permission
from styrmodell.policies import SIGHT
from styrmodell.rules.vocabulary import Content, MoneyLimit
from styrmodell.rules.workflow import SlotStatus


@dataclass(frozen=True, slots=True)
class ForecastSlot:
    """A unit's slot with its surroundings.

    `unit_ids`: every organisation that reports at the occasion. `earlier`: what the unit has handed in before it, and
    `told` what that said of money, and this when it is decided. A line's deficit above `explain_limit` has to be
    explained, one of all lines together above `measures_limit` wants measures. Its lines are those where the user holds
    `sight`: a report is composed of all that they read, a page shows what they see into in the slot's status."""

    slot: Slot
    unit_ids: frozenset[int]
    earlier: Earlier = NOT_YET
    told: UnitTold = UNTOLD
    explain_limit: DeficitLimit = OWN_OF_THE_PROGRAM
    measures_limit: DeficitLimit = OWN_OF_THE_PROGRAM
    sight: Permission = Permission.VIEW


def forecast_slots(access: Access, content: str = Content.FORECAST) -> SlotQuerySet:
    """The units' slots of occasions with a forecast (or another `content`), each with what `ForecastSlot` holds."""
    units = Slot.objects.of(access).filter(scope=Step.Scope.UNIT)
    earlier = units.filter(
        organisation_id=OuterRef("organisation_id"),
        occasion__year=OuterRef("occasion__year"),
        occasion__cutoff__lt=OuterRef("occasion__cutoff"),
        occasion__contents__contains=[Content.FORECAST],
        status__in=HANDED_IN,
    ).order_by("-occasion__cutoff", "-pk")
    rows: SlotQuerySet = units.of_reports().filter(occasion__contents__contains=[content]).with_around()
    kept = newest_figures(access)
    return rows.annotate(
        unit_ids=ArraySubquery(units.filter(occasion_id=OuterRef("occasion_id")).values("organisation_id")),
        earlier_ids=ArraySubquery(earlier.values("pk")),
        earlier_cutoff=Subquery(earlier.values("occasion__cutoff")[:1]),
        told_before=Subquery(kept.filter(slot_id=OuterRef("earlier_ids__0"))[:1]),
        told_at_decision=Subquery(kept.filter(slot_id=OuterRef("pk"), slot__status=SlotStatus.DECIDED.value)[:1]),
        explain_limit=stored_limit(access, MoneyLimit.FORECAST_LINE),
        measures_limit=stored_limit(access, MoneyLimit.FORECAST),
    )


def read_forecast_slot(
    access: Access, slot_id: int, *, lock: bool = False, content: str = Content.FORECAST
) -> ForecastSlot | None:
    """The slot, if it has a forecast (or another `content`) that the user may open (one query). With `lock` its row is locked until the
    transaction ends."""
    slots = forecast_slots(access, content)
    row: Any = (slots.locked() if lock else slots).filter(pk=slot_id).first()
    if row is None or not holds_part(access, row.organisation_id, Permission.VIEW):
        return None
    unit_id = row.organisation_id
    return ForecastSlot(
        row,
        frozenset(row.unit_ids),
        Earlier(tuple(row.earlier_ids), row.earlier_cutoff),
        UnitTold(lines_told(row.told_before, unit_id), lines_told(row.told_at_decision, unit_id)),
        limit_of(row.explain_limit),
        limit_of(row.measures_limit),
    )


def forecast_slot_or_404(access: Access, slot_id: int, *, lock: bool = False) -> ForecastSlot:
    """`read_forecast_slot` for a page or a change: 404 when the user does not see into any part of it."""
    forecast_slot = read_forecast_slot(access, slot_id, lock=lock)
    if forecast_slot is None:
        raise Http404
    slot = forecast_slot.slot
    if not may_open(access, slot.organisation_id, slot.status):
        raise Http404
    return replace(forecast_slot, sight=SIGHT[slot.status])
