"""Who may come in: people and the roles they hold. For commands on the server; there is no page for it yet."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from styrmodell import audit
from styrmodell.access import system_access
from styrmodell.models import AuditEvent, Municipality, Organisation, RoleAssignment
from styrmodell.models.tenant import InMunicipality
from styrmodell.permissions import Role
from ui import clock


@transaction.atomic
def give_role(*, email: str, name: str, organisation: Organisation, role: Role) -> User:
    """Let somebody hold the role in the organisation from today; makes the account when there is none.

    A new account has no password: see `password_link`. A role that is held already is left alone."""
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name)
    today = clock.today()
    held = RoleAssignment.objects.of(organisation).filter(user=user, organisation=organisation, role=role.value)
    if not held.filter(valid_from__lte=today).exclude(valid_to__lt=today).exists():
        assignment = RoleAssignment.objects.create(
            municipality_id=organisation.municipality_id,
            organisation=organisation,
            user=user,
            role=role.value,
            valid_from=today,
        )
        access = system_access(organisation.municipality)
        audit.record(AuditEvent.Type.ROLE_GIVEN, target=assignment, access=access, summary=f"{user.name}: {role.value}")
    return user


@transaction.atomic
def end_role(*, user: User, organisation: Organisation, role: Role) -> bool:
    """Let a role end: it is gone at the person's next page. False when it is not held there."""
    held = roles_held(organisation).filter(user=user, organisation=organisation, role=role.value)
    access = system_access(organisation.municipality)
    ended = list(held.select_for_update(of=("self",)))
    for assignment in ended:
        summary = f"{user.name}: {role.value}"
        audit.record(AuditEvent.Type.ROLE_ENDED, target=assignment, access=access, summary=summary)
        _end(assignment)
    return bool(ended)


def _end(assignment: RoleAssignment) -> None:
    """Yesterday is the role's last day; one that began today has no day left, and stands in the log only."""
    assignment.valid_to = clock.today() - timedelta(days=1)
    if assignment.valid_to < assignment.valid_from:
        assignment.delete()
    else:
        assignment.save(update_fields=["valid_to"])


@transaction.atomic
def close_account(*, user: User) -> None:
    """Let somebody in no more: signed out at the next page everywhere, and every role ends. What the person has done stays
    theirs."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    for municipality in Municipality.objects.filter(pk__in=locked.role_assignments.values("municipality")):
        access = system_access(municipality)
        audit.record(AuditEvent.Type.ACCOUNT_CLOSED, target=locked, access=access, summary=locked.name)
        for assignment in roles_held(access).filter(user=locked):
            _end(assignment)
    locked.is_active = False
    locked.set_unusable_password()
    locked.save(update_fields=["is_active", "password"])


def roles_held(owner: InMunicipality) -> QuerySet[RoleAssignment]:
    """Who holds which role where today, and from now on."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    rows = RoleAssignment.objects.of(owner).filter(still).select_related("user", "organisation")
    return rows.order_by("user__email", "organisation__position", "role")


def password_link(user: User) -> str:
    """The address where the person chooses a password: works once, and for as long as PASSWORD_RESET_TIMEOUT says."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
