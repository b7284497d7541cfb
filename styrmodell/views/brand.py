"""The municipality's colours and mark, as files with a hash in their name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.http import ANYONE, open_to
from styrmodell.models import Municipality
from ui.rules import brand

FOR_EVER = "public, max-age=31536000, immutable"
# An SVG opened by itself is a page: nothing in it may run or fetch.
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@open_to(ANYONE)
@require_safe
def brand_css(request: HttpRequest, kommun: str, digest: str) -> HttpResponse:
    """The brand tokens of both themes. An old hash gets today's colours, but may not be kept."""
    municipality = get_object_or_404(Municipality.objects.only("brand_colour"), slug=kommun)
    response = HttpResponse(brand.style_sheet(municipality.brand_colour), content_type="text/css; charset=utf-8")
    current = digest == brand.digest(municipality.brand_colour)
    response["Cache-Control"] = FOR_EVER if current else "no-cache"
    return response


@open_to(ANYONE)
@require_safe
def brand_logo(request: HttpRequest, kommun: str, digest: str) -> HttpResponse:
    """The municipality's own mark as an image."""
    municipality = get_object_or_404(Municipality.objects.only("logo_svg"), slug=kommun)
    if not municipality.logo_svg:
        raise Http404
    response = HttpResponse(municipality.logo_svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = LOGO_POLICY
    response["Cache-Control"] = FOR_EVER if digest == brand.digest(municipality.logo_svg) else "no-cache"
    return response
