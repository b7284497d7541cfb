"""`manage.py restore FIL --key NYCKEL`: a backup into an empty database, looked through afterwards."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from styrmodell.backup import BackupError, log_restored, restore


class Command(BaseCommand):
    """Read a backup back, bring it up to date and verify it. The exit status is 0 only when all of it holds together."""

    help = "Läser in en säkerhetskopia i en tom databas, för den till dagens version och kontrollerar den."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fil", type=Path)
        parser.add_argument("--key", type=Path, required=True, help="filen med nyckeln, som backup_key skrev den")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore(options["fil"], options["key"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0, stderr=self.stderr)
        log_restored(options["fil"])
        call_command("verify", stdout=self.stdout)
