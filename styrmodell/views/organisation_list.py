"""The tree of organisations as a list: out as a workbook, in from a file or pasted, looked through before it is saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from styrmodell import policies
from styrmodell.actions.organisations import TreeRefused, save_organisations
from styrmodell.forms.organisation_list import OrganisationListForm
from styrmodell.http import AppRequest, as_file, requires
from styrmodell.models.versioned import Stale
from styrmodell.pages.organisation_list import preview, workbook
from styrmodell.permissions import Permission
from styrmodell.rules.organisation_list import OrganisationList, read_table, read_text
from styrmodell.selectors.organisations import listed_organisations
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.tables import read_table_file
from ui.rules.swedish import plural

MOVED = "Organisationen ändrades medan du granskade listan. Granska den igen: inget är sparat."


@require_GET
@requires(Permission.ORGANISATION_EDIT)
def download(request: AppRequest, kommun: str) -> HttpResponseBase:
    """The whole tree as a workbook."""
    policies.can_edit_organisations(request.access).require()
    return as_file(workbook(request.access), f"{request.access.slug}_organisation.xlsx", "xlsx")


@require_http_methods(["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def read_in(request: AppRequest, kommun: str) -> HttpResponse:
    """Choose or paste a list, look through what it changes, and save it."""
    policies.can_edit_organisations(request.access).require()
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OrganisationListForm(*given)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    try:
        listed = _read(request, form)
    except UploadError as refused:
        form.add_error("file", str(refused))
        return _page(request, form, status=422)
    if not form.cleaned_data["mark"] or listed.faults:
        return _page(request, form, listed, status=422 if listed.faults else 200)
    try:
        count = save_organisations(access=request.access, given=listed.organisations, seen=form.cleaned_data["mark"])
    except Stale:
        form.add_error(None, MOVED)
        return _page(request, form, listed, status=409)
    except TreeRefused:
        return _page(request, form, listed, status=422)
    messages.success(request, f"{plural(count, 'organisation är inläst', 'organisationer är inlästa')}.")
    return redirect("styrmodell:organisations", kommun)


def _read(request: AppRequest, form: OrganisationListForm) -> OrganisationList:
    known = list(listed_organisations(request.access, request.access.known).values())
    file = form.cleaned_data["file"]
    return read_table(read_table_file(file), known) if file else read_text(form.cleaned_data["text"], known)


def _page(
    request: AppRequest, form: OrganisationListForm, listed: OrganisationList | None = None, *, status: int
) -> HttpResponse:
    context = {"form": form, "preview": preview(request.access, listed) if listed else None}
    return render(request, "styrmodell/organisation_lista.html", context, status=status)
