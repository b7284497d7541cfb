"""Let somebody in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from styrmodell.actions.people import give_role, password_link
from styrmodell.models import Municipality, Organisation
from styrmodell.permissions import Role


class Command(BaseCommand):
    """`add_user EMAIL NAMN KOMMUN ROLL [--organisation KOD]`: an account, a role, and a link to choose a password."""

    help = "Ger någon en roll och skriver ut en länk där personen väljer lösenord. Finns kontot får det rollen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EPOST")
        parser.add_argument("name", metavar="NAMN")
        parser.add_argument("municipality", metavar="KOMMUN", help="kommunens del av adressen, till exempel hallsberg")
        parser.add_argument("role", metavar="ROLL", choices=[role.value for role in Role])
        parser.add_argument("--organisation", metavar="KOD", help="där rollen gäller; annars i hela kommunen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError("E-postadressen ska se ut som namn@kommun.se.") from error
        organisation = _organisation(options["municipality"], options["organisation"])
        role = Role(options["role"])
        user = give_role(email=options["email"], name=options["name"], organisation=organisation, role=role)
        self.stdout.write(f"{user.name} är {role.label} i {organisation.name}.")
        self.stdout.write(f"Länk för att välja lösenord, en gång: {settings.SITE_ADDRESS}{password_link(user)}")


def _organisation(slug: str, code: str | None) -> Organisation:
    """The organisation with the code, or the top of the tree. Raises CommandError."""
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is None:
        raise CommandError(f"Det finns ingen kommun med adressen {slug}. Läs in den med load_styrmodell.")
    rows = municipality.organisations
    organisation = (rows.filter(code=code) if code else rows.filter(parent=None).order_by("position", "pk")).first()
    if organisation is None:
        raise CommandError(f"{municipality.name} har ingen organisation med koden {code}.")
    return organisation
