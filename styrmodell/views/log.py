"""The log: page and file."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from styrmodell import policies
from styrmodell.forms import LogForm
from styrmodell.http import AppRequest, as_file, dear, requires, wants_partial
from styrmodell.pages.log import described, log_page, read_place
from styrmodell.pages.log_file import MOST_ROWS, TooManyEvents, log_file
from styrmodell.pages.log_words import OwnWords
from styrmodell.permissions import Permission
from styrmodell.seats import seat
from ui.rules.money import number

FORMATS = ("csv", "xlsx")


@require_GET
@requires(Permission.LOG_VIEW)
@vary_on_headers("HX-Request")
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """What has happened, the last week at first; the address says what is asked for (`styrmodell.forms.LogForm.NAMES`)."""
    policies.can_read_log(request.access).require()
    words = OwnWords(request.access)
    return _shown(request, LogForm(request.GET.dict(), access=request.access, words=words), words)


@require_GET
@requires(Permission.LOG_VIEW)
@dear
def download(request: AppRequest, kommun: str, format: str) -> HttpResponseBase:
    """What is asked for as a file, all of it; the log says that it was fetched, and what."""
    policies.can_read_log(request.access).require()
    if format not in FORMATS:
        raise Http404
    words = OwnWords(request.access)
    form = LogForm(request.GET.dict(), access=request.access, words=words)
    if not form.is_valid():
        return _shown(request, form, words)
    try:
        with seat(request.access):
            file = log_file(request.access, words, form.query(), format)
    except TooManyEvents:
        form.add_error(None, f"En fil rymmer {number(MOST_ROWS)} händelser, och det här är fler. Välj färre dagar.")
        return _shown(request, form, words)
    request.noted = described(request.access, words, form.query())
    name = "_".join([request.access.slug, "logg", *form.days()])
    return as_file(file, f"{name}.{format}", format)


def _shown(request: AppRequest, form: LogForm, words: OwnWords) -> HttpResponse:
    """The page, or the part of it that changes; with errors 422 and no events."""
    page = None
    if form.is_valid():
        page = log_page(request.access, words, form.query(), form.parameters(), read_place(request.GET))
    template = "styrmodell/_logg.html" if wants_partial(request) else "styrmodell/logg.html"
    context = {"form": form, "page": page, "terms": words.own}  # read already, for the shell too
    return render(request, template, context, status=200 if page else 422)
