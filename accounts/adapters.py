"""How allauth behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

# Pages of the login library that are not for here: accounts and their addresses are an administrator's.
CLOSED = ("signup", "email", "confirm-email", "password/set", "login/code")


def closed_pages() -> tuple[str, ...]:
    """Parts of addresses under /konto/ that answer 404. Without mail nobody can ask for a new password either."""
    return CLOSED if settings.SENDS_MAIL else (*CLOSED, "password/reset(?!/key)")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
