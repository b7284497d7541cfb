"""The tree of organisations: read, add, change and end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from styrmodell import policies
from styrmodell.access import access_for
from styrmodell.actions.organisations import TreeRefused, save_organisation
from styrmodell.forms.organisations import OrganisationForm, initial_of
from styrmodell.http import AppRequest, requires
from styrmodell.models import Organisation
from styrmodell.models.versioned import Stale
from styrmodell.pages.organisations import OrganisationsPage, TreeView, organisations_page
from styrmodell.permissions import Permission
from styrmodell.rules.vocabulary import OrganisationKind
from styrmodell.selectors.log import last_saved
from styrmodell.selectors.organisations import organisation_or_404


@require_GET
@requires(Permission.ORGANISATION_EDIT)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """The tree (`?visa=i-dag`, `?oppna=kf.ks`)."""
    policies.can_edit_organisations(request.access).require()
    page = organisations_page(request.access, TreeView.read(request.GET))
    return render(request, "styrmodell/organisationer.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def new(request: AppRequest, kommun: str) -> HttpResponse:
    """One more organisation (`?under=ks`)."""
    policies.can_edit_organisations(request.access).require()
    page = organisations_page(request.access, TreeView.read(request.GET))
    under = next((row for row in request.access.known.values() if row.code == request.GET.get("under")), None)
    kind = OrganisationKind.COMMITTEE if under is None or under.parent_id is None else OrganisationKind.ACTIVITY
    initial = {"version": 0, "parent": under.code if under else "", "kind": kind.value}
    form = OrganisationForm(request.POST or None, initial=initial, access=request.access, chosen=None)
    return _save(request, page, form)


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def edit(request: AppRequest, kommun: str, code: str) -> HttpResponse:
    """Change an organisation, or let it end."""
    chosen = organisation_or_404(request.access, code)
    policies.can_edit_organisations(request.access).require()
    page = organisations_page(request.access, TreeView.read(request.GET), chosen)
    return _save(request, page, _form(request, page, request.POST or None))


def _form(request: AppRequest, page: OrganisationsPage, data: Any = None) -> OrganisationForm:
    assert page.chosen is not None
    assert page.listed is not None
    initial = initial_of(page.chosen, page.listed)
    return OrganisationForm(data, initial=initial, access=request.access, chosen=page.chosen, below=page.below)


def _save(request: AppRequest, page: OrganisationsPage, form: OrganisationForm) -> HttpResponse:
    context = {"page": page, "form": form}
    if form.is_valid():
        version = form.cleaned_data["version"] if page.chosen else None
        given = {"given": form.given(page.listed), "with_below": form.cleaned_data.get("with_below", False)}
        try:
            saved = save_organisation(access=request.access, version=version, **given)
        except TreeRefused as refused:
            form.add_faults(refused.faults)
        except Stale as stale:
            context["conflict"] = _meet(request, form, stale.current)
            return render(request, "styrmodell/organisationer.html", context, status=409)
        else:
            messages.success(request, f"{saved.name} är sparad.")
            response = redirect(reverse("styrmodell:organisation", args=[request.access.slug, saved.code]))
            response["Location"] += f"?{page.query}#o-{saved.code}" if page.query else f"#o-{saved.code}"
            return response
    return render(request, "styrmodell/organisationer.html", context, status=422 if form.is_bound else 200)


def _meet(request: AppRequest, form: OrganisationForm, current: Organisation) -> object:
    """What was typed against what is stored now."""
    now = access_for(request.user, request.access.municipality)
    page = organisations_page(now, TreeView(), organisation_or_404(now, current.code))
    return form.meet(_form(request, page), *last_saved(request.access, current))
