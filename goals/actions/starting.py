"""Making a municipality that is not there: its steering model, its organisation and its first people, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from goals.actions.steering import load_whole_file
from styrmodell import policies
from styrmodell.access import Access, system_access
from styrmodell.actions.inviting import password_link
from styrmodell.actions.people_list import read_in_people
from styrmodell.loader.rows import columns_of
from styrmodell.loader.start import Start, Taken
from styrmodell.loader.sync import ApplyError
from styrmodell.models import Municipality
from styrmodell.rules.addresses import OWN_ADDRESSES
from styrmodell.selectors.people import held_roles, is_elsewhere, mark_of


@dataclass(frozen=True, slots=True)
class Started:
    """A municipality that has been made. `links` are to be handed over where no mail is sent: whose, and the address."""

    access: Access
    links: Sequence[tuple[User, str]]


def taken() -> Taken:
    """What a new municipality cannot be called (one query)."""
    rows = list(Municipality.objects.values_list("slug", "code"))
    slugs = OWN_ADDRESSES.union(slug for slug, _ in rows)
    return Taken(slugs=slugs, codes=frozenset(code for _, code in rows if code))


@transaction.atomic
def create_municipality(*, start: Start) -> Started:
    """For commands on the server: make the municipality, load its model and let its people in. Raises ApplyError, and makes
    nothing, when there is one with its address, or when somebody cannot be let in."""
    municipality = _new(start)
    load_whole_file(file=start.file)
    access = system_access(municipality)
    try:
        read_in_people(access=access, listed=start.people, is_whole=False, seen=mark_of(held_roles(access)))
    except ValidationError as error:
        raise ApplyError("\n".join(error.messages)) from error
    return Started(access, _links(access, start))


def _new(start: Start) -> Municipality:
    """The row, so that one who makes the same at the same time waits, and is refused."""
    said = start.file.municipality
    try:
        with transaction.atomic():
            return Municipality.objects.create(**columns_of(said, Municipality))
    except IntegrityError as error:
        raise ApplyError(f"Kommunen {said.slug} finns redan.") from error


def _links(access: Access, start: Start) -> list[tuple[User, str]]:
    """A link for each who has not come in before and gets no letter. None to an account that is somebody's elsewhere."""
    if settings.SENDS_MAIL:
        return []
    users = User.objects.filter(email__in={role.email for role in start.people}).order_by("email")
    return [
        (user, settings.SITE_ADDRESS + password_link(user))
        for user in users
        if policies.can_invite_again(user) and not is_elsewhere(access, user)
    ]
