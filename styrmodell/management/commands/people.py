"""Who may come in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from styrmodell.actions.people import roles_held
from styrmodell.management.people import organisation_at


class Command(BaseCommand):
    """`people KOMMUN`: a line for each role, to look through now and then."""

    help = "Listar vilka som har en roll i kommunen: e-post, namn, roll, var och från vilken dag."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("municipality", metavar="KOMMUN", help="kommunens del av adressen, till exempel hallsberg")

    def handle(self, *args: Any, **options: Any) -> None:
        for held in roles_held(organisation_at(options["municipality"])):
            words = [held.user.email, held.user.name, held.get_role_display(), held.organisation.name]
            self.stdout.write("\t".join([*words, held.valid_from.isoformat()]))
