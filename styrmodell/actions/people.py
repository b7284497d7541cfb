"""Who may come in: people and the roles they hold, given and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from styrmodell import audit, policies
from styrmodell.access import Access, system_access
from styrmodell.models import AuditEvent, Municipality, Organisation, RoleAssignment
from styrmodell.models.tenant import InMunicipality
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from styrmodell.rules.people import Tenure
from styrmodell.selectors.people import has_administrator_until, is_elsewhere
from ui import clock
from ui.rules.swedish import DateForm, sv_date

GONE = "Rollen är redan avslutad."


@dataclass(frozen=True, slots=True)
class RoleInput:
    """A role to be given: which, where, from when to when, and for whom when it is held as a deputy."""

    role: Role
    organisation: Organisation
    first: date
    last: date | None = None
    deputy_for: User | None = None

    @property
    def period(self) -> Tenure:
        """The days."""
        return Tenure(self.first, self.last)


def lock_people(access: Access) -> None:
    """Hold the top of the tree until the transaction ends (one query): the people of a municipality are changed by one at
    a time, since what one may do depends on what the others hold."""
    list(Organisation.objects.of(access).filter(parent=None).select_for_update(no_key=True).order_by("pk"))


@transaction.atomic
def give_role(*, access: Access, user: User, given: RoleInput) -> RoleAssignment:
    """Let somebody hold a role. Raises ValidationError when they hold it already on some of the days."""
    lock_people(access)
    policies.can_give_role(access, user).require()
    held = RoleAssignment.objects.of(access).filter(user=user, organisation=given.organisation, role=given.role.value)
    if any(Tenure(first, last).meets(given.period) for first, last in held.values_list("valid_from", "valid_to")):
        raise ValidationError({"role": [f"{user.name} har redan den rollen där de dagarna."]})
    assignment = RoleAssignment.objects.create(
        municipality=access.municipality,
        organisation=given.organisation,
        user=user,
        role=given.role.value,
        valid_from=given.first,
        valid_to=given.last,
        deputy_for=given.deputy_for,
    )
    record_role(AuditEvent.Type.ROLE_GIVEN, access, assignment)
    return assignment


@transaction.atomic
def change_role(*, access: Access, user_id: int, role_id: int, seen: date | None, last: date | None) -> None:
    """Set a role's last day; with yesterday it is gone at the person's next page. `seen` is the last day that the page
    showed: raises Stale when another is set since. Raises ValidationError when the role is over, or when the
    municipality would be without an administrator."""
    lock_people(access)
    policies.can_manage_people(access).require()
    sure_until = has_administrator_until(access)
    assignment = roles_held(access).filter(pk=role_id, user_id=user_id).first()
    if assignment is None:
        raise ValidationError({"last": [GONE]})
    if assignment.valid_to != seen:
        raise Stale(assignment)
    set_last(access, assignment, last)
    keep_administrator(access, sure_until)


def keep_administrator(access: Access, sure_until: date) -> None:
    """Raise ValidationError when the municipality is left without an administrator sooner than before. A command on the
    server may do it: it can give the role anew."""
    verdict = policies.can_shorten(sure_until, has_administrator_until(access))
    if access.user is not None and not verdict:
        raise ValidationError({"last": [verdict.reason]})


@transaction.atomic
def close_account(*, access: Access, user: User) -> None:
    """Let somebody of this municipality alone in no more: signed out at the next page, and every role ends. What the
    person has done stays theirs. Raises ValidationError when the municipality would be without an administrator."""
    lock_people(access)
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    policies.can_close_account(access, locked, is_elsewhere=is_elsewhere(access, locked)).require()
    sure_until = has_administrator_until(access)
    _end_all(access, locked)
    _close(locked)
    keep_administrator(access, sure_until)


@transaction.atomic
def let_in(*, email: str, name: str, organisation: Organisation, role: Role) -> User:
    """For commands on the server: let somebody hold the role from today; makes the account when there is none.

    A new account has no password: see `password_link`. A role that is held already is left alone."""
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name)
    today, access = clock.today(), system_access(organisation.municipality)
    held = roles_held(access).filter(user=user, organisation=organisation, role=role.value)
    if not held.filter(valid_from__lte=today).exists():
        give_role(access=access, user=user, given=RoleInput(role, organisation, today))
    return user


@transaction.atomic
def end_role(*, user: User, organisation: Organisation, role: Role) -> bool:
    """For commands on the server: let a role end, so that it is gone at the person's next page. False when it is not held
    there."""
    access = system_access(organisation.municipality)
    lock_people(access)
    held = list(roles_held(access).filter(user=user, organisation=organisation, role=role.value))
    for assignment in held:
        set_last(access, assignment, yesterday())
    return bool(held)


@transaction.atomic
def close_account_everywhere(*, user: User) -> None:
    """For commands on the server: let somebody in no more, in any municipality."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    for municipality in Municipality.objects.filter(pk__in=locked.role_assignments.values("municipality")):
        _end_all(system_access(municipality), locked)
    _close(locked)


def roles_held(owner: InMunicipality) -> QuerySet[RoleAssignment]:
    """Who holds which role where today, and from now on."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    rows = RoleAssignment.objects.of(owner).filter(still).select_related("user", "organisation")
    return rows.order_by("user__email", "organisation__position", "role")


def _end_all(access: Access, user: User) -> None:
    for assignment in roles_held(access).filter(user=user):
        set_last(access, assignment, yesterday())
    audit.record(AuditEvent.Type.ACCOUNT_CLOSED, target=user, access=access)


def _close(user: User) -> None:
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


def yesterday() -> date:
    """The last day of what ends at once."""
    return clock.today() - timedelta(days=1)


def set_last(access: Access, assignment: RoleAssignment, last: date | None) -> None:
    """Give the role its last day."""
    set_days(access, assignment, Tenure(assignment.valid_from, last))


def set_days(access: Access, assignment: RoleAssignment, days: Tenure) -> None:
    """Give the role its days. One that has no day left is taken away, and stands in the log only."""
    before = Tenure(assignment.valid_from, assignment.valid_to)
    assignment.valid_from, assignment.valid_to = days.first, days.last
    if days.is_over(clock.today()):
        record_role(AuditEvent.Type.ROLE_ENDED, access, assignment)
    else:
        same_first = before.first == days.first
        said = [
            _until(row.last) if same_first else f"från {_day(row.first)} {_until(row.last)}" for row in (before, days)
        ]
        record_role(AuditEvent.Type.ROLE_CHANGED, access, assignment, before=said[0], after=said[1])
    if days.last is not None and days.last < days.first:
        assignment.delete()
    else:
        assignment.save(update_fields=["valid_from", "valid_to"])


def _until(last: date | None) -> str:
    return f"till och med {_day(last)}" if last else "tills vidare"


def _day(day: date) -> str:
    return sv_date(day, DateForm.FULL)


def record_role(type_: AuditEvent.Type, access: Access, assignment: RoleAssignment, **data: str) -> None:
    """Write what became of a role in the log. The event is about the person, by number: whose data are erased is named in no event."""
    as_deputy = ", som ersättare" if assignment.deputy_for_id else ""
    summary = f"{Role(assignment.role).label}, {assignment.organisation.name}{as_deputy}"
    audit.record(type_, target=assignment.user, access=access, summary=summary, whose=assignment.organisation, **data)
