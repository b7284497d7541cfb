"""The yearly review of who may do what."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from styrmodell import policies
from styrmodell.actions.reviewing import review_roles
from styrmodell.forms.reviewing import ReviewForm
from styrmodell.http import AppRequest, requires
from styrmodell.models.versioned import Stale
from styrmodell.pages.reviewing import record_page, reviews_page, to_review
from styrmodell.permissions import Permission
from styrmodell.selectors.reviewing import ReviewPart, review_or_404, review_part_or_404

MOVED = "Rollerna här ändrades medan du gick igenom dem. Nu står de som gäller här. Inget är sparat."


@require_GET
@requires(Permission.PEOPLE_VIEW)
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """How far the year's review has come, and the records."""
    policies.can_read_people(request.access).require()
    may_manage = policies.can_manage_people(request.access)
    context = {"page": reviews_page(request.access), "may_manage": may_manage}
    return render(request, "styrmodell/genomgang.html", context)


@require_GET
@requires(Permission.PEOPLE_VIEW)
def record(request: AppRequest, kommun: str, review_id: int) -> HttpResponse:
    """A record: who looked through what, and what they ended."""
    found = review_or_404(request.access, review_id)
    policies.can_read_people(request.access).require()
    return render(request, "styrmodell/genomgang_protokoll.html", {"page": record_page(request.access, found)})


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def review(request: AppRequest, kommun: str, code: str) -> HttpResponse:
    """Look through the roles of a part, and confirm them; those that are ticked end."""
    part = review_part_or_404(request.access, code)
    policies.can_manage_people(request.access).require()
    form = ReviewForm(request.POST or None, part=part)
    if not form.is_valid():
        return _page(request, part, form, status=422 if form.is_bound else 200)
    try:
        review_roles(access=request.access, code=code, seen=form.cleaned_data["seen"], ended=form.cleaned_data["ended"])
    except Stale as stale:
        return _page(request, stale.current, ReviewForm(part=stale.current), status=409, stale=MOVED)
    except ValidationError as error:
        form.add_errors(error.message_dict)
        return _page(request, part, form, status=422)
    messages.success(request, f"{part.organisation.name} är genomgången. Protokollet är sparat.")
    return redirect("styrmodell:reviews", kommun)


def _page(request: AppRequest, part: ReviewPart, form: ReviewForm, *, status: int, stale: str = "") -> HttpResponse:
    context = {"form": form, "part": part, "roles": to_review(request.access, part), "stale": stale}
    return render(request, "styrmodell/genomgang_del.html", context, status=status)
