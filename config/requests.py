"""Each request has an id and leaves one line in the log: who, where, what came of it, and what it cost."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import empty

from accounts.visits import address_of
from config.request_count import count_request
from styrmodell.access import Access
from ui.reference import referred_to

GetResponse = Callable[[HttpRequest], HttpResponse]

ID = re.compile(r"[A-Za-z0-9-]{8,32}")
_log = logging.getLogger("styrmodell.requests")


class RequestLogMiddleware:
    """Outermost, so that what the others refuse has an id and a line too.

    The line has a route's name and never an address of a page: what somebody searched for, and the key in a link that
    chooses a password, are nobody's business. Of a person it has the id and from where they came."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = _proxys_id(request) or uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        began, queries = time.perf_counter(), _Counter()
        with referred_to(request.request_id), connection.execute_wrapper(queries):  # type: ignore[attr-defined]
            response = self.get_response(request)
            seconds, what = time.perf_counter() - began, _what(request)
            count_request(what["route"], response.status_code, seconds)
            fields = what | {"status": response.status_code, "ms": round(seconds * 1000), "queries": queries.number}
            _log.info("request", extra={"fields": _who(request) | fields})
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class _Counter:
    """Counts the questions to the database."""

    number = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


def _proxys_id(request: HttpRequest) -> str:
    """The id that a proxy of ours has given the request. A visitor's own is not believed."""
    given = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return given if ID.fullmatch(given) else ""


def _who(request: HttpRequest) -> dict[str, Any]:
    access: Access | None = getattr(request, "access", None)
    return {"user": _user_id(request), "municipality": access.slug if access else "", "address": address_of(request)}


def _user_id(request: HttpRequest) -> int | None:
    """Whoever is signed in, if anybody asked: the log asks nothing of the database."""
    user = request.__dict__.get("user")
    known = None if getattr(user, "_wrapped", None) is empty else user
    return known.pk if known is not None else None


def _what(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    return {"method": request.method, "route": match.view_name if match else ""}
