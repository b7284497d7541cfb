"""What commands about people are given: who, and where."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.models import User
from styrmodell.models import Municipality, Organisation


def person_with(email: str) -> User:
    """The account with the address. Raises CommandError."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"Det finns inget konto med e-postadressen {email}.")
    return user


def organisation_at(slug: str, code: str | None = None) -> Organisation:
    """The organisation with the code, or the top of the tree. Raises CommandError."""
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is None:
        raise CommandError(f"Det finns ingen kommun med adressen {slug}. Läs in den med load_styrmodell.")
    rows = municipality.organisations
    organisation = (rows.filter(code=code) if code else rows.filter(parent=None).order_by("position", "pk")).first()
    if organisation is None:
        raise CommandError(f"{municipality.name} har ingen organisation med koden {code}.")
    return organisation
