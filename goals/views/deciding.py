"""What a body decides about a goal, and taking a draft away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goals.actions.copying import propose_change
from goals.actions.deciding import decide_goal, end_goal
from goals.actions.deleting import delete_goal
from goals.actions.goals import GoalInput, create_goal
from goals.forms import DecideForm, EndForm
from goals.forms.deciding import DecisionForm
from goals.models import Goal
from goals.selectors.deciding import deciding_or_404, ending_or_404
from goals.selectors.deleting import deletable
from goals.selectors.editor import goal_editor, may_renew, replacing_goal
from goals.views.editing import goal_form, locked
from styrmodell.http import AppRequest, requires
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.log import last_saved
from ui.forms import VersionedForm


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_EDIT)
def decide(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A draft is decided: by which decision, and why if something is lacking."""
    state = deciding_or_404(request.access, goal_id)

    def save(form: DecideForm) -> str:
        data = form.cleaned_data
        more = {"departure": data.get("departure", ""), "starts": data.get("starts")}
        goal = decide_goal(access=request.access, goal=state.goal, by=form.by(), version=data["version"], **more)
        return f"Fastställt: {goal.title}."

    return _form(request, "goals/decide.html", state, DecideForm, save)


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_EDIT)
def end(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A decided goal ends."""
    state = ending_or_404(request.access, goal_id)

    def save(form: EndForm) -> str:
        data = form.cleaned_data
        more = {"last_day": data["last_day"], "motive": data["motive"]}
        end_goal(access=request.access, goal=state.goal, by=form.by(), version=data["version"], **more)
        return f"Det upphör: {state.goal.title}."

    return _form(request, "goals/end.html", state, EndForm, save)


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_EDIT)
def renew(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A decided goal needs a new decision: the choices, and a draft that is the goal's copy to change."""
    editor = goal_editor(request.access, goal_id)
    assert editor.goal is not None
    verdict = may_renew(request.access, editor.goal)
    if request.method == "POST":
        draft = propose_change(access=request.access, goal=editor.goal)
        messages.success(request, "Utkastet är en kopia av det som gäller. Ändra det som ska beslutas.")
        return redirect("goals:edit", kommun, draft.pk)
    return render(request, "goals/renew.html", {"goal": editor.goal, "verdict": verdict})


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_EDIT)
def replace(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A new goal that is to take a decided one's place."""
    editor = replacing_goal(request.access, goal_id)
    replaced = editor.replaces
    assert replaced is not None
    if not editor.may_edit:
        return locked(request, replaced, editor.may_edit)

    def save(given: GoalInput, version: int) -> Goal:
        return create_goal(access=request.access, level=editor.level, given=given, replaces=replaced)

    return goal_form(request, editor, save)


@require_http_methods(["GET", "POST"])
@requires(Permission.GOAL_WRITE)
def delete(request: AppRequest, kommun: str, goal_id: int) -> HttpResponse:
    """A draft is taken away, once it has been confirmed."""
    editor = goal_editor(request.access, goal_id)
    goal = editor.goal
    assert goal is not None
    verdict = deletable(request.access, goal)
    form = VersionedForm(request.POST or None, initial={"version": goal.version})
    context: dict[str, Any] = {"goal": goal, "editor": editor, "verdict": verdict, "form": form}
    if request.method == "POST":
        verdict.require()
    if not form.is_valid():
        return render(request, "goals/delete.html", context, status=422 if form.is_bound else 200)
    try:
        delete_goal(access=request.access, goal=goal, version=form.cleaned_data["version"])
    except Stale as stale:
        now = VersionedForm(initial={"version": stale.current.version})
        context["conflict"] = form.meet(now, *last_saved(request.access, stale.current))
        return render(request, "goals/delete.html", context, status=409)
    messages.success(request, f"Borttaget: {goal.title}.")
    return redirect("goals:tree", kommun)


def _form(
    request: AppRequest, template: str, state: Any, kind: type[DecisionForm], save: Callable[[Any], str]
) -> HttpResponse:
    """Show the form of a decision, or save it: 422 with errors, 409 when somebody else has saved the goal meanwhile."""
    goal: Goal = state.goal
    form = kind(request.POST or None, about=state)
    context: dict[str, Any] = {"state": state, "goal": goal, "form": form, "verdict": state.verdict}
    if not form.is_bound:
        return render(request, template, context)
    state.verdict.require()
    if form.is_valid():
        try:
            messages.success(request, save(form))
        except ValidationError as error:
            form.add_errors(error.message_dict)
        except Stale as stale:
            state.goal.version = stale.current.version
            context["conflict"] = form.meet(kind(about=state), *last_saved(request.access, goal))
            return render(request, template, context, status=409)
        else:
            return redirect("goals:detail", request.access.slug, goal.pk)
    return render(request, template, context, status=422)
