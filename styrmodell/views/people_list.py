"""People as a list: in from a file or pasted, looked through before it is saved, and out as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from styrmodell import policies
from styrmodell.actions.people_list import read_in_people
from styrmodell.forms.people_list import PeopleListForm
from styrmodell.http import AppRequest, as_file, requires
from styrmodell.models.versioned import Stale
from styrmodell.pages.people_list import people_file, preview
from styrmodell.permissions import Permission
from styrmodell.rules.people_list import PeopleList, read_table, read_text
from styrmodell.selectors.people import organisations_named
from styrmodell.throwaway.contract import UploadError
from styrmodell.throwaway.tables import read_table_file
from styrmodell.views.log import FORMATS
from ui.rules.swedish import plural

MOVED = "Rollerna ändrades medan du granskade listan. Granska den igen: inget är sparat."


@require_GET
@requires(Permission.PEOPLE_VIEW)
def download(request: AppRequest, kommun: str, format: str) -> HttpResponseBase:
    """The roles that are held as a file; the log says that it was fetched."""
    policies.can_read_people(request.access).require()
    if format not in FORMATS:
        raise Http404
    file = people_file(request.access, format)
    return as_file(file, f"{request.access.slug}_personer.{format}", format)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def read_in(request: AppRequest, kommun: str) -> HttpResponse:
    """Choose or paste a list, look through what it changes, and save it: all of it or nothing."""
    policies.can_manage_people(request.access).require()
    form = PeopleListForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    try:
        listed = _read(request, form)
    except UploadError as refused:
        form.add_error("file", str(refused))
        return _page(request, form, status=422)
    if not form.cleaned_data["mark"] or listed.faults:
        return _page(request, form, listed)
    return _save(request, form, listed)


def _save(request: AppRequest, form: PeopleListForm, listed: PeopleList) -> HttpResponse:
    whole, mark = form.cleaned_data["whole"], form.cleaned_data["mark"]
    try:
        count = read_in_people(access=request.access, listed=listed.roles, is_whole=whole, seen=mark)
    except Stale:
        form.add_error(None, MOVED)
        return _page(request, form, listed, status=409)
    except ValidationError as error:
        form.add_errors(error.message_dict)
        return _page(request, form, listed, status=422)
    messages.success(request, f"{plural(count, 'roll är ändrad', 'roller är ändrade')}.")
    return redirect("styrmodell:people", request.access.slug)


def _read(request: AppRequest, form: PeopleListForm) -> PeopleList:
    known, file = organisations_named(request.access), form.cleaned_data["file"]
    return read_table(read_table_file(file), known) if file else read_text(form.cleaned_data["text"], known)


def _page(
    request: AppRequest, form: PeopleListForm, listed: PeopleList | None = None, *, status: int = 200
) -> HttpResponse:
    """The page; with faults in the list 422."""
    shown = None
    if listed is not None:
        shown = preview(request.access, listed, is_whole=form.cleaned_data["whole"])
        status = 422 if shown.fault_count else status
    return render(request, "styrmodell/personer_lista.html", {"form": form, "preview": shown}, status=status)
