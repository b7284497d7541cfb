"""Access: who asks, in which municipality, with which rights where. Every selector starts from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.models import User

from .models import Municipality, Organisation, RoleAssignment
from .permissions import ROLE_PERMISSIONS, Permission, Role
from .rules.tree import Tree


class AccessDenied(Exception):  # noqa: N818 - reads as what it says
    """The user is unknown in the municipality: the answer is 404, as if nothing were there."""


@dataclass(frozen=True)
class Access:
    """User + municipality + organisation tree + roles, read once per request (three queries).

    `roles` maps an organisation's id to the roles held directly there; rights are inherited down the tree."""

    user: User | None
    municipality: Municipality
    organisations: Mapping[int, Organisation]
    roles: Mapping[int, frozenset[Role]]
    request_id: str = ""

    @property
    def user_id(self) -> int | None:
        """The user's id, None for a command or a job without a person."""
        return self.user.pk if self.user else None

    @property
    def slug(self) -> str:
        """The municipality's part of every address."""
        return self.municipality.slug

    @cached_property
    def tree(self) -> Tree:
        """The organisation tree as pure ids."""
        return Tree({pk: organisation.parent_id for pk, organisation in self.organisations.items()})

    @cached_property
    def _permissions(self) -> dict[int, frozenset[Permission]]:
        """Rights per organisation: what is held there, and what is inherited from above."""
        found: dict[int, frozenset[Permission]] = {}
        for pk in self.tree.in_order():
            parent = self.tree.parent(pk)
            inherited = found[parent] if parent is not None else frozenset[Permission]()
            own = (ROLE_PERMISSIONS[role] for role in self.roles.get(pk, ()))
            found[pk] = inherited.union(*own)
        return found

    @cached_property
    def all_roles(self) -> frozenset[Role]:
        """Every role the user holds anywhere in the municipality."""
        return frozenset().union(*self.roles.values()) if self.roles else frozenset()

    def has(self, permission: Permission, organisation_id: int | None = None) -> bool:
        """May the user do this in the organisation (or anywhere, when none is given)?"""
        if organisation_id is None:
            return any(permission in held for held in self._permissions.values())
        return permission in self._permissions.get(organisation_id, frozenset())

    def organisation_ids(self, permission: Permission) -> list[int]:
        """The organisations where the user holds the permission."""
        return [pk for pk, held in self._permissions.items() if permission in held]

    def by_kind(self, *kinds: str) -> Sequence[Organisation]:
        """The municipality's organisations of the kinds, in the tree's order."""
        return [self.organisations[pk] for pk in self.tree.in_order() if self.organisations[pk].kind in kinds]


def read_organisations(municipality: Municipality, on: date) -> dict[int, Organisation]:
    """The tree on a day, parents before children by id order is not promised: use `Access.tree` (one query)."""
    rows = Organisation.objects.filter(municipality=municipality).order_by("position", "pk")
    return {row.pk: row for row in rows if (row.valid_to is None or row.valid_to >= on)}


def read_roles(user: User, municipality: Municipality, on: date) -> dict[int, frozenset[Role]]:
    """The roles the user holds on a day, per organisation (one query)."""
    found: dict[int, frozenset[Role]] = {}
    rows = RoleAssignment.objects.filter(user=user, municipality=municipality, valid_from__lte=on)
    for organisation_id, role, valid_to in rows.values_list("organisation_id", "role", "valid_to"):
        if valid_to is None or valid_to >= on:
            found[organisation_id] = found.get(organisation_id, frozenset()) | {Role(role)}
    return found


def access_for(user: User, municipality: Municipality, request_id: str = "") -> Access:
    """Build the access of a signed-in user. Raises AccessDenied for somebody without any role here."""
    today = timezone.localdate()
    roles = read_roles(user, municipality, today)
    if not roles:
        raise AccessDenied
    return Access(user, municipality, read_organisations(municipality, today), roles, request_id)


def system_access(municipality: Municipality) -> Access:
    """Access for commands on the server: whoever may run them holds every role at the top of the tree."""
    organisations = read_organisations(municipality, timezone.localdate())
    tops = {pk: frozenset(Role) for pk, row in organisations.items() if row.parent_id is None}
    return Access(None, municipality, organisations, tops, "kommando")
