"""Who somebody is, asked by the web server before Django begins; and who may send much: whoever is signed in."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import parse_cookie


def session_key(cookies: str) -> str:
    """The key of the session that these cookies show; empty when they show none."""
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


def refusal_of_much(cookies: str) -> HTTPStatus | None:
    """Why whoever sends these cookies may not send much; None when they are of somebody who is signed in (one query)."""
    close_old_connections()
    key = session_key(cookies)
    try:
        signed_in = bool(key) and SESSION_KEY in SessionStore(key)
    except DatabaseError:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return None if signed_in else HTTPStatus.REQUEST_ENTITY_TOO_LARGE
