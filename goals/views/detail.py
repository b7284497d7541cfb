"""The page of one goal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goals.pages.goal_page import goal_page
from styrmodell.http import AppRequest, requires
from styrmodell.permissions import Permission


@require_GET
@requires(Permission.VIEW)
def show(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """The goal with its judgement, indicators, analysis, links and history."""
    page = goal_page(request.access, goal_id)
    return render(request, "goals/goal.html", {"page": page, "goal": page.goal})
