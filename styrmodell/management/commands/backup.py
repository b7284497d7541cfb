"""`manage.py backup MAPP`: the database and the files, encrypted."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from styrmodell.backup import BackupError, make


class Command(BaseCommand):
    """Make a backup in the folder. The exit status is 0 only when it is whole."""

    help = "Tar en säkerhetskopia av databasen och filerna, krypterad för BACKUP_RECIPIENT."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mapp", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make(options["mapp"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
