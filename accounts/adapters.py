"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.limits import TooManyError

# Pages of the login library that are not for here: accounts and their addresses are an administrator's.
CLOSED = ("signup", "email", "confirm-email", "password/set", "login/code")
FORGOTTEN_AFTER = 5 * 60  # seconds: allauth's longest time for guesses, its limit for an account


def closed_pages() -> tuple[str, ...]:
    """Parts of addresses under /konto/ that answer 404. Without mail nobody can ask for a new password either."""
    return CLOSED if settings.SENDS_MAIL else (*CLOSED, "password/reset(?!/key)")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess. Raises TooManyError when the account or the address has had its share."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise TooManyError(retry_after=FORGOTTEN_AFTER) from error
