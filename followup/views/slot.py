"""One slot: write, hand in, give back, walk the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followup.actions import sections as section_actions
from followup.actions import slots as slot_actions
from followup.actions.refusals import IncompleteError, MovedError, ensure
from followup.forms import PlanSectionForm, ReturnForm, SectionForm, StepForm
from followup.models import Section
from followup.pages.slot_page import SlotPage, slot_page
from followup.selectors.moves import position_of, what_happened, whole_of
from followup.selectors.sections import SectionRow, section_rows, text_before
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.http import AppRequest, requires
from styrmodell.models import Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.selectors.slots import readable_slots, visible_slots
from styrmodell.verdict import Verdict

Move = Callable[[AppRequest, str, int], HttpResponse]
TYPED = {"reason": "Vad behöver rättas?", "note": "Anteckning"}  # what may be long, kept when a move comes too late


def _or_refused(view: Move) -> Move:
    """Answer a move that came too late with the page as it stands now (409), one that is not ready with what is left
    (422)."""

    @wraps(view)
    def guarded(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
        try:
            return view(request, kommun, slot_id)
        except MovedError as error:
            slot = get_object_or_404(visible_slots(request.access), pk=slot_id)
            as_seen = _seen(request) == position_of(slot)  # then something else stands in the way
            reason = str(error) if as_seen else what_happened(request.access, slot)
            typed = {label: request.POST[key] for key, label in TYPED.items() if request.POST.get(key)}
            return _render(request, slot, status=409, more={"moved": reason, "typed": typed})
        except IncompleteError as error:
            slot = get_object_or_404(visible_slots(request.access), pk=slot_id)
            return _render(request, slot, status=422, more={"stopped_by": error.missing})

    return guarded


@require_GET
@requires(Permission.VIEW)
def show(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """The slot's page. A decided report is read by everybody. A plan has its own address, in Planering."""
    slot = get_object_or_404(readable_slots(request.access), pk=slot_id)
    return redirect("followup:plan", kommun, slot_id) if slot.occasion.is_plan else _render(request, slot)


