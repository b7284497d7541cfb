"""Letting somebody in for the first time: a link that works once, by mail, else shown once to whoever invites."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from styrmodell import audit, policies
from styrmodell.access import Access
from styrmodell.actions.people import RoleInput, give_role, lock_people
from styrmodell.models import AuditEvent
from styrmodell.selectors.people import is_elsewhere
from ui.rules.swedish import plural


@dataclass(frozen=True, slots=True)
class Invitation:
    """What came of it. `link` is to be shown once and handed over, where no mail is sent; it is never one to an account
    that somebody else has: whoever has it chooses the password."""

    user: User
    is_mailed: bool
    link: str = ""


@transaction.atomic
def invite(*, access: Access, email: str, name: str, given: RoleInput) -> Invitation:
    """Give somebody a role by their address; makes the account when there is none, and opens one that was closed. An
    account that is there keeps its name. Raises ValidationError when they hold the role already."""
    lock_people(access)
    policies.can_manage_people(access).require()
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, name)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    give_role(access=access, user=user, given=given)
    return send_invitation(access, user)


@transaction.atomic
def invite_again(*, access: Access, user: User) -> Invitation:
    """Send a new link to somebody who has not come in yet."""
    lock_people(access)
    policies.can_manage_people(access).require()
    policies.can_invite_again(user).require()
    return send_invitation(access, user)


def send_invitation(access: Access, user: User) -> Invitation:
    """Tell somebody that they have a role, with a link when they have not come in yet. Mail is a row until the mail server takes it (`accounts/mail.py`), so it stands or falls with the role."""
    is_new = bool(policies.can_invite_again(user))
    if is_new:
        audit.record(AuditEvent.Type.PERSON_INVITED, target=user, access=access)
    link = settings.SITE_ADDRESS + password_link(user) if is_new else ""
    if settings.SENDS_MAIL:
        _mail(access, user, link)
        return Invitation(user, is_mailed=True)
    return Invitation(user, is_mailed=False, link="" if is_elsewhere(access, user) else link)


def link_days() -> int:
    """How many days a link works."""
    return settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def _mail(access: Access, user: User, link: str) -> None:
    name = access.municipality.name
    if link:
        way = f"Välj ett lösenord här. Länken fungerar en gång, i {plural(link_days(), 'dag', 'dagar')}:\n{link}"
        more = "Har länken slutat gälla ber du kommunens administratör om en ny."
    else:
        way, more = f"Logga in som vanligt:\n{settings.SITE_ADDRESS}/{access.slug}/laget/", ""
    text = f"Hej!\n\nDu har fått en roll i {name} i Styrmodell.\n\n{way}\n\n{more}".strip() + "\n"
    send_mail(f"{name}: du har fått en roll i Styrmodell", text, None, [user.email])


def password_link(user: User) -> str:
    """The address where the person chooses a password: works once, and for as long as PASSWORD_RESET_TIMEOUT says."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
