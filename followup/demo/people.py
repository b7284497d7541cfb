"""The demo's users: named by role, without a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import User
from styrmodell.models import Municipality, Organisation, RoleAssignment
from styrmodell.permissions import Role

from .content import Person

HELD_FROM = date(2023, 1, 1)


def create_people(
    municipality: Municipality, organisations: Mapping[str, Organisation], people: Sequence[Person]
) -> dict[str, User]:
    """Make the users and their roles; returns them by role and organisation's code, as in "controller kf"."""
    users = {}
    for person in people:
        organisation = organisations[person.organisation]
        user = User.objects.create_user(f"{person.address}@{municipality.slug}.example", person.name, is_demo=True)
        RoleAssignment.objects.create(
            municipality=municipality,
            organisation=organisation,
            user=user,
            role=Role(person.role).value,
            valid_from=HELD_FROM,
        )
        users[f"{person.role} {person.organisation}"] = user
    return users
