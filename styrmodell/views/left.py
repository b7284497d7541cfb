"""What is left to do in a municipality that is new."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from styrmodell import policies
from styrmodell.http import AppRequest, requires
from styrmodell.pages.left import left_page
from styrmodell.permissions import Permission


@require_GET
@requires(Permission.CONFIGURE)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """Everything that the first plan needs, and what can wait."""
    policies.can_configure(request.access).require()
    return render(request, "styrmodell/kvar.html", {"page": left_page(request.access)})
