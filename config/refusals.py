"""What is answered when nothing can be done for a visitor now: in words, with when to come back.

Drawn without session, rights or database: any of them may be what is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error
from psycopg.errors import IdleInTransactionSessionTimeout

from styrmodell.disk import is_at_fault

GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER = 30  # seconds
WORDS = {
    HTTPStatus.REQUEST_TIMEOUT: (
        "Det tog för lång tid att ta emot det du skickade",
        "Anslutningen är långsam eller bröts. Ingenting är sparat. Gå tillbaka och försök igen.",
    ),
    HTTPStatus.LENGTH_REQUIRED: (
        "Det gick inte att ta emot det som skickades",
        "Webbläsaren, eller något på vägen, sa inte hur mycket som skulle skickas. Prova en annan webbläsare.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "Det som skickades är för stort",
        "En fil får vara högst 100 MB, och du behöver vara inloggad. Dela upp filen, eller logga in och välj den på nytt.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Styrmodell kan inte svara just nu",
        "Inget av det du har sparat är borta. Vänta en halv minut och försök igen.",
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: (
        "Det går inte att spara just nu",
        "Disken är full, eller går inte att nå, så det du skickade sparades inte. Säg till den som sköter driften, "
        "och försök igen när det är ordnat.",
    ),
}


class RefusalMiddleware:
    """Answers for what was refused before anybody looked at it (`config/bodies.py`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refusal = request.META.get("styrmodell.refusal")
        return refused(refusal) if refusal else self.get_response(request)


def fault(request: HttpRequest) -> HttpResponse:
    """What nobody expected: 503 when the database is away or the disk is at fault, as both pass; else 500."""
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError) or _was_idle(error):
        return refused(HTTPStatus.SERVICE_UNAVAILABLE)
    if is_at_fault(error):
        return refused(HTTPStatus.INSUFFICIENT_STORAGE)
    return server_error(request)


def _was_idle(error: BaseException | None) -> bool:
    """Has the database ended a connection that did nothing in a transaction? It counts that as a fault of its own."""
    return isinstance(error, InternalError) and isinstance(error.__cause__, IdleInTransactionSessionTimeout)


def refused(reason: HTTPStatus) -> HttpResponse:
    """A page with the reason's words. What passes, a full disk too, is 503 with when to come back."""
    title, text = WORDS[reason]
    passes = reason in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE}
    response = HttpResponse(
        render_to_string("refused.html", {"title": title, "text": text}),
        status=HTTPStatus.SERVICE_UNAVAILABLE if passes else reason,
    )
    response["Cache-Control"] = "no-store"
    if passes:
        response["Retry-After"] = str(RETRY_AFTER)
    return response
