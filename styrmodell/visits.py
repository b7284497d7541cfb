"""What the audit log says of visits: who came in, who did not, who left, what was refused and what was taken away.

The login library tells by signals. A session that is made without a visit (a command, a test) is no visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.visits import mark_of
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Municipality
from styrmodell.selectors.municipalities import municipalities_of, municipality_left
from ui.reference import current_reference

REFUSALS = (403, 429)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    if current_reference():
        _note_account(AuditEvent.Type.SIGNED_IN, request, user)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if current_reference() and user is not None:
        _note_account(AuditEvent.Type.SIGNED_OUT, request, user)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Whose account it was, when it is somebody's; else a line alone, with a mark of what was typed."""
    if request is None or not current_reference():
        return
    typed = str(credentials.get("email", ""))
    user = User.objects.filter(email=typed.strip().lower()).first()
    if user:
        _note_account(AuditEvent.Type.SIGN_IN_FAILED, request, user)
    else:
        audit.note_stranger(AuditEvent.Type.SIGN_IN_FAILED, request, unknown=mark_of(typed))


@receiver([password_changed, password_reset])
def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    _note_account(AuditEvent.Type.PASSWORD_CHANGED, request, user)


def _note_account(type_: AuditEvent.Type, request: HttpRequest, user: User) -> None:
    """Note what was done with an account in the log of each municipality that lets it in; in none's when none does."""
    municipalities: Sequence[Municipality | None] = municipalities_of(user)
    for municipality in municipalities or [None]:
        audit.note(type_, request, user_id=user.pk, municipality=municipality)


def note_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Note what was refused and why, and the files that were fetched."""
    match = request.resolver_match
    where = {"route": match.view_name, "ids": {k: v for k, v in match.kwargs.items() if k != "kommun"}} if match else {}
    if response.status_code in REFUSALS:
        _note(AuditEvent.Type.REFUSED, request, status=response.status_code, **where)
    elif response.status_code == 200 and response.has_header("Content-Disposition"):
        _note(AuditEvent.Type.FILE_FETCHED, request, **where)


def note_unknown_here(request: HttpRequest, slug: str) -> None:
    """Note that somebody asked for a municipality where they have no role, or that is none. Who once had a role there
    stands in its log; other strangers are none of its people."""
    left = municipality_left(request.user, slug)
    audit.note(AuditEvent.Type.REFUSED, request, user_id=request.user.pk, municipality=left, status=404)


def _note(type_: AuditEvent.Type, request: HttpRequest, **data: Any) -> None:
    if request.user.is_authenticated:
        access: Access | None = getattr(request, "access", None)
        municipality = access.municipality if access else None
        summary = getattr(request, "noted", "")
        audit.note(type_, request, user_id=request.user.pk, municipality=municipality, summary=summary, **data)
    else:
        audit.note_stranger(type_, request, **data)
