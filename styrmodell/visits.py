"""What the audit log says of visits: who came in, who did not, who left, what was refused and what was taken away.

The login library tells by signals. A session that is made without a visit (a command, a test) is no visit."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.visits import mark_of
from styrmodell import audit
from styrmodell.models import AuditEvent
from ui.reference import current_reference

REFUSALS = (403, 429)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    if current_reference():
        audit.note(AuditEvent.Type.SIGNED_IN, request, user_id=user.pk)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if current_reference() and user is not None:
        audit.note(AuditEvent.Type.SIGNED_OUT, request, user_id=user.pk)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Whose account it was, when it is somebody's; else a line alone, with a mark of what was typed."""
    if request is None or not current_reference():
        return
    typed = str(credentials.get("email", ""))
    user = User.objects.filter(email=typed.strip().lower()).first()
    if user:
        audit.note(AuditEvent.Type.SIGN_IN_FAILED, request, user_id=user.pk)
    else:
        audit.note_stranger(AuditEvent.Type.SIGN_IN_FAILED, request, unknown=mark_of(typed))


@receiver([password_changed, password_reset])
def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    audit.note(AuditEvent.Type.PASSWORD_CHANGED, request, user_id=user.pk)


def note_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Note what was refused, and the files that were fetched."""
    match = request.resolver_match
    where = {"route": match.view_name, "ids": {k: v for k, v in match.kwargs.items() if k != "kommun"}} if match else {}
    if response.status_code in REFUSALS:
        _note(AuditEvent.Type.REFUSED, request, status=response.status_code, **where)
    elif response.status_code == 200 and response.has_header("Content-Disposition"):
        _note(AuditEvent.Type.FILE_FETCHED, request, **where)


def note_unknown_here(request: HttpRequest) -> None:
    """Note that somebody asked for a municipality where they have no role, or that is none."""
    _note(AuditEvent.Type.REFUSED, request, status=404)


def _note(type_: AuditEvent.Type, request: HttpRequest, **data: Any) -> None:
    if request.user.is_authenticated:
        audit.note(type_, request, user_id=request.user.pk, **data)
    else:
        audit.note_stranger(type_, request, **data)
