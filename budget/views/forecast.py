"""The forecast of a slot: the grid, one cell, and the words on a line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from budget import policies
from budget.actions.forecast import SavedForecasts, save_forecasts, save_words
from budget.forms import ForecastForm, WordsForm
from budget.pages.forecast import forecast_grid, grid_sums
from budget.pages.forecast_conflict import forecast_conflict, saved_by
from budget.pages.forecast_rows import GridWriter, KeptInput
from budget.pages.line import line_page
from budget.pages.texts import Writer
from budget.selectors.amounts import LineKey
from budget.selectors.forecast_slots import ForecastSlot, forecast_slot_or_404
from budget.selectors.line import SlotLine, SlotLines
from budget.selectors.slot_lines import slot_lines
from styrmodell.http import AppRequest, requires, wants_partial
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from ui import clock
from ui.rules.addresses import whole_number


@require_http_methods(["GET", "POST"])
@requires(Permission.VIEW)
def forecast(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """The grid; a post saves the whole column, all or nothing."""
    forecast_slot = forecast_slot_or_404(request.access, slot_id)
    if request.method == "GET":
        return _page(request, forecast_slot)
    policies.can_forecast_something(request.access, forecast_slot.slot).require()
    lines = slot_lines(request.access, forecast_slot)
    form = ForecastForm(request.POST, {line.key: line.name for line in lines.lines}, Writer.of(request.access).unit)
    if not form.is_valid():
        return _page(request, forecast_slot, form, status=422)
    try:
        save_forecasts(access=request.access, slot_id=slot_id, typed=form.typed())
    except Stale as stale:
        return _page(request, forecast_slot, form, stale=stale, status=409)
    messages.success(request, "Prognosen är sparad.")
    return redirect(_back(request, slot_id))


@require_POST
@requires(Permission.FORECAST_EDIT)
@vary_on_headers("HX-Request")
def cell(request: AppRequest, kommun: str, slot_id: int, line: str) -> HttpResponse:
    """Save one cell; the answer is the cell, its row's other cells and the sums, nothing else."""
    key = _key(line)
    organisation = request.access.ever.organisations.get(key.organisation_id)
    names = {key: organisation.name if organisation else "Raden"}
    form = ForecastForm(request.POST, names, Writer.of(request.access).unit)
    if not form.is_valid() or not form.names:
        return _refused_cell(request, slot_id, key, form, status=422)
    try:
        saved = save_forecasts(access=request.access, slot_id=slot_id, typed=form.typed())
    except Stale as stale:
        return _refused_cell(request, slot_id, key, form, stale=stale, status=409)
    if not wants_partial(request):
        return redirect(_back(request, slot_id, key))
    return _cell(request, saved, key)


@require_http_methods(["GET", "POST"])
@requires(Permission.VIEW)
def words(request: AppRequest, kommun: str, slot_id: int, line: str) -> HttpResponse:
    """The words on a line: why the forecast is what it is."""
    forecast_slot, key = forecast_slot_or_404(request.access, slot_id), _key(line)
    slot, lines = forecast_slot.slot, slot_lines(request.access, forecast_slot)
    slot_line = _line(lines, key)
    if request.method == "POST":
        policies.can_forecast(request.access, slot, key.organisation_id).require()
    form = WordsForm(request.POST or None, initial=_words_of(slot_line))
    page = line_page(request.access, forecast_slot, lines, slot_line)
    verdict = policies.can_forecast(request.access, slot, key.organisation_id)
    context: dict[str, Any] = {"slot": slot, "line": slot_line, "page": page, "form": form, "verdict": verdict}
    if not form.is_bound or not form.is_valid():
        return render(request, "budget/line.html", context, status=422 if form.is_bound else 200)
    try:
        version = form.cleaned_data["version"]
        save_words(access=request.access, slot_id=slot_id, key=key, version=version, words=form.words())
    except Stale as stale:
        now = WordsForm(initial=_words_of(stale.current[0]))
        context["conflict"] = form.meet(now, *saved_by(stale.current))
        return render(request, "budget/line.html", context, status=409)
    messages.success(request, f"Sparat: {slot_line.name}.")
    return redirect(_back(request, slot_id, key))


def _page(
    request: AppRequest,
    forecast_slot: ForecastSlot,
    form: ForecastForm | None = None,
    *,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = KeptInput(form.texts(), form.cell_errors()) if form else None
    grid = forecast_grid(request.access, forecast_slot, page=request.GET.get("sida", "1"), kept=kept)
    context: dict[str, Any] = {"grid": grid, "slot": forecast_slot.slot, "form": form}
    if stale and form:
        context["conflict"] = forecast_conflict(Writer.of(request.access), stale.current, form.texts())
    return render(request, "budget/forecast.html", context, status=status)


def _cell(request: AppRequest, saved: SavedForecasts, key: LineKey) -> HttpResponse:
    """What changes on the page when a cell has been saved."""
    writer = GridWriter.of(request.access, saved.forecast_slot, saved.lines)
    context = {"row": writer.row(_line(saved.lines, key)), "sums": grid_sums(writer, ()), "saved_at": clock.local_now()}
    before = saved.before.line(key)
    was_warned = before is not None and writer.warned(before) is not None
    context |= {"previous_month": writer.previous_month, "was_warned": was_warned}
    return render(request, "budget/_cell_saved.html", context)


def _refused_cell(
    request: AppRequest,
    slot_id: int,
    key: LineKey,
    form: ForecastForm,
    *,
    stale: Stale | None = None,
    status: int,
) -> HttpResponse:
    """The cell as it was typed, with what is wrong; nothing else changes."""
    forecast_slot = forecast_slot_or_404(request.access, slot_id)
    if not wants_partial(request):
        return _page(request, forecast_slot, form, stale=stale, status=status)
    lines = slot_lines(request.access, forecast_slot)
    kept = KeptInput(form.texts(), form.cell_errors())
    writer = GridWriter.of(request.access, forecast_slot, lines, kept)
    context: dict[str, Any] = {"row": writer.row(_line(lines, key))}
    if stale:
        context["conflict"] = forecast_conflict(writer.write, stale.current, form.texts())
    return render(request, "budget/_cell_refused.html", context, status=status)


def _words_of(line: SlotLine) -> dict[str, Any]:
    saved = line.saved
    return {
        "comment": saved.comment,
        "cause": saved.cause,
        "consequence": saved.consequence,
        "version": saved.version,
    }


def _line(lines: SlotLines, key: LineKey) -> SlotLine:
    slot_line = lines.line(key)
    if slot_line is None:
        raise Http404
    return slot_line


def _key(text: str) -> LineKey:
    key = LineKey.parse(text)
    if key is None:
        raise Http404
    return key


def _back(request: AppRequest, slot_id: int, key: LineKey | None = None) -> str:
    page = whole_number(request.GET.get("sida"))
    query = f"?sida={page}" if page is not None else ""
    anchor = f"#r{key}" if key else ""
    return reverse("budget:forecast", args=[request.access.slug, slot_id]) + query + anchor
