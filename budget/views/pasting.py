"""Pasting rows from a spreadsheet into the forecast: paste, review; saving is the grid's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from budget.forms import PasteForm
from budget.pages.pasting import PasteReview, paste_review
from budget.rules.pasted import PasteError
from budget.selectors.forecast_slots import forecast_slot_or_404
from budget.selectors.slot_lines import changeable, slot_lines
from styrmodell.http import AppRequest, requires
from styrmodell.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.FORECAST_EDIT)
def paste(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Take what was pasted and show it beside what is stored; nothing is saved here."""
    forecast_slot = forecast_slot_or_404(request.access, slot_id)
    lines = slot_lines(request.access, forecast_slot)
    mine, verdict = changeable(request.access, forecast_slot, lines)
    verdict.require()
    form = PasteForm(request.POST or None)
    review: PasteReview | None = None
    if form.is_valid():
        try:
            review = paste_review(request.access, forecast_slot.slot, lines, mine, **form.cleaned_data)
        except PasteError as error:
            form.add_error("text", str(error))
    context = {"slot": forecast_slot.slot, "form": form, "review": review}
    return render(request, "budget/paste.html", context, status=422 if form.errors else 200)
