"""The economy: the whole municipality, one organisation, and the posted rows behind a figure."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from budget import policies
from budget.pages.ledger import ledger_page, read_query
from budget.pages.overview import overview_page
from budget.pages.unit import organisation_or_404, unit_page
from styrmodell.http import AppRequest, requires
from styrmodell.permissions import Permission
from ui.rules.addresses import whole_number

FIRST_YEAR, LAST_YEAR = 1900, 2100


@require_GET
@requires(Permission.VIEW)
def overview(request: AppRequest, kommun: str) -> HttpResponse:
    """The whole municipality."""
    page = overview_page(
        request.access,
        wanted=whole_number(request.GET.get("tillfalle")),
        view=request.GET.get("vy", ""),
        year=whole_number(request.GET.get("ar"), least=FIRST_YEAR, most=LAST_YEAR),
    )
    context = {"page": page, "may_import": policies.can_import(request.access)}
    return render(request, "budget/overview.html", context)


@require_GET
@requires(Permission.VIEW)
def unit(request: AppRequest, kommun: str, code: str) -> HttpResponse:
    """One organisation."""
    organisation = organisation_or_404(request.access, code)
    page = unit_page(request.access, organisation, request.GET.get("sida", "1"))
    if page is None:
        return redirect("budget:overview", kommun)
    return render(request, "budget/unit.html", {"page": page})


@require_GET
@requires(Permission.VIEW)
def ledger(request: AppRequest, kommun: str, code: str) -> HttpResponse:
    """The posted rows of an organisation and everything below it, fifty at a time."""
    organisation = organisation_or_404(request.access, code)
    query = read_query(request.GET)
    page = ledger_page(request.access, organisation, query)
    context = {"page": page, "may_import": policies.can_import(request.access)}
    return render(request, "budget/ledger.html", context)
