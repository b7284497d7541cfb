"""The municipality's people and what they hold here. Never what they hold elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from styrmodell.access import Access
from styrmodell.models import Organisation, RoleAssignment
from styrmodell.permissions import Role
from styrmodell.rules.people import PersonState, Tenure, covered_until, state_of
from styrmodell.rules.people_list import HeldRole
from styrmodell.rules.tree import Tree
from ui import clock

NO_PASSWORD = "!"  # noqa: S105 - how Django marks an account that has none
CAN_SIGN_IN = Q(user__is_active=True) & (Q(user__is_demo=True) | ~Q(user__password__startswith=NO_PASSWORD))
COLUMNS = (
    "pk", "user_id", "user__name", "user__email", "user__last_login", "role", "organisation_id", "valid_from", "valid_to",
    "deputy", "can_sign_in",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that somebody holds, has held or will hold."""

    pk: int
    role: Role
    organisation: Organisation
    period: Tenure
    deputy_for: str = ""  # whose, when it is held as a deputy


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role here at any time; their roles as the tree has its organisations, those that are over last."""

    pk: int
    name: str
    email: str
    seen: datetime | None  # in Swedish time
    can_sign_in: bool
    holdings: Sequence[Holding]
    state: PersonState

    def held(self, today: date) -> list[Holding]:
        """The roles that are held today or will be."""
        return [row for row in self.holdings if not row.period.is_over(today)]

    def over(self, today: date) -> list[Holding]:
        """The roles that are over."""
        return [row for row in self.holdings if row.period.is_over(today)]


def people(access: Access) -> list[Person]:
    """Everybody with a role here at any time, by name (one query)."""
    return _people(access, RoleAssignment.objects.of(access))


def person_or_404(access: Access, person_id: int) -> Person:
    """Somebody with a role here at any time (one query). Raises Http404 for anybody else: whoever is another
    municipality's is not there."""
    found = _people(access, RoleAssignment.objects.of(access).filter(user_id=person_id))
    if not found:
        raise Http404
    return found[0]


def holding_or_404(person: Person, role_id: int) -> Holding:
    """One of the person's roles that is not over. Raises Http404."""
    today = clock.today()
    for row in person.held(today):
        if row.pk == role_id:
            return row
    raise Http404


def _people(access: Access, rows: QuerySet[RoleAssignment]) -> list[Person]:
    order = {pk: place for place, pk in enumerate(access.ever.tree.in_order())}
    by_user: dict[int, list[Mapping[str, Any]]] = {}
    able = ExpressionWrapper(CAN_SIGN_IN, output_field=BooleanField())
    told = rows.annotate(can_sign_in=able, deputy=F("deputy_for__name")).values(*COLUMNS)
    for row in told.order_by("user__name", "user_id", "valid_from", "pk"):
        by_user.setdefault(row["user_id"], []).append(row)
    return [_person(access, own, order) for own in by_user.values()]


def _person(access: Access, rows: Sequence[Mapping[str, Any]], order: Mapping[int, int]) -> Person:
    first, today = rows[0], clock.today()
    holdings = sorted(
        (_holding(access, row) for row in rows),
        key=lambda row: (row.period.is_over(today), order.get(row.organisation.pk, len(order))),
    )
    seen = timezone.localtime(first["user__last_login"]) if first["user__last_login"] else None
    able = first["can_sign_in"]
    periods = [row.period for row in holdings]
    state = state_of(periods, today, seen=seen.date() if seen else None, can_sign_in=able)
    return Person(first["user_id"], first["user__name"], first["user__email"], seen, able, holdings, state)


def _holding(access: Access, row: Mapping[str, Any]) -> Holding:
    period, organisation = Tenure(row["valid_from"], row["valid_to"]), access.known[row["organisation_id"]]
    return Holding(row["pk"], Role(row["role"]), organisation, period, row["deputy"] or "")


def held_roles(access: Access) -> list[HeldRole]:
    """The roles that are held today or will be, as a list has them: by address and in the tree's order. Those of deputies
    stand in no list (one query)."""
    order = {pk: place for place, pk in enumerate(access.ever.tree.in_order())}
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    rows = RoleAssignment.objects.of(access).filter(still, deputy_for=None)
    columns = ("pk", "user__email", "user__name", "role", "organisation_id", "valid_from", "valid_to")
    told = sorted(rows.values_list(*columns), key=lambda row: (row[1], order.get(row[4], len(order)), row[3], row[5]))
    return [
        HeldRole(pk, email, name, Role(role), access.known[where].code, Tenure(first, last))
        for pk, email, name, role, where, first, last in told
    ]


def mark_of(held: Iterable[HeldRole]) -> str:
    """What the roles are now, in short: another mark when one of them is another."""
    said = "\n".join(f"{row.pk} {row.days.first} {row.days.last}" for row in sorted(held, key=lambda row: row.pk))
    return sha256(said.encode()).hexdigest()


def organisations_named(access: Access) -> list[Organisation]:
    """The organisations that a list can name: the whole municipality first, those that have ended or are planned too."""
    tree = Tree({pk: row.parent_id for pk, row in access.known.items()})
    return [access.known[pk] for pk in tree.in_order()]


def has_administrator_until(access: Access) -> date:
    """Through which day the municipality is sure to have an administrator who can sign in (one query)."""
    tops = [pk for pk, row in access.known.items() if row.parent_id is None]
    rows = RoleAssignment.objects.of(access).filter(
        CAN_SIGN_IN, role=Role.ADMINISTRATOR.value, organisation_id__in=tops
    )
    periods = (Tenure(first, last) for first, last in rows.values_list("valid_from", "valid_to"))
    return covered_until(periods, clock.today())


def is_elsewhere(access: Access, user: User) -> bool:
    """Does somebody hold a role in another municipality, today or later (one query)?"""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    return user.role_assignments.exclude(municipality=access.municipality).filter(still).exists()
