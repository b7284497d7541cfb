"""The report itself: preview, PDF, Excel and values."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from followup.actions.files import order_file
from followup.compose import document_of
from followup.compose.handed_in import moved_since
from followup.document.codec import to_json
from followup.pages.files import FileState, file_state, ordered_file, ordered_state
from followup.rendering.filenames import filename
from followup.rendering.html import render_html
from followup.rendering.xlsx import render_xlsx
from followup.selectors.attachments import readable_attachments
from followup.selectors.frozen import stored_bytes
from styrmodell.http import AppRequest, as_file, dear, requires, wants_partial
from styrmodell.models import Slot
from styrmodell.permissions import Permission
from styrmodell.seats import seat
from styrmodell.selectors.slots import readable_slots
from ui.rules.addresses import whole_number

FORMATS = ("pdf", "xlsx", "json")


@require_GET
@requires(Permission.VIEW)
@dear
def preview(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """The report as a page: the frozen one when decided, and then for everybody; else as it would be now."""
    slot = get_object_or_404(readable_slots(request.access), pk=slot_id)
    with _seat(request, slot):
        document = document_of(request.access, slot)
        moved = moved_since(request.access, slot) if slot.is_submitted else []
        html = render_html(document, page="web")
    context = {"slot": slot, "document": document, "html": html, "moved": moved}
    return render(request, "followup/preview.html", context)


@require_GET
@requires(Permission.REPORT_EXPORT)
@dear
def download(request: AppRequest, kommun: str, slot_id: int, format: str) -> HttpResponseBase:
    """The report as a file. A PDF takes a worker, and the page says when it is there; the rest is made at once."""
    if format not in FORMATS:
        raise Http404
    slot = get_object_or_404(readable_slots(request.access), pk=slot_id)
    with _seat(request, slot):
        return _pdf(request, slot) if format == "pdf" else _at_once(request, slot, format)


def _seat(request: AppRequest, slot: Slot) -> AbstractContextManager[None]:
    """A seat while the report is made; a decided one is only read, by as many as like."""
    return nullcontext() if slot.is_decided else seat(request.access)


def _at_once(request: AppRequest, slot: Slot, format_: str) -> HttpResponseBase:
    state = file_state(request.access, slot, format_) if slot.decision_id and format_ == "xlsx" else FileState()
    if state.content:
        return as_file(state.content, state.filename, format_)
    document = document_of(request.access, slot)
    content = render_xlsx(document) if format_ == "xlsx" else to_json(document).encode()
    return as_file(content, filename(document.meta, format_), format_)


def _pdf(request: AppRequest, slot: Slot) -> HttpResponseBase:
    """The PDF, or the page that says how far it has come: the user's own order first (`?jobb=`), else as it is now."""
    job_id = whole_number(request.GET.get("jobb"))
    ordered = ordered_state(request.access, slot, job_id)
    if ordered and not ordered.is_ready:
        return _waiting(request, slot, ordered)
    state = ordered_file(request.access, slot, job_id) if ordered else FileState()
    state = state if state.content else file_state(request.access, slot, "pdf")
    return as_file(state.content, state.filename, "pdf") if state.content else _waiting(request, slot, state)


@require_POST
@requires(Permission.REPORT_EXPORT)
@dear
def make(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """Order the PDF and show how far it has come; one that is there is fetched at once."""
    slot = get_object_or_404(readable_slots(request.access), pk=slot_id)
    with _seat(request, slot):
        job = order_file(slot=slot, access=request.access)
    return _to_download(kommun, slot_id, job.pk if job else None)


@require_GET
@requires(Permission.REPORT_EXPORT)
def progress(request: AppRequest, kommun: str, slot_id: int) -> HttpResponse:
    """How far the PDF that a job makes has come (`?jobb=`): the part of the page that asks again."""
    slot = get_object_or_404(readable_slots(request.access), pk=slot_id)
    job_id = whole_number(request.GET.get("jobb"))
    state = ordered_state(request.access, slot, job_id)
    if state is None or not wants_partial(request):
        return _to_download(kommun, slot_id, job_id)
    return render(request, "followup/_file_state.html", {"state": state, "slot": slot})


def _to_download(kommun: str, slot_id: int, job_id: int | None) -> HttpResponse:
    response = redirect("followup:download", kommun, slot_id, "pdf")
    if job_id:
        response["Location"] += f"?jobb={job_id}"
    return response


@require_GET
@requires(Permission.VIEW)
def attachment(request: AppRequest, kommun: str, attachment_id: int) -> HttpResponseBase:
    """A document of the chain, for whoever may read the report that it belongs to."""
    file = get_object_or_404(readable_attachments(request.access), pk=attachment_id)
    return as_file(stored_bytes(file), file.filename, "pdf")


def _waiting(request: AppRequest, slot: Slot, state: FileState) -> HttpResponse:
    """The page that says how far the file has come."""
    return render(request, "followup/file_state.html", {"state": state, "slot": slot})
