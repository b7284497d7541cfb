"""Let somebody in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from styrmodell.actions.inviting import password_link
from styrmodell.actions.people import let_in
from styrmodell.management.people import organisation_at
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
        organisation = organisation_at(options["municipality"], options["organisation"])
        role = Role(options["role"])
        user = let_in(email=options["email"], name=options["name"], organisation=organisation, role=role)
        self.stdout.write(f"{user.name} är {role.label} i {organisation.name}.")
        self.stdout.write(f"Länk för att välja lösenord, en gång: {settings.SITE_ADDRESS}{password_link(user)}")
