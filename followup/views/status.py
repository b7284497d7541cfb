"""Läget: the start page of a municipality."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followup.pages.status import status_page
from styrmodell.http import AppRequest, requires
from styrmodell.permissions import Permission


@require_safe
@requires(Permission.VIEW)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """Do we reach the goals, and does the money hold? «visa=pagaende» shows what is under way."""
    page = status_page(request.access, with_drafts=request.GET.get("visa") == "pagaende")
    return render(request, "followup/laget.html", {"page": page})
