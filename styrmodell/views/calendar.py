"""Årshjul: the municipality's year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..charts.wheel_layout import STANDARD_RINGS
from ..http import AppRequest, requires
from ..permissions import Permission
from ..selectors.year import year_of

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
@requires(Permission.VIEW)
def calendar(request: AppRequest, kommun: str) -> HttpResponse:
    """The wheel, the same year as a list, and Översikt året (`?ar=2026`)."""
    now = timezone.localdate().year
    typed = request.GET.get("ar", str(now))
    if not typed.isdecimal() or not FIRST_YEAR <= int(typed) <= LAST_YEAR:
        raise Http404
    year = int(typed)
    context = {
        "year": year_of(request.access, year),
        "years": [(number, number == year) for number in (year - 1, year, year + 1)],
        "rings": STANDARD_RINGS,
    }
    return render(request, "styrmodell/arshjul.html", context)
