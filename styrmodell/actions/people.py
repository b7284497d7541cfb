"""Who may come in: people and the roles they hold. For commands on the server; there is no page for it yet."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from styrmodell import audit
from styrmodell.access import system_access
from styrmodell.models import AuditEvent, Organisation, RoleAssignment
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


def password_link(user: User) -> str:
    """The address where the person chooses a password: works once, and for as long as PASSWORD_RESET_TIMEOUT says."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
