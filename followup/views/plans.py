"""Planering: the plans of a year."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from followup.pages.openable import choices
from followup.pages.plans import plans_of, plans_page
from styrmodell import policies
from styrmodell.http import AppRequest, requires
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import OccasionLine
from ui import clock

ROWS_A_PAGE = 100


@require_GET
@requires(Permission.VIEW)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """The plans of a year (`?ar=`), next year's by default; with `?dokument=&organisation=` those behind a cell, each."""
    wanted = request.GET.get("ar", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) == len("2027")):
        raise Http404
    page = plans_page(request.access, int(wanted) if wanted else clock.today().year + 1)
    cell = plans_of(page, request.GET.get("dokument", ""), request.GET.get("organisation", ""))
    may_open = bool(policies.can_open_occasions(request.access))
    context = {
        "page": page,
        "cell": cell,
        "plans": Paginator(cell.plans, ROWS_A_PAGE).get_page(request.GET.get("sida")) if cell else None,
        "openable": choices(request.access, OccasionLine.PLAN) if may_open else [],
        "may_open": may_open,
    }
    return render(request, "followup/plans.html", context)
