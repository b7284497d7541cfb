"""Measures against a deviation, tied to the lines of a forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import Http404

from budget import policies
from budget.models import ForecastLine
from budget.selectors.amounts import LineKey
from budget.selectors.forecast_slots import forecast_slot_or_404
from budget.selectors.measures import organisations_of, reports_showing
from budget.selectors.slot_lines import slot_lines
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Measure, Slot


@transaction.atomic
def save_measure(
    *,
    access: Access,
    slot_id: int,
    keys: Sequence[LineKey],
    values: Mapping[str, Any],
    measure: Measure | None = None,
    version: int = 0,
) -> Measure:
    """Add a measure to some lines of the slot, or change one. Amounts are kronor, plus improves the result. A form that is
    sent twice adds one measure. Locks every slot whose report shows it, then the measure: it may hang on the lines of
    other slots too.

    Raises PermissionDenied without the right on every line, those it hung on before too, or when a report that shows it is
    handed in, Http404 for something that is no line of the slot, Stale when `version` is not the measure's newest."""
    forecast_slot = forecast_slot_or_404(access, slot_id)
    shown_in = list(reports_showing(access, forecast_slot.slot, measure).locked())
    forecast_slot = forecast_slot_or_404(access, slot_id)  # as it stands now that it is locked
    slot = forecast_slot.slot
    for key in keys:
        policies.can_forecast(access, slot, key.organisation_id).require()
    policies.can_change_measure(access, organisations_of(measure, slot), shown_in).require()
    own_keys = {line.key for line in slot_lines(access, forecast_slot).lines}
    if not keys or not own_keys.issuperset(keys):
        raise Http404
    if measure is None:
        sent_before = _sent_before(access, slot, keys, values)
        if sent_before:
            return sent_before
        measure = Measure(municipality=access.municipality, organisation_id=keys[0].organisation_id, version=0)
    else:
        measure = Measure.objects.of(access).select_for_update(no_key=True).get(pk=measure.pk)
        measure.ensure_seen(version)
    for name, value in values.items():
        setattr(measure, name, value)
    measure.version += 1
    measure.save()
    rows = [_row(access, slot, key) for key in keys]
    others = measure.forecast_lines.exclude(slot=slot)
    measure.forecast_lines.set([*others, *rows])
    audit.record(AuditEvent.Type.FORECAST_SAVED, target=measure, access=access, summary=f"Åtgärd: {measure.title}")
    return measure


def _sent_before(access: Access, slot: Slot, keys: Sequence[LineKey], values: Mapping[str, Any]) -> Measure | None:
    """The very measure on the very lines, when the same form has come already."""
    for measure in Measure.objects.of(access).filter(forecast_lines__slot=slot, **values).distinct():
        lines = measure.forecast_lines.filter(slot=slot).values_list("organisation_id", "account_group_id")
        if {LineKey(*line) for line in lines} == set(keys):
            return measure
    return None


def _row(access: Access, slot: Slot, key: LineKey) -> ForecastLine:
    row, _ = ForecastLine.objects.get_or_create(
        municipality=access.municipality,
        slot=slot,
        organisation_id=key.organisation_id,
        account_group_id=key.account_group_id,
        defaults={"updated_by_id": access.user_id},
    )
    return row
