"""Who one can be in the demo."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from django.urls import reverse

from styrmodell.models import Municipality, RoleAssignment
from styrmodell.permissions import Role

DESCRIPTIONS = {
    Role.POLITICIAN: "Läser läget, målen och de beslutade rapporterna",
    Role.SECRETARY: "Håller nämndens mål i ordning och antecknar besluten",
    Role.UNIT_MANAGER: "Lägger prognos för sin verksamhet",
    Role.DEPARTMENT_HEAD: "Bedömer målen, skriver analysen och lämnar in",
    Role.CONTROLLER: "Läser in utfallet, granskar och sammanställer",
    Role.MANAGEMENT: "Följer alla nämnder och skriver kommunens rapport",
    Role.AUDITOR: "Läser allt, även historiken",
    Role.ADMINISTRATOR: "Ställer in ord, färg och styrmodell",
}


class DemoLogin(NamedTuple):
    """One button on the login page; `value` is the account's e-mail address, posted to `url`."""

    role: str
    description: str
    url: str
    value: str


def demo_logins() -> list[tuple[Municipality, list[DemoLogin]]]:
    """The demo's accounts per municipality, in the order they were made (one query)."""
    rows = (
        RoleAssignment.objects.filter(user__is_demo=True, user__is_active=True, municipality__is_demo=True)
        .select_related("user", "municipality")
        .order_by("municipality_id", "pk")
    )
    url = reverse("accounts:demo-login")
    return [
        (group[0].municipality, [_login(row, url) for row in group])
        for group in (list(rows) for _, rows in groupby(rows, key=lambda row: row.municipality_id))
    ]


def _login(row: RoleAssignment, url: str) -> DemoLogin:
    return DemoLogin(row.user.name, DESCRIPTIONS[Role(row.role)], url, row.user.email)
