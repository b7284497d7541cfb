"""How long somebody stays signed in: so long without asking for anything, and so long in all (ASVS 7.3.1, 7.3.2)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.db.models.functions import Now
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began", "seen"  # seconds since 1970
KNOWN = timedelta(days=1)  # after a session has ended
A_MINUTE = 60  # as often as that it is written down that somebody is still there

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionStore(db.SessionStore):
    """As Django's own, and it ends so many hours after somebody signed in, whatever they do."""

    def get_session_cookie_age(self) -> int:
        """Seconds from now until the session ends, if nothing more is asked for in it."""
        now = int(time.time())
        began: int = self.get(BEGAN, now)
        return min(settings.SESSION_COOKIE_AGE, began + settings.SESSION_HOURS * 60 * 60 - now)

    @classmethod
    def clear_expired(cls) -> None:
        """Forget those that ended long ago. Until then it is known whose a form was that came too late (`unsent.py`)."""
        cls.get_model_class().objects.filter(expire_date__lt=Now() - KNOWN).delete()


@receiver(user_logged_in)
def _began(request: HttpRequest, **_: Any) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


class StillHereMiddleware:
    """Moves the end of the session on when its person asks for something."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        is_asked = session.accessed and response.status_code < 500  # else the database may be away
        if is_asked and SESSION_KEY in session and time.time() - session.get(SEEN, 0) >= A_MINUTE:
            session[SEEN] = int(time.time())
            session.setdefault(BEGAN, session[SEEN])  # a sign-in from a version that did not write it down
        return response


def has_ended(request: HttpRequest) -> bool:
    """Was whoever asks signed in until the session ended? The browser shows a session that is no more."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.session_key is None
