"""Let somebody in no more."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from styrmodell.actions.people import close_account_everywhere
from styrmodell.management.people import person_with


class Command(BaseCommand):
    """`close_account EPOST`: out at the next page, everywhere, and every role ends."""

    help = (
        "Stänger ett konto: personen är ute vid nästa sida och alla roller avslutas. Det personen har gjort står kvar."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EPOST")

    def handle(self, *args: Any, **options: Any) -> None:
        user = person_with(options["email"])
        close_account_everywhere(user=user)
        self.stdout.write(f"Kontot {user.email} är stängt.")
