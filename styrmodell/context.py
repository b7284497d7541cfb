"""What the shell around every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from styrmodell.access import Access
from styrmodell.pages import areas
from styrmodell.selectors.demo import demo_logins
from styrmodell.selectors.instructions import WHILE_REPORTING, instructions
from styrmodell.selectors.words import steering_words


def shell(request: HttpRequest) -> dict[str, Any]:
    """Municipality, menu, words, instructions and nonce for `base.html`; no query unless the template asks."""
    access: Access | None = getattr(request, "access", None)
    common: dict[str, Any] = {"csp_nonce": getattr(request, "csp_nonce", ""), "demo_mode": settings.DEMO_MODE}
    common["sends_mail"] = settings.SENDS_MAIL
    common["example_day"] = settings.EXAMPLE_DAY
    if settings.DEMO_MODE and access is None:
        common["demo_logins"] = SimpleLazyObject(demo_logins)
    if access is None:
        return {**common, "municipality": None, "access": None, "nav": [], "rooms": [], "terms": {}}
    return {
        **common,
        "municipality": access.municipality,
        "access": access,
        "nav": areas.menu(access, request.path),
        "rooms": areas.rooms(access, request.path),
        "terms": SimpleLazyObject(lambda: steering_words(access)),
        "instructions": SimpleLazyObject(lambda: instructions(access, WHILE_REPORTING)),
    }
