"""Judging a goal at a slot."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from goals.actions.judging import judge_goal
from goals.forms import JudgementForm
from goals.pages.goal_page import goal_page
from goals.selectors.judging import Judging, judging_or_404
from styrmodell.http import AppRequest, requires, wants_partial
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_JUDGE)
@vary_on_headers("HX-Request")
def judge(request: AppRequest, kommun: str, goal_id: int, slot_id: int) -> HttpResponse:
    """The form, as a page or in the goal's panel; saved, the panel or the goal's page is answered."""
    judging = judging_or_404(request.access, goal_id, slot_id)
    form = JudgementForm(request.POST or None, judging=judging)
    if not form.is_valid():
        return _form(request, judging, form, status=422 if form.is_bound else 200)
    try:
        judge_goal(
            goal=judging.goal,
            slot=judging.slot,
            access=request.access,
            given=form.given(),
            version=form.cleaned_data["version"],
        )
    except Stale as stale:
        now = JudgementForm(judging=judging_or_404(request.access, goal_id, slot_id))
        by = stale.current.judged_by
        conflict = form.meet(now, by.name if by else "", stale.current.judged_at)
        return _form(request, judging, form, status=409, conflict=conflict)
    if wants_partial(request):
        page = goal_page(request.access, goal_id)
        return render(request, "goals/_judged.html", {"page": page, "goal": page.goal})
    messages.success(request, f"Bedömningen är sparad: {judging.goal.title}.")
    return redirect("goals:detail", kommun, goal_id)


def _form(request: AppRequest, judging: Judging, form: JudgementForm, status: int, **more: Any) -> HttpResponse:
    template = "goals/_judge_form.html" if wants_partial(request) else "goals/judge.html"
    return render(request, template, {"judging": judging, "goal": judging.goal, "form": form, **more}, status=status)
