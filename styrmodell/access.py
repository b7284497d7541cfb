"""Access: who asks, in which municipality, with which rights where. Every selector starts from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.models import User
from styrmodell.models import Municipality, Organisation, RoleAssignment
from styrmodell.permissions import Permission, Role, permissions_of
from styrmodell.rules.tree import Tree
from styrmodell.rules.vocabulary import OrganisationKind
from ui import clock

BY_COMMAND = "kommando"  # in the place of a request's id

# Reports are handed in to these; an utskott's to the nämnd that it is a part of.
BODIES = frozenset(
    {
        OrganisationKind.ASSEMBLY,
        OrganisationKind.EXECUTIVE,
        OrganisationKind.COMMITTEE,
        OrganisationKind.COMPANY,
        OrganisationKind.AUDIT,
    }
)


class AccessDenied(Exception):  # noqa: N818 - reads as what it says
    """The user is unknown in the municipality: the answer is 404, as if nothing were there."""


@dataclass(frozen=True)
class Access:
    """User + municipality + organisation tree + roles, read once per request (two queries).

    `organisations` are those of a day, today unless `at` says another; `known` are all that ever were or are planned.
    `roles` maps an organisation's id to the roles held directly there; rights are inherited down the tree."""

    user: User | None
    municipality: Municipality
    organisations: Mapping[int, Organisation]
    roles: Mapping[int, frozenset[Role]]
    request_id: str = ""
    known: Mapping[int, Organisation] = field(default_factory=dict, repr=False)

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

    def at(self, day: date) -> Access:
        """The same user with the tree of another day: what an occasion is about is read with the tree of its cut-off."""
        return self._with(in_force(self.known, day)) if self.known else self

    @cached_property
    def ever(self) -> Access:
        """The same user with every organisation that has begun, ended ones too: what stands in history is named and
        read with it, nothing new is begun with it."""
        today = clock.today()
        begun = {pk: row for pk, row in self.known.items() if row.valid_from is None or row.valid_from <= today}
        return self._with(begun) if self.known else self

    def _with(self, organisations: Mapping[int, Organisation]) -> Access:
        return self if organisations.keys() == self.organisations.keys() else replace(self, organisations=organisations)

    @cached_property
    def _permissions(self) -> dict[int, frozenset[Permission]]:
        """Rights per organisation, ended ones too: what is held there, and what is inherited from above."""
        tree, insight = self.ever.tree, self.municipality.insight
        granted: dict[int, frozenset[Permission]] = {}
        for pk in tree.in_order():
            parent = tree.parent(pk)
            inherited = granted[parent] if parent is not None else frozenset[Permission]()
            if self.ever.organisations[pk].kind in BODIES and Permission.SUBMITTED_VIEW not in inherited:
                inherited -= {Permission.OWN_SUBMITTED_VIEW}
            own = [permissions_of(role, insight) for role in self.roles.get(pk, ())]
            granted[pk] = inherited.union(*own) if own else inherited
        return {pk: _with_own_submitted(held) for pk, held in granted.items()}

    def has(self, permission: Permission, organisation_id: int | None = None) -> bool:
        """May the user do this in the organisation (or anywhere, when none is given)?"""
        if organisation_id is None:
            return any(permission in held for held in self._permissions.values())
        return permission in self._permissions.get(organisation_id, frozenset())

    def holds(self, roles: Collection[str], organisation_id: int) -> bool:
        """Does the user hold one of the roles in the organisation, or above it?"""
        above = self.ever.tree.ancestors(organisation_id, include_self=True)
        return any(role in roles for pk in above for role in self.roles.get(pk, ()))

    def organisation_ids(self, permission: Permission) -> list[int]:
        """The organisations of the tree where the user holds the permission."""
        return [pk for pk, held in self._permissions.items() if permission in held and pk in self.organisations]

    def by_kind(self, *kinds: str) -> Sequence[Organisation]:
        """The municipality's organisations of the kinds, in the tree's order."""
        return [self.organisations[pk] for pk in self.tree.in_order() if self.organisations[pk].kind in kinds]


def _with_own_submitted(held: frozenset[Permission]) -> frozenset[Permission]:
    """What is handed in to the own body is seen as what is handed in to any."""
    return held | {Permission.SUBMITTED_VIEW} if Permission.OWN_SUBMITTED_VIEW in held else held


def in_force(organisations: Mapping[int, Organisation], on: date) -> dict[int, Organisation]:
    """Those that are there on a day: from their first day through their last."""
    return {pk: row for pk, row in organisations.items() if row.is_in_force(on)}


def read_organisations(municipality: Municipality) -> dict[int, Organisation]:
    """Every organisation that ever was or is planned; parents before children is not promised: use `Access.tree` (one
    query)."""
    rows = Organisation.objects.filter(municipality=municipality).order_by("position", "pk")
    return {row.pk: row for row in rows}


def access_for(user: User, municipality: Municipality, request_id: str = "") -> Access:
    """Build the access of a user (two queries). Raises AccessDenied for somebody without any role here."""
    return _access(user, _assignments(user).filter(municipality=municipality), request_id)


def access_at(user: User, slug: str, request_id: str = "") -> Access:
    """Build the access of a user in the municipality of an address (two queries). Raises AccessDenied for somebody
    without any role there, and when there is no such municipality."""
    return _access(user, _assignments(user).filter(municipality__slug=slug), request_id)


def _assignments(user: User) -> QuerySet[RoleAssignment]:
    """The roles that the user holds today, each with its municipality."""
    today = clock.today()
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return RoleAssignment.objects.filter(still, user=user, valid_from__lte=today).select_related("municipality")


def _access(user: User, assignments: Iterable[RoleAssignment], request_id: str) -> Access:
    roles: dict[int, frozenset[Role]] = {}
    municipality = None
    for held in assignments:
        roles[held.organisation_id] = roles.get(held.organisation_id, frozenset()) | {Role(held.role)}
        municipality = held.municipality
    if municipality is None:
        raise AccessDenied
    known = read_organisations(municipality)
    return Access(user, municipality, in_force(known, clock.today()), roles, request_id, known)


def system_access(municipality: Municipality) -> Access:
    """Access for commands on the server: whoever may run them holds every role at the top of the tree."""
    known = read_organisations(municipality)
    tops = {pk: frozenset(Role) for pk, row in known.items() if row.parent_id is None}
    return Access(None, municipality, in_force(known, clock.today()), tops, BY_COMMAND, known)
