"""`manage.py backup_key FIL`: the key that opens backups."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from styrmodell.backup import BackupError, new_key


class Command(BaseCommand):
    """Write a new key and tell whom backups are then made for."""

    help = "Skriver en ny nyckel för säkerhetskopior i en fil som inte finns, och visar mottagaren."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fil", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            recipient = new_key(options["fil"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"BACKUP_RECIPIENT={recipient}")
        self.stdout.write(f"Flytta {options['fil']} från servern och förvara den väl: utan den går inget att läsa in.")
