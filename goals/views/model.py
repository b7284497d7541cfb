"""The steering model in the municipality's own hands: what is in force, a file in and out, drafts and editions."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goals.actions.drafts import begin_next_term, keep_draft, load_draft, throw_draft_away
from goals.forms.model import ModelFileForm
from goals.loader.whole import export_whole_file
from goals.pages.model_draft import draft_page
from goals.pages.model_home import model_home
from goals.selectors.editions import edition_or_404, model_or_404
from styrmodell import policies
from styrmodell.http import AppRequest, as_file, requires
from styrmodell.loader.read import FileError, SteeringFileError
from styrmodell.loader.sync import ApplyError
from styrmodell.loader.upload import read_upload
from styrmodell.loader.write import write_steering_file
from styrmodell.models import Edition
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.throwaway.contract import UploadError


@require_GET
@requires(Permission.CONFIGURE)
def home(request: AppRequest, kommun: str) -> HttpResponse:
    """The model in force, its parts in words, and every version of it."""
    policies.can_configure(request.access).require()
    return render(request, "goals/modell.html", {"page": model_home(request.access)})


@require_GET
@requires(Permission.CONFIGURE)
def download(request: AppRequest, kommun: str, version: int) -> HttpResponseBase:
    """The model of a version as it stands now, as a file that can be read in again."""
    model = model_or_404(request.access, version)
    policies.can_configure(request.access).require()
    text = write_steering_file(export_whole_file(request.access.municipality, model))
    return as_file(text.encode(), f"{kommun}_version-{version}.yaml", "yaml")


@require_GET
@requires(Permission.CONFIGURE)
def download_edition(request: AppRequest, kommun: str, edition_id: int) -> HttpResponseBase:
    """A draft's or a kept edition's own text."""
    edition = edition_or_404(request.access, edition_id)
    policies.can_configure(request.access).require()
    state = "utkast" if edition.is_draft else edition.name.lower().replace(" ", "-")
    return as_file(edition.text.encode(), f"{kommun}_{state}.yaml", "yaml")


@require_http_methods(["GET", "POST"])
@requires(Permission.CONFIGURE)
def upload(request: AppRequest, kommun: str) -> HttpResponse:
    """Choose a file. All its faults are told at once; without any it becomes a draft to read."""
    policies.can_configure(request.access).require()
    form = ModelFileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "goals/modell_fil.html", {"form": form}, status=422 if form.is_bound else 200)
    given = form.cleaned_data["file"]
    raw = given.read()
    faults: Sequence[FileError] = []
    try:
        draft = keep_draft(
            file=read_upload(raw, given.name), access=request.access, text=raw.decode("utf-8-sig"), filename=given.name
        )
        return redirect("goals:model-edition", kommun, draft.pk)
    except SteeringFileError as refused:
        faults = refused.errors
    except (UploadError, ApplyError) as refused:
        form.add_error("file", str(refused))
    context = {"form": form, "faults": faults, "filename": given.name}
    return render(request, "goals/modell_fil.html", context, status=422)


@require_POST
@requires(Permission.CONFIGURE)
def begin_next(request: AppRequest, kommun: str) -> HttpResponse:
    """Begin a draft for the next term of office, beside the model in force."""
    return redirect("goals:model-edition", kommun, begin_next_term(access=request.access).pk)


@require_GET
@requires(Permission.CONFIGURE)
def read_edition(request: AppRequest, kommun: str, edition_id: int) -> HttpResponse:
    """A draft with all that it would change, or a kept edition against the model as it stands."""
    row = edition_or_404(request.access, edition_id)
    policies.can_configure(request.access).require()
    return _edition(request, row)


@require_POST
@requires(Permission.CONFIGURE)
def load(request: AppRequest, kommun: str, edition_id: int) -> HttpResponse:
    """Read a draft in: everything or nothing. Whoever is second reads what has changed since."""
    draft = edition_or_404(request.access, edition_id)
    policies.can_configure(request.access).require()
    try:
        applied = load_draft(draft=draft, access=request.access, seen=request.POST.get("seen", ""))
    except (Stale, ApplyError):
        return _edition(request, edition_or_404(request.access, edition_id), status=409)
    messages.success(request, f"{applied.model.name}, version {applied.model.version}, är inläst. Utgåvan är sparad.")
    return redirect("goals:model", kommun)


@require_POST
@requires(Permission.CONFIGURE)
def throw_away(request: AppRequest, kommun: str, edition_id: int) -> HttpResponse:
    """Throw a draft away."""
    draft = edition_or_404(request.access, edition_id)
    policies.can_configure(request.access).require()
    try:
        throw_draft_away(draft=draft, access=request.access)
    except Stale:
        return _edition(request, edition_or_404(request.access, edition_id), status=409)
    messages.success(request, "Utkastet är kastat. Inget i styrmodellen har ändrats.")
    return redirect("goals:model", kommun)


def _edition(request: AppRequest, row: Edition, status: int = 200) -> HttpResponse:
    context = {"page": draft_page(request.access, row), "is_late": status == 409}
    return render(request, "goals/modell_utgava.html", context, status=status)
