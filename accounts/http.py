"""The policy mark of a page outside a municipality, and the way to the login page. They stand on the ground floor, so
that every app has them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.sessions import has_ended

ANYONE = "alla"  # also without login
SIGNED_IN = "inloggade"  # any account, outside a municipality
ENDED = (
    "Din inloggning har tagit slut. Logga in igen, så kommer du tillbaka till sidan. "
    "En inloggning tar slut när inget har gjorts på {minutes} minuter, och senast efter {hours} timmar."
)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_to(who: str) -> Callable[[View], View]:
    """Policy mark for a view outside a municipality: ANYONE, or SIGNED_IN, and then strangers are asked to sign in."""

    def decorate(view: View) -> View:
        marked = _for_signed_in(view) if who == SIGNED_IN else view
        marked.policy = who  # type: ignore[attr-defined]
        return marked

    return decorate


def _for_signed_in(view: View) -> View:
    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return ask_to_sign_in(request, request.get_full_path())

    return cast("View", asked)


def ask_to_sign_in(request: HttpRequest, wanted: str) -> HttpResponse:
    """Lead to the login page, and from there to what is wanted. Who was signed in is told why once more."""
    if has_ended(request):
        limits = {"minutes": settings.SESSION_IDLE_MINUTES, "hours": settings.SESSION_HOURS}
        messages.info(request, ENDED.format(**limits))
    return redirect_to_login(wanted, settings.LOGIN_URL)
