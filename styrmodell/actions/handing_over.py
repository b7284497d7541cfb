"""Handing over what somebody holds: for a time, to a deputy, or for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.actions.people import RoleInput, give_role, keep_administrator, lock_people, roles_held, set_last
from styrmodell.permissions import Role
from styrmodell.selectors.people import has_administrator_until


@dataclass(frozen=True, slots=True)
class Handover:
    """Which roles somebody takes over, from when to when, and whether only as a deputy."""

    role_ids: Collection[int]
    first: date
    last: date | None = None
    is_deputy: bool = False


@transaction.atomic
def hand_over(*, access: Access, giver: User, taker: User, what: Handover) -> None:
    """Give the roles to the taker too, and unless it is a deputy let the giver's end the day before. All of it or nothing:
    raises ValidationError when one of the roles is over, when the taker holds one already, or when the municipality would
    be without an administrator."""
    lock_people(access)
    policies.can_manage_people(access).require()
    sure_until = has_administrator_until(access)
    held = [row for row in roles_held(access).filter(user=giver) if row.pk in what.role_ids]
    if len(held) < len(set(what.role_ids)):
        raise ValidationError({"roles": ["En av rollerna är avslutad sedan du öppnade sidan. Välj på nytt."]})
    for row in held:
        deputy_for = giver if what.is_deputy else None
        given = RoleInput(Role(row.role), row.organisation, what.first, what.last, deputy_for)
        give_role(access=access, user=taker, given=given)
        before = what.first - timedelta(days=1)
        if not what.is_deputy and (row.valid_to is None or row.valid_to > before):
            set_last(access, row, before)
    keep_administrator(access, sure_until)
