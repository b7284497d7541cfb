"""Reading in outcome: choose, review, confirm, done. And closing months."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budget import policies
from budget.actions import ledger as actions
from budget.forms import PlacesForm, ReasonForm, UploadForm
from budget.models import LedgerBatch
from budget.pages import imports as pages
from budget.selectors.batches import batch_or_404, batches
from styrmodell.actions.organisations import TreeRefused
from styrmodell.http import AppRequest, as_file, requires, wants_partial
from styrmodell.permissions import Permission
from ui import clock
from ui.rules.addresses import whole_number
from ui.rules.cells import csv_text

MONTHS_IN_YEAR, FIRST_YEAR, LAST_YEAR = 12, 2000, 2100


@require_http_methods(["GET", "POST"])
@requires(Permission.LEDGER_IMPORT)
def choose(request: AppRequest, kommun: str) -> HttpResponse:
    """Choose a file; the latest files."""
    policies.can_import(request.access).require()
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        batch = actions.upload(access=request.access, **form.cleaned_data)
        return redirect("budget:import-review", kommun, batch.pk)
    context = {"form": form, "batches": batches(request.access)}
    return render(request, "budget/import.html", context, status=422 if form.is_bound else 200)


@require_GET
@requires(Permission.LEDGER_IMPORT)
def review(request: AppRequest, kommun: str, batch_id: int) -> HttpResponse:
    """What the file holds, what it replaces, and every row that is wrong."""
    return render(request, "budget/import_review.html", _context(request, _batch(request, batch_id)))


@require_GET
@requires(Permission.LEDGER_IMPORT)
def state(request: AppRequest, kommun: str, batch_id: int) -> HttpResponse:
    """The part of the review that asks again while a worker reads or posts."""
    context = _context(request, _batch(request, batch_id))
    if not wants_partial(request):
        return redirect("budget:import-review", kommun, batch_id)
    return render(request, "budget/_import_review.html", context)


@require_GET
@requires(Permission.LEDGER_IMPORT)
def errors(request: AppRequest, kommun: str, batch_id: int) -> HttpResponseBase:
    """The rows that are wrong as a file: row, column, what is wrong."""
    batch = _batch(request, batch_id)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Rad", "Kolumn", "Fel"])
    for error in batch.report.get("errors", []):
        writer.writerow([error["row"], csv_text(error["column"]), csv_text(error["text"])])
    return as_file(text.getvalue().encode("utf-8-sig"), f"fel_{batch.pk}.csv", "csv")


@require_POST
@requires(Permission.LEDGER_IMPORT)
def confirm(request: AppRequest, kommun: str, batch_id: int) -> HttpResponse:
    """Post the rows: all or nothing."""
    actions.confirm(access=request.access, batch=_batch(request, batch_id))
    return redirect("budget:import-review", kommun, batch_id)


@require_POST
@requires(Permission.LEDGER_IMPORT)
def place(request: AppRequest, kommun: str, batch_id: int) -> HttpResponse:
    """Say which organisations the file's unknown codes belong to, and read it again."""
    batch = _batch(request, batch_id)
    form = PlacesForm(request.POST, codes=batch.report.get("unknown_units", []), access=request.access)
    if form.is_valid():
        try:
            actions.place_codes(access=request.access, batch=batch, places=form.places())
        except TreeRefused as refused:
            form.add_errors({"": [fault.text for fault in refused.faults]})
        else:
            return redirect("budget:import-review", kommun, batch_id)
    return render(request, "budget/import_review.html", _context(request, batch, form), status=422)


@require_POST
@requires(Permission.LEDGER_IMPORT)
def throw_away(request: AppRequest, kommun: str, batch_id: int) -> HttpResponse:
    """Throw the file away."""
    batch = _batch(request, batch_id)
    actions.throw_away(access=request.access, batch=batch)
    messages.success(request, f"{batch.filename} är kastad. Inget lästes in.")
    return redirect("budget:import", kommun)


@require_GET
@requires(Permission.PERIOD_CLOSE)
def months(request: AppRequest, kommun: str) -> HttpResponse:
    """The year's months: outcome, closed or open (`?ar=2026`)."""
    year = whole_number(request.GET.get("ar"), least=FIRST_YEAR, most=LAST_YEAR)
    return _months(request, year or clock.today().year, ReasonForm())


@require_POST
@requires(Permission.PERIOD_CLOSE)
def change_month(request: AppRequest, kommun: str, year: int, month: int) -> HttpResponse:
    """Close a month, or open it with a reason."""
    if not 1 <= month <= MONTHS_IN_YEAR or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    if request.POST.get("gor") != "oppna":
        actions.close_month(access=request.access, year=year, month=month)
        messages.success(request, "Månaden är stängd.")
    else:
        form = ReasonForm(request.POST)
        policies.can_close_months(request.access).require()
        if not form.is_valid():
            return _months(request, year, form)
        actions.open_month(access=request.access, year=year, month=month, reason=form.cleaned_data["reason"])
        messages.success(request, "Månaden är öppnad. Skälet står i loggen.")
    response = redirect("budget:months", kommun)
    response["Location"] += f"?ar={year}"
    return response


def _months(request: AppRequest, year: int, form: ReasonForm) -> HttpResponse:
    context = {
        "year": year,
        "months": pages.months_of(request.access, year),
        "form": form,
        "verdict": policies.can_close_months(request.access),
        "may_import": policies.can_import(request.access),
    }
    return render(request, "budget/months.html", context, status=422 if form.is_bound else 200)


def _batch(request: AppRequest, batch_id: int) -> LedgerBatch:
    """The file, for whoever may read it in: it tells of the whole municipality. The rows of the own units, and the files
    that they came in, stand on the page of posted rows for everybody else."""
    batch = batch_or_404(request.access, batch_id)
    policies.can_import(request.access).require()
    return batch


def _context(request: AppRequest, batch: LedgerBatch, form: PlacesForm | None = None) -> dict[str, object]:
    """The review, and the form for the codes that have no place."""
    found = pages.review(request.access, batch)
    if form is None and found.waits_for_codes:
        form = PlacesForm(None, codes=found.unknown_codes, access=request.access)
    return {"review": found, "form": form}
