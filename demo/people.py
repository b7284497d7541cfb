"""The demo's users: named by role, without a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from accounts.models import User
from demo.content import PersonText
from styrmodell.access import access_for
from styrmodell.actions.reviewing import reviewed_row
from styrmodell.models import Municipality, Organisation, RoleAssignment, RoleReview
from styrmodell.permissions import Role
from styrmodell.selectors.reviewing import review_parts

HELD_FROM = date(2023, 1, 1)
REVIEWED = datetime(2026, 3, 16, 9, 12, tzinfo=UTC)
SHARED = "ekonom@kommunerna.example"  # small municipalities share their economist: here somebody can switch


def create_people(
    municipality: Municipality, organisations: Mapping[str, Organisation], people: Sequence[PersonText]
) -> dict[str, User]:
    """Make the users and their roles; returns them by role and organisation's code, as in "controller kf"."""
    users = {}
    for person in people:
        user = User.objects.create_user(f"{person.address}@{municipality.slug}.example", person.name, is_demo=True)
        _assign(user, Role(person.role), organisations[person.organisation])
        users[f"{person.role} {person.organisation}"] = user
    return users


def share_economist(assembly: Organisation) -> None:
    """Let the economist that the examples share work in this municipality too."""
    user = User.objects.filter(email=SHARED).first()
    if user is None:
        user = User.objects.create_user(SHARED, "Ekonom, gemensam för kommunerna", is_demo=True)
    _assign(user, Role.CONTROLLER, assembly)


def review_one_part(municipality: Municipality, users: Mapping[str, User]) -> None:
    """Have the administrator look through one part of the municipality on a day in spring, so that there is a record to
    read. Which part and day are made up."""
    administrator = next((user for key, user in users.items() if key.startswith(Role.ADMINISTRATOR.value)), None)
    if administrator is None:
        return
    access = access_for(administrator, municipality)
    parts = [part for part in review_parts(access) if part.organisation.parent_id is not None]
    if parts:
        part = max(parts, key=lambda part: len(part.held))
        rows = RoleAssignment.objects.of(access).in_bulk([row.holding.pk for row in part.held])
        told = [reviewed_row(role, is_ended=False) for role in rows.values()]
        RoleReview.objects.create(
            municipality=municipality, organisation=part.organisation, by=administrator, at=REVIEWED, rows=told
        )


def _assign(user: User, role: Role, organisation: Organisation) -> None:
    RoleAssignment.objects.create(
        municipality=organisation.municipality,
        organisation=organisation,
        user=user,
        role=role.value,
        valid_from=HELD_FROM,
    )
