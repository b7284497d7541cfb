"""Röda tråden and the list of goals."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from goals.pages.filtering import GoalFilter
from goals.pages.goal_list import goal_list_page
from goals.pages.tree import TreeState, tree_branch, tree_page
from styrmodell.http import AppRequest, requires, wants_partial
from styrmodell.permissions import Permission
from styrmodell.selectors.words import steering_model


@require_GET
@requires(Permission.VIEW)
@vary_on_headers("HX-Request")
def tree(request: AppRequest, kommun: str) -> HttpResponse:
    """Röda tråden. With `gren` one row is answered, opened or closed; else the tree, as a page or a part."""
    chosen, opened = GoalFilter.read(request.GET), TreeState.read(request.GET)
    if wants_partial(request) and "gren" in request.GET:
        is_open = request.GET.get("visa") != "0"
        row = tree_branch(request.access, chosen, opened, request.GET["gren"], is_open=is_open)
        if row is None:
            raise Http404
        return render(request, "goals/_tree_row.html", {"row": row})
    page = tree_page(request.access, chosen, opened)
    template = "goals/_tree.html" if wants_partial(request) else "goals/tree.html"
    return render(request, template, {"page": page, "model": steering_model(request.access)})


@require_GET
@requires(Permission.VIEW)
@vary_on_headers("HX-Request")
def list_(request: AppRequest, kommun: str) -> HttpResponse:
    """The goals as a table."""
    page = goal_list_page(request.access, GoalFilter.read(request.GET))
    template = "goals/_list.html" if wants_partial(request) else "goals/list.html"
    return render(request, template, {"page": page})
