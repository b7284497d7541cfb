"""Access and headers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

import pghistory
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.http import ANYONE, ask_to_sign_in
from accounts.limits import TooManyError
from accounts.unsent import keep
from styrmodell.access import AccessDenied, access_at
from styrmodell.http import AppRequest
from styrmodell.verification import Damaged
from styrmodell.visits import note_answer, note_unknown_here

logger = logging.getLogger(__name__)

A_MINUTE = 60
GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Builds `request.access` for addresses under `/<kommun>/` and gives row history its context.

    Not signed in → the login page. Signed in without a role in the municipality, or no such municipality → 404, the
    same answer for both. A view that wants neither has the mark `open_to`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with pghistory.context(request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            note_answer(request, response)
        if "Cache-Control" not in response and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Turn `kommun` of the address into `request.access`."""
        if getattr(view, "policy", "") == ANYONE:
            return None  # without asking who it is: a probe must answer without the database
        pghistory.context(user=request.user.pk if request.user.is_authenticated else None)
        slug = kwargs.get("kommun")
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request, _wanted(request))
        try:
            access = access_at(request.user, slug, request.request_id)  # type: ignore[attr-defined]
        except AccessDenied as error:
            note_unknown_here(request, slug)
            raise Http404 from error
        cast("AppRequest", request).access = access
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that cannot. Who asks for too much at once: 429, in words, and when to come back. What is
        damaged is not shown; whoever looks after the service is told in the log."""
        if isinstance(exception, PermissionDenied | TooManyError):
            cast("AppRequest", request).noted = str(exception)
        if isinstance(exception, TooManyError):
            return too_many(request, str(exception), exception.retry_after)
        if isinstance(exception, Damaged):
            logger.error("%s", exception)
            return render(request, "skadad.html", {"reason": str(exception)}, status=500)
        return None


def too_many(request: HttpRequest, reason: str = "", retry_after: int = A_MINUTE) -> HttpResponse:
    """429 in words, with when to come back. Without a reason it was about a password."""
    response = render(request, "429.html", {"reason": reason}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def _wanted(request: HttpRequest) -> str:
    """Where to go after signing in: what was asked for. What was sent is shown, to be sent again by who wrote it; where
    nobody knows who did, the page it came from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    if "HX-Request" not in request.headers and keep(request):  # a script keeps what was written on the page itself
        return reverse("accounts:unsent")
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    page = urlsplit(came_from)
    return f"{page.path}?{page.query}" if page.query else page.path
