"""Who visits, without asking who they are: from where, and for an account nobody has, what was typed."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def address_of(request: HttpRequest) -> str:
    """From where the visitor came, as the limits on guesses see it; empty when that cannot be told."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (
        ImproperlyConfigured,
        PermissionDenied,
    ):  # fewer proxies than the settings say, or a server without addresses
        return ""


def mark_of(typed: str) -> str:
    """The same mark for the same text, from which nobody can tell the text: what is typed for an account may be somebody's
    password, or a person who has no account here."""
    return salted_hmac("accounts.visits", typed.strip().lower()).hexdigest()[:16]
