"""Make the large invented municipality that pages and imports are measured on."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from demo.management.commands.load_demo import refuse_real_municipalities
from demo.storkommun import load_storkommun
from styrmodell.database import as_owner


class Command(BaseCommand):
    """`seed_storkommun [--rows N]`."""

    help = "Gör Storkommun (exempel): 600 organisationer, 300 mål, 800 indikatorer och en miljon bokförda rader."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000, help="bokförda rader över tre år (en miljon)")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real_municipalities()
        if options["rows"] < 1:
            raise CommandError("Ange minst en rad.")
        start = time.monotonic()
        loaded = load_storkommun(options["rows"])
        if loaded is None:
            self.stdout.write("Storkommun finns redan.")
            return
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else the first pages are planned as if nothing had been added
        self.stdout.write(
            f"{loaded.name}: {loaded.people} användare, {loaded.goals} mål, {loaded.rows} bokförda rader, "
            f"{loaded.decided} beslutade rapporter ({time.monotonic() - start:.0f} s)."
        )
