"""Write a municipality's steering model as YAML."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goals.loader.whole import export_whole_file
from styrmodell.loader.write import write_steering_file
from styrmodell.models import Municipality, SteeringModel


class Command(BaseCommand):
    """`export_styrmodell KOMMUN [--to FILE]`."""

    help = "Skriver kommunens styrmodell som YAML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="KOMMUN", help="kommunens namn i webbadressen, till exempel hallsberg")
        parser.add_argument("--to", type=Path, metavar="FIL", help="skriv till filen i stället för till skärmen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = Municipality.objects.get(slug=options["slug"])
            text = write_steering_file(export_whole_file(municipality))
        except Municipality.DoesNotExist as exc:
            loaded = ", ".join(Municipality.objects.values_list("slug", flat=True)) or "ingen ännu"
            raise CommandError(f"Kommunen {options['slug']} finns inte. Inlästa kommuner: {loaded}.") from exc
        except SteeringModel.DoesNotExist as exc:
            raise CommandError(f"{options['slug']} har ingen styrmodell. Läs in en med load_styrmodell.") from exc
        if options["to"]:
            options["to"].write_text(text, encoding="utf-8")
            self.stdout.write(f"Skrev {options['to']}.")
        else:
            self.stdout.write(text)
