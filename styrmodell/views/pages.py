"""Ordlista, anvisningar, and what every service of the public sector says about itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import ANYONE, open_to
from styrmodell.http import AppRequest, requires
from styrmodell.pages import glossary as selector
from styrmodell.pages.documents import documents_page
from styrmodell.permissions import Permission
from styrmodell.selectors.instructions import instructions as phases_of_instructions


@require_safe
@requires(Permission.VIEW)
def glossary(request: AppRequest, kommun: str) -> HttpResponse:
    """The municipality's own words, levels and documents."""
    return render(request, "styrmodell/ordlista.html", {"glossary": selector.glossary(request.access)})


@require_safe
@requires(Permission.VIEW)
def documents(request: AppRequest, kommun: str) -> HttpResponse:
    """The municipality's documents, what its bodies are charged with, and its decisions."""
    return render(request, "styrmodell/styrdokument.html", {"page": documents_page(request.access)})


@require_safe
@requires(Permission.VIEW)
def instructions(request: AppRequest, kommun: str) -> HttpResponse:
    """The instructions in force."""
    return render(request, "styrmodell/anvisningar.html", {"phases": phases_of_instructions(request.access)})


@require_safe
@open_to(ANYONE)
def accessibility(request: HttpRequest) -> HttpResponse:
    """What is known about the service's accessibility (DOS-lagen 13 §)."""
    return render(request, "styrmodell/tillganglighet.html")


@require_safe
@open_to(ANYONE)
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data the service holds."""
    return render(request, "styrmodell/personuppgifter.html")
