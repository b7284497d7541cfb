"""Årshjul: the municipality's year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from styrmodell.http import AppRequest, requires
from styrmodell.pages.year import year_page
from styrmodell.permissions import Permission
from ui import clock
from ui.charts.wheel_layout import STANDARD_RINGS
from ui.rules.addresses import whole_number

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
@requires(Permission.VIEW)
def calendar(request: AppRequest, kommun: str) -> HttpResponse:
    """The wheel, the same year as a list, and Översikt året (`?ar=2026`)."""
    typed = request.GET.get("ar", str(clock.today().year))
    year = whole_number(typed, least=FIRST_YEAR, most=LAST_YEAR)
    if year is None:
        raise Http404
    context = {
        "year": year_page(request.access, year),
        "years": [(number, number == year) for number in (year - 1, year, year + 1)],
        "rings": STANDARD_RINGS,
    }
    return render(request, "styrmodell/arshjul.html", context)
