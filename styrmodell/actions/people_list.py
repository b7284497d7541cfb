"""Reading in a list of people: all that it changes, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from styrmodell import policies
from styrmodell.access import Access
from styrmodell.actions.inviting import send_invitation
from styrmodell.actions.people import (
    keep_administrator,
    lock_people,
    record_role,
    roles_held,
    set_days,
    set_last,
    yesterday,
)
from styrmodell.models import AuditEvent, RoleAssignment
from styrmodell.models.versioned import Stale
from styrmodell.rules.people_list import ListedRole, RoleChange, RoleChangeKind, changes
from styrmodell.selectors.people import has_administrator_until, held_roles, mark_of
from ui import clock


@transaction.atomic
def read_in_people(*, access: Access, listed: Sequence[ListedRole], is_whole: bool, seen: str) -> int:
    """Give, change and end roles as the list says, and invite whoever has not come in; answers with how many roles that
    were changed. `seen` is the mark of what the list was held against: raises Stale when the roles are others since.
    Raises ValidationError when something cannot be, and then changes nothing."""
    lock_people(access)
    policies.can_manage_people(access).require()
    held = held_roles(access)
    if mark_of(held) != seen:
        raise Stale(held)
    open_to = {row.code for row in access.organisations.values()}
    found, faults = changes(listed, held, clock.today(), open_to=open_to, is_whole=is_whole)
    if faults:
        raise ValidationError({"text": [fault.text for fault in faults]})
    sure_until = has_administrator_until(access)
    given = _give(access, [change for change in found if change.kind == RoleChangeKind.NEW])
    _move(access, [change for change in found if change.kind in {RoleChangeKind.CHANGED, RoleChangeKind.ENDED}])
    keep_administrator(access, sure_until)
    for user in given:
        if policies.can_invite_again(user):
            send_invitation(access, user)
    return sum(change.kind != RoleChangeKind.SAME for change in found)


def _give(access: Access, new: Sequence[RoleChange]) -> list[User]:
    """Give the new roles; answers with whose they are."""
    users, codes = _accounts(new), {row.code: row for row in access.organisations.values()}
    for user in users.values():
        verdict = policies.can_give_role(access, user)
        if not verdict:
            raise ValidationError({"text": [verdict.reason]})
    rows = RoleAssignment.objects.bulk_create(
        RoleAssignment(
            municipality=access.municipality,
            organisation=codes[change.organisation],
            user=users[change.email],
            role=change.role.value,
            valid_from=change.after.first,
            valid_to=change.after.last,
        )
        for change in new
        if change.after is not None
    )
    for row in rows:
        record_role(AuditEvent.Type.ROLE_GIVEN, access, row)
    return list(users.values())


def _accounts(new: Sequence[RoleChange]) -> dict[str, User]:
    """The accounts of those who get a role, by address: made where there is none, opened where it was closed."""
    names = {change.email: change.name for change in new}
    users = {user.email: user for user in User.objects.filter(email__in=names)}
    closed = [user for user in users.values() if not user.is_active]
    for user in closed:
        user.is_active = True
    User.objects.bulk_update(closed, ["is_active"])
    missing = [
        User(email=email, name=name, password=make_password(None))
        for email, name in names.items()
        if email not in users
    ]
    return users | {user.email: user for user in User.objects.bulk_create(missing)}


def _move(access: Access, moved: Sequence[RoleChange]) -> None:
    rows = roles_held(access).filter(pk__any_of=[change.pk for change in moved]).in_bulk()
    for change in moved:
        if change.after is None:
            set_last(access, rows[change.pk], yesterday())
        else:
            set_days(access, rows[change.pk], change.after)
