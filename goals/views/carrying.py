"""Målen vidare: choosing what becomes of goals whose period ends, carrying them forward, and taking them back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from goals.actions.carrying import carry_forward, choose, take_back
from goals.forms.carrying import CarryForm
from goals.pages.carrying import CarryQuery, carry_page
from goals.selectors.carrying import CarryRow, carry_row_or_404
from styrmodell.access import Access
from styrmodell.http import AppRequest, requires, wants_partial
from styrmodell.models import Organisation
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.log import last_saved
from ui.rules.swedish import plural


@require_GET
@requires(Permission.DRAFT_VIEW)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """The goals that end with the year, and what is chosen for them."""
    page = carry_page(request.access, CarryQuery.read(request.GET))
    groups = [(group, [(shown, CarryForm(row=shown.row)) for shown in group.rows]) for group in page.groups]
    return render(request, "goals/carry.html", {"page": page, "groups": groups})


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_WRITE)
@vary_on_headers("HX-Request")
def choice(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """One goal's choice: its row as a page of its own, or saved from the list."""
    row = carry_row_or_404(request.access, goal_id)
    form = CarryForm(request.POST if request.method == "POST" else None, row=row)
    if not form.is_bound:
        return _row(request, row, form)
    row.may_choose.require()
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            choose(access=request.access, goal=row.goal, given=form.given(), version=version)
        except ValidationError as error:
            form.add_errors(error.message_dict if hasattr(error, "error_dict") else {"": error.messages})
        except Stale:
            now = carry_row_or_404(request.access, goal_id)
            conflict = form.meet(CarryForm(row=now), *last_saved(request.access, row.goal))
            return _row(request, now, form, status=409, conflict=conflict)
        else:
            return _saved(request, carry_row_or_404(request.access, goal_id))
    return _row(request, row, form, status=422)


@require_POST
@requires(Permission.DRAFT_VIEW)
def carry(request: AppRequest, kommun: str) -> HttpResponse:
    """Make the next period's goals of what is chosen."""
    query = CarryQuery.read(request.POST)
    drafts = carry_forward(access=request.access, year=query.year, body=_body(request.access, query))
    if drafts:
        messages.success(request, f"{plural(len(drafts), 'mål är fört', 'mål är förda')} vidare till {query.year + 1}.")
    else:
        messages.info(request, "Inget fördes över: allt som är färdigvalt finns redan.")
    return redirect(_address(request, query))


@require_http_methods(["GET", "POST"])
@requires(Permission.DRAFT_VIEW)
def back(request: AppRequest, kommun: str) -> HttpResponse:
    """Take the drafts of a body's goals back, once it has been confirmed."""
    query = CarryQuery.read(request.POST or request.GET)
    body = _body(request.access, query)
    if request.method == "POST":
        number = take_back(access=request.access, year=query.year, body=body)
        messages.success(request, f"{plural(number, 'utkast är borttaget', 'utkast är borttagna')}. Valen finns kvar.")
        return redirect(_address(request, query))
    page = carry_page(request.access, query)
    if page.body is None or page.body.body != body:
        return redirect(_address(request, query))
    return render(request, "goals/carry_back.html", {"page": page})


def _row(request: AppRequest, row: CarryRow, form: CarryForm, status: int = 200, **more: Any) -> HttpResponse:
    partial = wants_partial(request)
    template = "goals/_carry_refused.html" if partial else "goals/carry_choice.html"
    return render(request, template, {"row": row, "form": form, **more}, status=status)


def _saved(request: AppRequest, row: CarryRow) -> HttpResponse:
    """The row's state and the sums; without script the list, at the row."""
    query = CarryQuery.read(request.GET)
    if wants_partial(request):
        page = carry_page(request.access, query)
        context = {"page": page, "row": row, "form": CarryForm(row=row), "is_saved": True}
        return render(request, "goals/_carry_saved.html", context)
    messages.success(request, f"Valet är sparat: {row.goal.title}.")
    return redirect(f"{_address(request, query)}#mal-{row.goal.pk}")


def _body(access: Access, query: CarryQuery) -> Organisation | None:
    """The body that is meant; None for all. Raises Http404 for one that is not there."""
    if not query.body:
        return None
    found = next((row for row in access.ever.organisations.values() if row.code == query.body), None)
    if found is None:
        raise Http404
    return found


def _address(request: AppRequest, query: CarryQuery) -> str:
    return reverse("goals:carry", args=[request.access.slug]) + query.address()
