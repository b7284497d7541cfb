"""A form that was sent when its sender's sign-in had ended: kept until they are back, for them to look at and send again.

It is kept in the session of whoever signs in next in that browser, and shown only to the one whose session it was. Nothing
is ever sent again by the program itself: what stood on the page may be another by then."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts.sessions import has_ended

KEY = "unsent"
MARK = "csrfmiddlewaretoken"
IS_KEPT = "Det du skickade sparades inte, men det finns kvar och visas när du har loggat in."


@dataclass(frozen=True, slots=True)
class Unsent:
    """Where the form was going, what stood in it, and what of that somebody has written in words."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """Values of more than one word."""
        return [value for _, value in self.fields if len(value.split()) > 1]


def keep(request: HttpRequest) -> bool:
    """Keep the form that is sent, when its sender was signed in until now (one query, and one that writes)."""
    whose = _whose(request) if request.method == "POST" and has_ended(request) else ""
    if whose:
        fields = [(name, value) for name, values in request.POST.lists() for value in values if name != MARK]
        messages.info(request, IS_KEPT)
        request.session[KEY] = [whose, request.get_full_path(), fields, bool(request.FILES)]
    return bool(whose)


def unsent(request: HttpRequest) -> Unsent | None:
    """The form that is kept for whoever is signed in."""
    whose, *kept = request.session.get(KEY) or [""]
    if not whose or whose != str(request.user.pk):
        return None
    path, fields, had_files = kept
    return Unsent(path, [(name, value) for name, value in fields], had_files)


def _whose(request: HttpRequest) -> str:
    """The id of whoever's session has ended; empty when nobody knows any more."""
    row = Session.objects.filter(pk=request.COOKIES[settings.SESSION_COOKIE_NAME]).first()
    return str(row.get_decoded().get(SESSION_KEY, "")) if row else ""
