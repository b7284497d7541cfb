"""The demo's users: named by role, without a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import User
from demo.content import PersonText
from styrmodell.models import Municipality, Organisation, RoleAssignment
from styrmodell.permissions import Role

HELD_FROM = date(2023, 1, 1)
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


def _assign(user: User, role: Role, organisation: Organisation) -> None:
    RoleAssignment.objects.create(
        municipality=organisation.municipality,
        organisation=organisation,
        user=user,
        role=role.value,
        valid_from=HELD_FROM,
    )
