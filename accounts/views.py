"""Signing in as the demo's accounts («Logga in som»), signing out, and staying signed in while one writes."""

from __future__ import annotations

from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import ANYONE, SIGNED_IN, open_to
from accounts.models import User
from accounts.unsent import unsent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to(ANYONE)
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's users. Exists only where DEMO_MODE is on; else 404."""
    if not settings.DEMO_MODE:
        raise Http404
    email = request.POST.get("anvandare", "").replace("\0", "")  # the database refuses NUL with an error
    user = get_object_or_404(User, email=email, is_demo=True, is_active=True)
    login(request, user, backend=BACKEND)
    return redirect("accounts:unsent" if unsent(request) else settings.LOGIN_REDIRECT_URL)


@open_to(SIGNED_IN)
@require_safe
def unsent_form(request: HttpRequest) -> HttpResponse:
    """What somebody sent when their sign-in had ended, to send again."""
    return render(request, "accounts/unsent.html", {"unsent": unsent(request)})


@open_to(SIGNED_IN)
@require_safe
def still_here(request: HttpRequest) -> HttpResponse:
    """Asked now and then by a page that somebody writes on: they use it, though they ask for nothing else meanwhile
    (`accounts.sessions`), and what they write is not lost when they save it."""
    return HttpResponse(status=204)


@open_to(ANYONE)
def sign_out(request: HttpRequest) -> HttpResponse:
    """The login library's page. Once out, the browser is told to forget what it has kept from here."""
    was_in = request.user.is_authenticated
    response: HttpResponse = logout(request)
    if was_in and not request.user.is_authenticated:
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@open_to(ANYONE)
def closed(request: HttpRequest) -> HttpResponse:
    """A page of the login library that is not for here."""
    raise Http404
