"""What every view uses: the typed request, the policy mark and small answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django_htmx.middleware import HtmxDetails

from accounts.http import View
from accounts.models import User
from styrmodell.access import Access
from styrmodell.permissions import Permission


class AppRequest(HttpRequest):
    """A request inside a municipality: the middleware has set `access` and `htmx`."""

    access: Access
    htmx: HtmxDetails
    user: User
    noted: str  # what the log says of the answer: why it was refused, or what the file holds


def requires(permission: Permission) -> Callable[[View], View]:
    """Policy mark: the permission must be held somewhere in the municipality; the object's own policy comes on top.

    Somebody known without the right gets 403 with a Swedish reason (strangers already got 404 in the middleware)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: AppRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.access.has(permission):
                raise PermissionDenied("Din roll ger inte rätt till den här sidan.")
            return view(request, *args, **kwargs)

        guarded.policy = permission.value  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def dear(view: View) -> View:
    """Mark of what takes long to make: the web server has it made apart from the others' pages (`config/apart.py`)."""
    view.is_dear = True  # type: ignore[attr-defined]
    return view


FILE_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}


def as_file(content: bytes | IO[bytes], filename: str, kind: str) -> HttpResponseBase:
    """What is fetched: no browser shows it in our origin, and nothing on the way keeps it. `kind` is of `FILE_TYPES`."""
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=FILE_TYPES[kind])
        response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    else:
        response = FileResponse(content, as_attachment=True, filename=filename, content_type=FILE_TYPES[kind])
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    patch_cache_control(response, no_store=True, private=True)
    return response


def wants_partial(request: AppRequest) -> bool:
    """Is a fragment wanted, not a page? (htmx, neither boosted nor restoring history)"""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
