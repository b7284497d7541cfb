"""The register of assignments: list, file, one of them, and the forms that change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from goals import policies
from goals.actions.assignments import (
    answer_assignment,
    close_assignment,
    edit_assignment,
    register_assignment,
)
from goals.forms.assignment import AnswerForm, AssignmentForm, CloseForm, RegisterForm
from goals.models import Assignment
from goals.pages.assignment import assignment_page
from goals.pages.assignment_file import assignment_file
from goals.pages.assignments import assignments_page
from goals.selectors.assignments import assignment_or_404
from styrmodell.http import AppRequest, as_file, requires, wants_partial
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.log import last_saved
from styrmodell.verdict import Verdict
from ui.conflict import Conflict
from ui.forms import VersionedForm

Opened = Callable[..., Any]  # the form of a row, with what was sent when it was
Save = Callable[[Any], None]


@require_GET
@requires(Permission.VIEW)
@vary_on_headers("HX-Request")
def show_all(request: AppRequest, kommun: str) -> HttpResponse:
    """The register, or what is asked for of it (`goals.forms.assignment.RegisterForm.NAMES`)."""
    return _register(request, RegisterForm(request.GET.dict(), access=request.access))


@require_GET
@requires(Permission.REPORT_EXPORT)
def download(request: AppRequest, kommun: str) -> HttpResponseBase:
    """What is asked for as a workbook."""
    form = RegisterForm(request.GET.dict(), access=request.access)
    if not form.is_valid():
        return _register(request, form)
    return as_file(assignment_file(request.access, form.query()), f"{kommun}_uppdrag.xlsx", "xlsx")


@require_GET
@requires(Permission.VIEW)
def show(request: AppRequest, kommun: str, assignment_id: int) -> HttpResponse:
    """An assignment with what has been said of it."""
    page = assignment_page(request.access, assignment_or_404(request.access, assignment_id))
    return render(request, "goals/assignment.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.DECISION_RECORD)
def new(request: AppRequest, kommun: str) -> HttpResponse:
    """Write one in the register."""
    form = AssignmentForm(request.POST or None, access=request.access)
    if form.is_valid():
        try:
            made = register_assignment(access=request.access, given=form.given())
        except ValidationError as error:
            form.add_errors(error.message_dict)
        else:
            messages.success(request, f"Infört i registret: {made.title}.")
            return redirect("goals:assignment", kommun, made.pk)
    return render(request, "goals/assignment_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.DECISION_RECORD)
def edit(request: AppRequest, kommun: str, assignment_id: int) -> HttpResponse:
    """Change what the register says."""
    assignment = assignment_or_404(request.access, assignment_id)

    def opened(row: Assignment, data: Any = None) -> AssignmentForm:
        return AssignmentForm(data, access=request.access, assignment=row)

    def save(form: AssignmentForm) -> None:
        version = form.cleaned_data["version"]
        edit_assignment(access=request.access, assignment=assignment, given=form.given(), version=version)

    may = policies.can_change_assignment(request.access, assignment)
    return _form(request, "goals/assignment_edit.html", assignment, may, opened, save, "Registret är ändrat.")


@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def answer(request: AppRequest, kommun: str, assignment_id: int) -> HttpResponse:
    """Say how an assignment stands."""
    assignment = assignment_or_404(request.access, assignment_id)

    def opened(row: Assignment, data: Any = None) -> AnswerForm:
        return AnswerForm(data, assignment=row)

    def save(form: AnswerForm) -> None:
        version = form.cleaned_data["version"]
        answer_assignment(access=request.access, assignment=assignment, given=form.given(), version=version)

    may = policies.can_answer(request.access, assignment)
    return _form(request, "goals/assignment_answer.html", assignment, may, opened, save, "Beskedet är sparat.")


@require_http_methods(["GET", "POST"])
@requires(Permission.DECISION_RECORD)
def close(request: AppRequest, kommun: str, assignment_id: int) -> HttpResponse:
    """Write down the decision that an assignment is over."""
    assignment = assignment_or_404(request.access, assignment_id)

    def opened(row: Assignment, data: Any = None) -> CloseForm:
        return CloseForm(data, access=request.access, assignment=row)

    def save(form: CloseForm) -> None:
        data = form.cleaned_data
        more = {"answer": data["answer"], "version": data["version"]}
        close_assignment(access=request.access, assignment=assignment, by=form.by(), **more)

    may = policies.can_change_assignment(request.access, assignment)
    return _form(request, "goals/assignment_close.html", assignment, may, opened, save, "Det är avslutat.")


def _register(request: AppRequest, form: RegisterForm) -> HttpResponse:
    """The page, or the part of it that changes; with errors 422 and no rows."""
    page = assignments_page(request.access, form.query(), request.GET.get("sida")) if form.is_valid() else None
    template = "goals/_assignments.html" if wants_partial(request) else "goals/assignments.html"
    may_keep = request.access.has(Permission.DECISION_RECORD)
    context = {"form": form, "page": page, "may_keep": may_keep}
    return render(request, template, context, status=200 if page else 422)


def _form(
    request: AppRequest, template: str, row: Assignment, verdict: Verdict, opened: Opened, save: Save, said: str
) -> HttpResponse:
    """Show the form of an assignment, or save it: 422 with errors, 409 when somebody else has saved meanwhile."""
    form: VersionedForm = opened(row, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"assignment": row, "form": form, "verdict": verdict}
    if not form.is_bound:
        return render(request, template, context)
    verdict.require()
    try:
        if form.is_valid():
            save(form)
    except ValidationError as error:
        form.add_errors(error.message_dict)
    except Stale:
        context["conflict"] = _met(request, form, row, opened)
        return render(request, template, context, status=409)
    if form.errors:
        return render(request, template, context, status=422)
    messages.success(request, said)
    return redirect("goals:assignment", request.access.slug, row.pk)


def _met(request: AppRequest, form: VersionedForm, assignment: Assignment, opened: Opened) -> Conflict:
    """What was typed against what somebody else has saved meanwhile."""
    now = assignment_or_404(request.access, assignment.pk)
    return form.meet(opened(now), *last_saved(request.access, now))
