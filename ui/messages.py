"""Where a word about what was done waits for the next page: a cookie, and in the session what has no room there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Over https the cookie's name says that only this host has set it, as those of session and forms do."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        """The cookie's name, with or without https."""
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class MessageStorage(FallbackStorage):
    """As Django's own, with that cookie."""

    storage_classes = (HostCookieStorage, SessionStorage)