@require_GET
@requires(Permission.VIEW)
def show_plan(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """The page of a plan. A report has its own address, in Uppföljning."""
    slot = get_object_or_404(readable_slots(request.access), pk=slot_id)
    return _render(request, slot) if slot.occasion.is_plan else redirect("followup:slot", kommun, slot_id)


@require_POST
@requires(Permission.VIEW)  # the right to hand in may come with a role that the chain names
@_or_refused
def submit(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Hand the report in."""
    slot = get_object_or_404(visible_slots(request.access), pk=slot_id)
    slot_actions.submit_slot(slot=slot, access=request.access, seen=_seen(request))
    messages.success(request, f"{slot.occasion.noun.capitalize()} är inlämnad. Nu är den låst för ändringar.")
    return redirect("followup:slot", kommun, slot_id)


@require_POST
@requires(Permission.REPORT_RETURN)
@_or_refused
def return_(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Give the report back with a reason."""
    access, slot, seen = request.access, get_object_or_404(visible_slots(request.access), pk=slot_id), _seen(request)
    ensure(access, slot, Permission.REPORT_RETURN, policies.can_return(access, slot, whole_of(access, slot)), seen)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _render(request, slot, return_form=form)
    slot_actions.return_slot(slot=slot, access=access, reason=form.cleaned_data["reason"], seen=seen)
    messages.success(request, f"{slot.occasion.noun.capitalize()} är återlämnad för rättning.")
    return redirect("followup:slot", kommun, slot_id)


@require_POST
@requires(Permission.VIEW)  # as for handing in
@_or_refused
def record_step(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Record the next step of the chain."""
    access, slot, seen = request.access, get_object_or_404(visible_slots(request.access), pk=slot_id), _seen(request)
    page = slot_page(access, slot)
    verdict = _can_pass(access, page)
    ensure(access, slot, Permission.DECISION_RECORD, verdict, seen, page.next_step)
    form = StepForm(request.POST, request.FILES, asked=page.asked, lacking=page.lacking) if page.asked else None
    if form is None or not form.is_valid():
        return _render(request, slot, page=page, step_form=form)
    try:
        slot_actions.pass_step(slot=slot, access=access, seen=seen, told=request.POST.get("told", ""), **form.step())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _render(request, slot, page=page, step_form=form)
    messages.success(request, f"Steget {page.next_step} är antecknat.")
    return redirect("followup:slot", kommun, slot_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def write(request: AppRequest, kommun: str, slot_id: int, code: str) -> HttpResponse:
    """Write one section of the report."""
    access, slot = request.access, get_object_or_404(visible_slots(request.access), pk=slot_id)
    row = next((row for row in section_rows(access, slot) if row.heading.code == code), None)
    if row is None:
        raise Http404
    verdict = policies.can_change_in(access, slot, Permission.REPORT_WRITE, f"skriva i {slot.occasion.noun}")
    before = text_before(access, slot, code) if slot.occasion.is_plan else None
    form = _section_form(request, slot, row, before)
    context: dict[str, object] = {"slot": slot, "row": row, "form": form, "verdict": verdict, "before": before}
    if not form.is_valid():
        return render(request, "followup/section.html", context, status=422 if form.is_bound else 200)
    try:
        section_actions.write_section(slot=slot, access=access, code=code, **form.cleaned_data)
    except Stale as stale:
        now, by = stale.current, stale.current.updated_by
        opened = SectionForm(initial={"body": now.body, "version": now.version})
        context["conflict"] = form.meet(opened, by.name if by else "", now.updated_at)
        return render(request, "followup/section.html", context, status=409)
    except MovedError:
        slot.refresh_from_db(fields=["status"])
        verdict = policies.can_change_in(access, slot, Permission.REPORT_WRITE, f"skriva i {slot.occasion.noun}")
        late = {"verdict": verdict, "moved": what_happened(access, slot)}
        return render(request, "followup/section.html", {**context, **late}, status=409)
    messages.success(request, f"Avsnittet {row.heading.heading} är sparat.")
    return redirect("followup:slot", kommun, slot_id)


def _section_form(request: AppRequest, slot: Slot, row: SectionRow, before: Section | None) -> SectionForm:
    """The form with what is written; in an empty section of a plan with last time's text, when that is asked for."""
    fetched = before.body if before and not row.is_written and "hamta" in request.GET else row.body
    initial = {"body": fetched, "version": row.version, "is_done": row.is_done and row.is_written}
    kind = PlanSectionForm if slot.occasion.is_plan else SectionForm
    return kind(request.POST or None, initial=initial)


def _seen(request: AppRequest) -> str:
    """Where the report stood on the page that the form was sent from."""
    return request.POST.get("seen", "")


def _verdicts(access: Access, page: SlotPage) -> dict[str, object]:
    """What the user may do with the report now; the same policies guard the actions."""
    slot = page.slot
    return {
        "can_submit": policies.can_submit(access, slot, page.chain[0].step if page.chain else None),
        "can_write": policies.can_change_in(access, slot, Permission.REPORT_WRITE, f"skriva i {slot.occasion.noun}"),
        "may_open_sections": access.has(Permission.REPORT_WRITE, slot.organisation_id),
        "can_return": policies.can_return(access, slot, page.whole),
        "return_waits": access.has(Permission.REPORT_RETURN, slot.organisation_id) and page.waits_for_whole,
        "can_pass": _can_pass(access, page),
    }


def _can_pass(access: Access, page: SlotPage) -> Verdict:
    return policies.can_pass(access, page.slot, page.next_step, decides=page.asked is not None and page.asked.decides)


def _render(
    request: AppRequest,
    slot: Slot,
    *,
    page: SlotPage | None = None,
    return_form: ReturnForm | None = None,
    step_form: StepForm | None = None,
    status: int = 0,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The slot's page, with the form that has errors when there is one (422)."""
    page = page or slot_page(request.access, slot)
    context = {
        "page": page,
        "slot": slot,
        **_verdicts(request.access, page),
        "return_form": return_form or ReturnForm(),
        "step_form": step_form or (StepForm(asked=page.asked, lacking=page.lacking) if page.asked else None),
        "form": return_form or step_form,
        **(more or {}),
    }
    default = 422 if return_form or step_form else 200
    template = "followup/plan.html" if slot.occasion.is_plan else "followup/slot.html"
    return render(request, template, context, status=status or default)
