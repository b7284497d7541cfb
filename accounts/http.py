"""The policy mark of a page outside a municipality. It stands on the ground floor, so that every app can set it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase

ANYONE = "alla"  # also without login
SIGNED_IN = "inloggade"  # any account, outside a municipality

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to(who: str) -> Callable[[View], View]:
    """Policy mark for a view outside a municipality: ANYONE, or SIGNED_IN, and then strangers are asked to sign in."""

    def decorate(view: View) -> View:
        marked = login_required(view) if who == SIGNED_IN else view
        marked.policy = who  # type: ignore[attr-defined]
        return marked

    return decorate
