"""What the log costs with a million events: its first page, far back, and every way to choose; and its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from goals.models import Goal as GoalRow
from styrmodell.access import Access
from styrmodell.models import AuditEvent, RoleAssignment
from styrmodell.permissions import Role
from styrmodell.selectors.log import LogQuery, events_asked_for
from tests.perf.measure import Figure, Goal, Size, measure, spaced
from tests.styrmodell.events import heap
from ui import clock

Type = AuditEvent.Type
PAGE = Goal(100, 24)
PEOPLE = 400
APART = 90  # seconds: a million events are not quite three years
# Ten of the common kinds for each that is rare; what is rarest is only found at the other end.
COMMON = [Type.GOAL_SAVED, Type.FORECAST_SAVED, Type.SIGNED_IN, Type.SIGNED_OUT, Type.FILE_FETCHED, Type.GOAL_JUDGED]
RARE = [Type.REFUSED, Type.REPORT_SUBMITTED, Type.PERIOD_CLOSED]
LONG_AGO = Type.BACKUP_RESTORED


def log(access: Access, size: Size) -> Iterator[Figure]:
    """Every figure, with as many events as the size says."""
    auditor = RoleAssignment.objects.of(access).filter(role=Role.AUDITOR.value).select_related("user")[0].user
    long_ago = _fill(access, size.events)
    client = Client()
    client.force_login(auditor)

    def get(**asked: object) -> Callable[[], Any]:
        days = {"fran": "", "till": "", **asked}
        return lambda: client.get(reverse("styrmodell:log", args=[access.slug]), days)

    organisation = access.organisations[access.tree.in_order()[len(access.tree.in_order()) // 2]].code
    asked: dict[str, dict[str, object]] = {
        "hela tiden": {},
        "en händelse": {"handelse": Type.PERIOD_CLOSED.value},
        "ett ämne": {"handelse": "mal"},
        "nekat": {"utgang": "nekat"},
        "en som bara hände först": {"handelse": LONG_AGO.value},
        "en person": {"vem": "person 17@"},
        "en person som slutat": {"vem": long_ago.email},
        "ett ord": {"sak": "sak4711"},
        "ett ord som är vanligt": {"sak": "händelse"},
        "en organisation": {"enhet": organisation},
        "allt på en gång": {"sak": "sak", "enhet": organisation, "handelse": "mal", "vem": "person"},
        "långt bak": {"fore": _far_back(access, size.events)},
    }
    for words, choice in asked.items():
        yield measure(f"Logg, {spaced(size.events)} händelser: {words}", PAGE, get(**choice), size.rounds)
    for format_ in ("csv", "xlsx"):
        address = reverse("styrmodell:log-file", args=[access.slug, format_])
        week = {"fran": (clock.today() - timedelta(days=20)).isoformat(), "till": ""}
        yield measure(f"Logg: 20 dagar som {format_}", Goal(15_000), lambda a=address, w=week: client.get(a, w), 1)


def _fill(access: Access, events: int) -> User:
    """Fill the log up, once; who did the oldest events and nothing since."""
    email = f"borta@{access.slug}.example"
    held = {
        "organisation": access.organisations[access.tree.roots()[0]],
        "valid_from": "2020-01-01",
        "role": "politiker",
    }
    people = []
    for number in range(PEOPLE):
        user, is_new = User.objects.get_or_create(
            email=f"person {number}@{access.slug}.example", name=f"Person {number}"
        )
        people.append(user.pk)
        if is_new:
            RoleAssignment.objects.create(municipality=access.municipality, user=user, **held)
    long_ago, is_new = User.objects.get_or_create(email=email, name="Borta")
    if is_new:
        RoleAssignment.objects.create(municipality=access.municipality, user=long_ago, **held)
    if AuditEvent.objects.of(access).count() >= events:
        return long_ago
    goals = list(GoalRow.objects.of(access).values_list("pk", flat=True))
    about = {"table": "goals.goal", "rows": goals, "organisations": [*access.organisations, None]}
    old, now = events // 50, clock.now()
    heap(access.municipality, events - old, now, apart=APART, types=[*COMMON * 10, *RARE], users=people, **about)
    first = now - timedelta(seconds=APART) * (events - old)
    heap(access.municipality, old, first, apart=APART, types=[LONG_AGO, *COMMON], users=[long_ago.pk], **about)
    return long_ago


def _far_back(access: Access, events: int) -> str:
    """Where the page before the last begins."""
    row = events_asked_for(access, LogQuery())[max(0, events - 100)]
    return f"{int(row.at.timestamp() * 1_000_000)}-{row.pk}"
