"""One reporting slot: write, hand in, give back, walk the chain."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from styrmodell import policies
from styrmodell.http import AppRequest, requires
from styrmodell.models import ReportingSlot, ReportingStep
from styrmodell.permissions import Permission
from styrmodell.selectors.slots import slot_or_404

from ..actions import sections as section_actions
from ..actions import slots as slot_actions
from ..forms import ReturnForm, SectionForm, StepForm
from ..selectors.sections import section_rows
from ..selectors.slot_page import SlotPage, deciding_bodies, slot_page


@require_GET
@requires(Permission.VIEW)
def slot(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """The slot's page."""
    return _render(request, slot_or_404(request.access, slot_id))


@require_POST
@requires(Permission.REPORT_SUBMIT)
def submit(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Hand the report in."""
    found = slot_or_404(request.access, slot_id)
    slot_actions.submit_slot(slot=found, access=request.access)
    messages.success(request, "Rapporten är inlämnad. Nu är den låst för ändringar.")
    return redirect("followup:slot", kommun, slot_id)


@require_POST
@requires(Permission.REPORT_RETURN)
def return_(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Give the report back with a reason."""
    found = slot_or_404(request.access, slot_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _render(request, found, return_form=form)
    slot_actions.return_slot(slot=found, access=request.access, reason=form.cleaned_data["reason"])
    messages.success(request, "Rapporten är återlämnad för rättning.")
    return redirect("followup:slot", kommun, slot_id)


@require_POST
@requires(Permission.DECISION_RECORD)
def step(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Record the next step of the chain."""
    found = slot_or_404(request.access, slot_id)
    page = slot_page(request.access, found)
    policies.can_pass(request.access, found, page.next_step).require()
    form = _step_form(request, page, request.POST)
    if form is None or not form.is_valid():
        return _render(request, found, page=page, step_form=form)
    data = form.cleaned_data
    decision, held_on = form.decision(), data["date"]
    slot_actions.pass_step(slot=found, access=request.access, decision=decision, held_on=held_on, note=data["note"])
    messages.success(request, f"Steget {page.next_step} är antecknat.")
    return redirect("followup:slot", kommun, slot_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def section(request: AppRequest, kommun: str, slot_id: int, code: str) -> HttpResponse:
    """Write one section of the report."""
    found = slot_or_404(request.access, slot_id)
    row = next((row for row in section_rows(found) if row.heading.code == code), None)
    if row is None:
        raise Http404
    verdict = policies.can_change_in(request.access, found, Permission.REPORT_WRITE, "skriva i rapporten")
    form = SectionForm(request.POST or None, initial={"body": row.body, "version": row.version})
    context = {"slot": found, "row": row, "form": form, "verdict": verdict}
    if form.is_valid():
        try:
            section_actions.write_section(slot=found, access=request.access, code=code, **form.cleaned_data)
        except section_actions.StaleSectionError as stale:
            return render(request, "followup/section.html", {**context, "stale": stale.current}, status=409)
        messages.success(request, f"Avsnittet {row.heading.heading} är sparat.")
        return redirect("followup:slot", kommun, slot_id)
    return render(request, "followup/section.html", context, status=422 if form.is_bound else 200)


def _step_form(request: AppRequest, page: SlotPage, data: object = None) -> StepForm | None:
    step_ = page.next_step
    if step_ is None:
        return None
    deciding = slot_actions.deciding_step([row.step for row in page.chain])
    decides = step_ == deciding or step_.kind == ReportingStep.Kind.DECIDE
    bodies = deciding_bodies(request.access, step_, page.slot)
    return StepForm(data, bodies=bodies, decides=decides, locks=step_ == deciding)


def _render(
    request: AppRequest,
    found: ReportingSlot,
    *,
    page: SlotPage | None = None,
    return_form: ReturnForm | None = None,
    step_form: StepForm | None = None,
) -> HttpResponse:
    """The slot's page, with the form that has errors when there is one (422)."""
    page = page or slot_page(request.access, found)
    context = {
        "page": page,
        "slot": found,
        "can_submit": policies.can_submit(request.access, found, missing=len(page.missing)),
        "can_write": policies.can_change_in(request.access, found, Permission.REPORT_WRITE, "skriva i rapporten"),
        "can_return": policies.can_return(request.access, found),
        "can_pass": policies.can_pass(request.access, found, page.next_step),
        "return_form": return_form or ReturnForm(),
        "step_form": step_form or _step_form(request, page),
        "form": return_form or step_form,
    }
    return render(request, "followup/slot.html", context, status=422 if return_form or step_form else 200)
