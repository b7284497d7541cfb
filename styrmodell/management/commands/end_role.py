"""Let a role end."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from styrmodell.actions.people import end_role
from styrmodell.management.people import organisation_at, person_with
from styrmodell.permissions import Role


class Command(BaseCommand):
    """`end_role EPOST KOMMUN ROLL [--organisation KOD]`: the role is gone at the person's next page."""

    help = "Avslutar en roll. Den gäller inte längre vid personens nästa sida."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EPOST")
        parser.add_argument("municipality", metavar="KOMMUN", help="kommunens del av adressen, till exempel hallsberg")
        parser.add_argument("role", metavar="ROLL", choices=[role.value for role in Role])
        parser.add_argument("--organisation", metavar="KOD", help="där rollen gäller; annars i hela kommunen")

    def handle(self, *args: Any, **options: Any) -> None:
        user, role = person_with(options["email"]), Role(options["role"])
        organisation = organisation_at(options["municipality"], options["organisation"])
        if not end_role(user=user, organisation=organisation, role=role):
            raise CommandError(
                f"{user.name} är inte {role.label} i {organisation.name}. Kommandot people visar vad som gäller."
            )
        self.stdout.write(f"{user.name} är inte längre {role.label} i {organisation.name}.")
