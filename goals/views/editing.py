"""Writing goals: new, changed, their outcomes and measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goals import policies
from goals.actions.goals import GoalInput, create_goal, edit_goal
from goals.actions.indicators import record_values
from goals.actions.measures import add_measure
from goals.forms import GoalForm, IndicatorFormSet, ValuesForm
from goals.models import Goal
from goals.pages.filtering import year_read
from goals.selectors.editor import GoalEditor, goal_editor, new_goal, writable_levels
from styrmodell.forms import MeasureFields
from styrmodell.http import AppRequest, requires
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.log import last_saved
from styrmodell.verdict import Verdict
from ui.rules.addresses import whole_number


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_WRITE)
def new(request: AppRequest, kommun: str) -> HttpResponse:
    """A new goal: first the level, then the form."""
    level_id, year = whole_number(request.GET.get("niva")), year_read(request.GET)
    if level_id is None:
        return render(request, "goals/choose_level.html", {"levels": writable_levels(request.access), "year": year})
    editor = new_goal(request.access, level_id, year)

    def save(given: GoalInput, version: int) -> Goal:
        return create_goal(access=request.access, level=editor.level, given=given)

    return goal_form(request, editor, save)


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_WRITE)
def edit(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A goal that exists. Who may not change it reads why."""
    editor = goal_editor(request.access, goal_id)
    goal = editor.goal
    assert goal is not None
    if not editor.may_edit:
        return locked(request, goal, editor.may_edit)

    def save(given: GoalInput, version: int) -> Goal:
        return edit_goal(access=request.access, goal=goal, given=given, version=version)

    return goal_form(request, editor, save)


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_JUDGE)
def values(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """The outcomes of the goal's indicators, a year at a time."""
    editor = goal_editor(request.access, goal_id)
    goal = editor.goal
    assert goal is not None
    verdict = policies.can_measure(request.access, goal)
    form = ValuesForm(request.POST or None, goal=goal, indicators=editor.indicators)
    context: dict[str, Any] = {"goal": goal, "form": form, "verdict": verdict}
    if request.method == "POST":
        verdict.require()
    if not form.is_valid():
        return render(request, "goals/values.html", context, status=422 if form.is_bound else 200)
    try:
        record_values(goal=goal, access=request.access, values=form.given(), version=form.cleaned_data["version"])
    except Stale:
        now = ValuesForm(goal=goal, indicators=goal_editor(request.access, goal_id).indicators)
        context["conflict"] = form.meet(now, *last_saved(request.access, goal))
        return render(request, "goals/values.html", context, status=409)
    messages.success(request, "Utfallen är sparade.")
    return redirect("goals:detail", kommun, goal_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_JUDGE)
def new_measure(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A new measure for the goal."""
    editor = goal_editor(request.access, goal_id)
    assert editor.goal is not None
    verdict = policies.can_measure(request.access, editor.goal)
    if request.method == "POST":
        verdict.require()
    form = MeasureFields(request.POST or None)
    if form.is_valid():
        try:
            add_measure(goal=editor.goal, access=request.access, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Åtgärden är sparad.")
            return redirect("goals:detail", kommun, goal_id)
    context = {"goal": editor.goal, "form": form, "verdict": verdict}
    return render(request, "goals/measure.html", context, status=422 if form.is_bound else 200)


def locked(request: AppRequest, goal: Goal, verdict: Verdict) -> HttpResponse:
    """Say why the goal may not be changed; a post is refused with the same reason."""
    if request.method == "POST":
        verdict.require()
    return render(request, "goals/edit_locked.html", {"goal": goal, "verdict": verdict})


def goal_form(request: AppRequest, editor: GoalEditor, save: Callable[[GoalInput, int], Goal]) -> HttpResponse:
    """Show the form, or save it: 422 with errors, 409 when somebody else has saved meanwhile."""
    data = request.POST or None
    form, indicators = GoalForm(data, editor=editor), IndicatorFormSet(data, editor=editor)
    context: dict[str, Any] = {"editor": editor, "goal": editor.goal, "form": form, "indicators": indicators}
    if data is None:
        return render(request, "goals/edit.html", context)
    if form.is_valid() & indicators.is_valid():
        try:
            goal = save(form.given(indicators.given()), form.cleaned_data["version"])
        except ValidationError as error:
            form.add_errors(error.message_dict)
        except Stale as stale:
            now = GoalForm(editor=goal_editor(request.access, stale.current.pk))
            context["conflict"] = form.meet(now, *last_saved(request.access, stale.current))
            return render(request, "goals/edit.html", context, status=409)
        else:
            messages.success(request, f"Sparat: {goal.title}.")
            return redirect("goals:detail" if "klar" in data else "goals:edit", request.access.slug, goal.pk)
    return render(request, "goals/edit.html", context, status=422)
