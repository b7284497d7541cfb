"""Changes of the forecast: one cell, the whole column, and the words on a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import Http404

from budget import policies
from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from budget.selectors.forecast_slots import ForecastSlot, forecast_slot_or_404
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.slot_lines import slot_lines
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot
from styrmodell.models.versioned import Stale
from ui import clock


@dataclass(frozen=True, slots=True)
class Typed:
    """A forecast as somebody typed it: kronor (income +, cost −), None for an emptied cell, and the version they saw."""

    amount: Decimal | None
    version: int


@dataclass(frozen=True, slots=True)
class SavedForecasts:
    """The slot and its lines as they are after the save, and as they were before."""

    forecast_slot: ForecastSlot
    lines: SlotLines
    before: SlotLines


@transaction.atomic
def save_forecasts(*, access: Access, slot_id: int, typed: Mapping[LineKey, Typed]) -> SavedForecasts:
    """Save the forecasts that differ from what is stored: all, or none.

    Raises PermissionDenied, Http404 for something that is no line of the slot, Stale with the lines as they are stored.
    The slot's row is locked, so that nothing is saved while it is handed in. Who changed what from what to what is row
    history; one event in the log says that it happened when more than one line changes."""
    forecast_slot = forecast_slot_or_404(access, slot_id, lock=True)
    slot, lines = forecast_slot.slot, slot_lines(access, forecast_slot)
    changed = _changed(access, slot, lines, typed)
    for line, new in changed:
        _write(access, slot, line, amount=new.amount)
    if len(changed) > 1:
        _record(access, slot, f"{len(changed)} rader")
    after = lines.replaced({line.key: line.with_amount(new.amount) for line, new in changed})
    return SavedForecasts(forecast_slot, after, lines)


@transaction.atomic
def save_words(*, access: Access, slot_id: int, key: LineKey, version: int, words: Mapping[str, str]) -> None:
    """Save comment, cause and consequence of a line. Raises as `save_forecasts`."""
    forecast_slot = forecast_slot_or_404(access, slot_id, lock=True)
    slot = forecast_slot.slot
    policies.can_forecast(access, slot, key.organisation_id).require()
    line = slot_lines(access, forecast_slot).line(key)
    if line is None:
        raise Http404
    wanted = {name: words[name].strip() for name in ("comment", "cause", "consequence") if name in words}
    if all(getattr(line.saved, name) == text for name, text in wanted.items()):
        return
    if line.saved.version != version:
        raise Stale([line])
    _write(access, slot, line, **wanted)


def _changed(
    access: Access, slot: Slot, lines: SlotLines, typed: Mapping[LineKey, Typed]
) -> list[tuple[SlotLine, Typed]]:
    """The lines whose amount is new, after asking the policy for each of them."""
    changed, stale = list[tuple[SlotLine, Typed]](), list[SlotLine]()
    for key, new in typed.items():
        line = lines.line(key)
        if line is None:
            raise Http404
        policies.can_forecast(access, slot, key.organisation_id).require()
        if line.forecast == new.amount:
            continue
        if line.saved.version == new.version:
            changed.append((line, new))
        else:
            stale.append(line)
    if stale:
        raise Stale(stale)
    return changed


def _write(access: Access, slot: Slot, line: SlotLine, **values: Any) -> None:
    """Insert or update the line's row (one query). The version in the condition is the last guard against a lost
    update; the slot's lock makes it a formality."""
    values |= {"updated_by_id": access.user_id}
    if line.saved.version == 0:
        ForecastLine.objects.create(
            municipality=access.municipality,
            slot=slot,
            organisation_id=line.key.organisation_id,
            account_group_id=line.key.account_group_id,
            **values,
        )
        return
    stored = ForecastLine.objects.of(access).filter(
        slot=slot,
        organisation_id=line.key.organisation_id,
        account_group_id=line.key.account_group_id,
        version=line.saved.version,
    )
    if not stored.update(**values, version=F("version") + 1, updated_at=clock.now()):
        raise Stale([line])


def _record(access: Access, slot: Slot, what: str) -> None:
    summary = f"{slot.organisation.name}, {slot.occasion.name}: {what}"
    audit.record(AuditEvent.Type.FORECAST_SAVED, target=slot, access=access, summary=summary)
