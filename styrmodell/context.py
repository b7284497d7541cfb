"""What the shell around every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from styrmodell.access import Access
from styrmodell.policies import can_read_log
from styrmodell.rules.terms import TermKey
from styrmodell.selectors.demo import demo_logins
from styrmodell.selectors.instructions import WHILE_REPORTING, instructions
from styrmodell.selectors.words import steering_words

# The areas of the house (docs/reference/design.md).
AREAS = [
    ("laget", "followup:status-view", "Läget", ""),
    ("styrkedja", "goals:tree", "Styrkedja", ""),
    ("prognos", "budget:overview", "Budget och", TermKey.FORECAST),
    ("uppfoljning", "followup:board", "Uppföljning", ""),
    ("arshjul", "styrmodell:calendar", "Årshjul", ""),
]
ADMINISTRATION = ("administration", "styrmodell:log", "Administration", "")


@dataclass(frozen=True, slots=True)
class NavItem:
    """One area in the main menu; its label may end in a word of the municipality's own."""

    key: str
    url: str
    label: str
    word: str
    current: bool
    is_apart: bool  # at the far end


def _navigation(request: HttpRequest, access: Access) -> list[NavItem]:
    shown = [(*area, False) for area in AREAS] + [(*ADMINISTRATION, True)] * bool(can_read_log(access))
    areas = ((key, reverse(name, args=[access.slug]), label, word, apart) for key, name, label, word, apart in shown)
    return [
        NavItem(key, url, label, word, request.path.startswith(url), apart) for key, url, label, word, apart in areas
    ]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Municipality, menu, words, instructions and nonce for `base.html`; no query unless the template asks."""
    access: Access | None = getattr(request, "access", None)
    common: dict[str, Any] = {"csp_nonce": getattr(request, "csp_nonce", ""), "demo_mode": settings.DEMO_MODE}
    common["sends_mail"] = settings.SENDS_MAIL
    common["example_day"] = settings.EXAMPLE_DAY
    if settings.DEMO_MODE and access is None:
        common["demo_logins"] = SimpleLazyObject(demo_logins)
    if access is None:
        return {**common, "municipality": None, "access": None, "nav": [], "terms": {}}
    return {
        **common,
        "municipality": access.municipality,
        "access": access,
        "nav": _navigation(request, access),
        "terms": SimpleLazyObject(lambda: steering_words(access)),
        "instructions": SimpleLazyObject(lambda: instructions(access, WHILE_REPORTING)),
    }
