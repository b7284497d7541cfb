"""Measures against a deviation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from budget import policies
from budget.actions.measures import save_measure
from budget.forms import MeasureForm
from budget.pages.texts import Writer
from budget.selectors.forecast_slots import ForecastSlot, forecast_slot_or_404
from budget.selectors.measures import measure_or_404, organisations_of, reports_showing
from budget.selectors.slot_lines import changeable, slot_lines
from styrmodell.http import AppRequest, requires
from styrmodell.models import Measure
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.log import last_saved


@require_http_methods(["GET", "POST"])
@requires(Permission.FORECAST_EDIT)
def add(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """A new measure."""
    forecast_slot = forecast_slot_or_404(request.access, slot_id)
    policies.can_change_measure(request.access, (), reports_showing(request.access, forecast_slot.slot, None)).require()
    initial = {"lines": request.GET.getlist("rad"), "status": Measure.Status.PLANNED, "version": 0}
    return _edit(request, forecast_slot, initial, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.FORECAST_EDIT)
def edit(request: AppRequest, kommun: str, slot_id: int, measure_id: int) -> HttpResponse:
    """Change a measure."""
    forecast_slot = forecast_slot_or_404(request.access, slot_id)
    slot = forecast_slot.slot
    edited = measure_or_404(request.access, slot, measure_id, forecast_slot.sight)
    shown_in = reports_showing(request.access, slot, edited.measure)
    policies.can_change_measure(request.access, organisations_of(edited.measure, slot), shown_in).require()
    return _edit(request, forecast_slot, edited.initial, edited.measure)


def _edit(
    request: AppRequest, forecast_slot: ForecastSlot, initial: dict[str, Any], measure: Measure | None
) -> HttpResponse:
    slot, lines = forecast_slot.slot, slot_lines(request.access, forecast_slot)
    mine, verdict = changeable(request.access, forecast_slot, lines)
    verdict.require()
    unit = Writer.of(request.access).unit
    opened = partial(MeasureForm, lines=mine, unit=unit, year=slot.occasion.year)
    form = opened(request.POST or None, initial=initial)
    context = {"slot": slot, "form": form, "measure": measure}
    if not form.is_valid():
        return render(request, "budget/measure.html", context, status=422 if form.is_bound else 200)
    given = {"keys": form.keys(), "values": form.values(), "version": form.cleaned_data["version"]}
    try:
        save_measure(access=request.access, slot_id=slot.pk, measure=measure, **given)
    except Stale as stale:
        now = measure_or_404(request.access, slot, stale.current.pk, forecast_slot.sight)
        context["conflict"] = form.meet(opened(initial=now.initial), *last_saved(request.access, now.measure))
        return render(request, "budget/measure.html", context, status=409)
    messages.success(request, "Åtgärden är sparad.")
    return redirect(reverse("budget:forecast", args=[request.access.slug, slot.pk]) + "#h-atgarder")
