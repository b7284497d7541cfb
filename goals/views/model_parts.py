"""The parts of the steering model that change often, written in forms. What is saved is a draft, as a file is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goals.actions.drafts import change_draft, keep_draft
from goals.forms.model_part import ModelPartForm
from goals.loader.whole import export_whole_file
from goals.pages.model_parts import PARTS, Content
from goals.selectors.editions import edition_or_404
from styrmodell import policies
from styrmodell.http import AppRequest, requires
from styrmodell.models import Edition
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.words import steering_model
from ui.rules import brand
from ui.rules.addresses import whole_number


@require_http_methods(["GET", "POST"])
@requires(Permission.CONFIGURE)
def edit(request: AppRequest, kommun: str, part: str) -> HttpResponse:
    """One part of the model in force, or of the draft that the address names (`?utkast=7`)."""
    if part not in PARTS:
        raise Http404
    policies.can_configure(request.access).require()
    draft = _draft(request)
    content, version = (draft.content, draft.version) if draft else (_in_force(request), 0)
    form = ModelPartForm(request.POST or None, part=PARTS[part], content=content, version=version)
    if not form.is_valid():
        return _page(request, form, draft, 422 if form.is_bound else 200)
    if not form.changed_data:
        messages.success(request, "Inget är ändrat.")
        return redirect("goals:model", kommun)
    try:
        saved = _saved(request, form, draft)
    except Stale:
        return _page(request, form, draft, 409)
    return redirect("goals:model-edition", kommun, saved.pk)


def _page(request: AppRequest, form: ModelPartForm, draft: Edition | None, status: int) -> HttpResponse:
    context = {"form": form, "part": form.part, "draft": draft, "palette": _palette(form), "is_late": status == 409}
    return render(request, "goals/modell_andra.html", context, status=status)


def _saved(request: AppRequest, form: ModelPartForm, draft: Edition | None) -> Edition:
    if draft is None:
        return keep_draft(file=form.file, access=request.access)
    return change_draft(draft=draft, file=form.file, access=request.access, seen=form.cleaned_data["version"])


def _draft(request: AppRequest) -> Edition | None:
    number = whole_number(request.GET.get("utkast"))
    if number is None:
        return None
    draft = edition_or_404(request.access, number)
    if not draft.is_draft:
        raise Http404
    return draft


def _in_force(request: AppRequest) -> Content:
    file = export_whole_file(request.access.municipality, steering_model(request.access))
    return file.model_dump(mode="json", by_alias=True)


def _palette(form: ModelPartForm) -> brand.Palette | None:
    """Both themes of the colour that is written; None for what is no colour, and where none is."""
    if "kommun-farg" not in form.fields:
        return None
    try:
        return brand.palette(str(form["kommun-farg"].value()))
    except ValueError:
        return None
