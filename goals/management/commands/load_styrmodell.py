"""Load a steering model from YAML."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from goals.actions.steering import load_whole_file
from styrmodell.actions.steering import Applied
from styrmodell.loader.read import SteeringFileError, read_steering_file
from styrmodell.loader.sync import ApplyError
from styrmodell.models import RoleAssignment
from ui.rules.swedish import join_words, plural


class Command(BaseCommand):
    """`load_styrmodell FILE [--check]`: everything or nothing."""

    help = "Läser in en styrmodell från en YAML-fil. Allt eller inget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL", help="till exempel fixtures/hallsberg.yaml")
        parser.add_argument("--check", action="store_true", help="granska filen och visa vad som skulle ändras")
        parser.add_argument("--demo", action="store_true", help="märk en ny kommun som exempelkommun")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = read_steering_file(options["file"])
            with transaction.atomic():
                applied = load_whole_file(file=file, is_demo=options["demo"])
                if options["check"]:
                    transaction.set_rollback(True)
        except (SteeringFileError, ApplyError) as exc:
            raise CommandError(f"Inget är inläst.\n{exc}") from exc
        self.stdout.write(_report(applied, check=options["check"]))


def _report(applied: Applied, *, check: bool) -> str:
    changes = applied.changes
    head = "Filen går att läsa in. Inget är ändrat." if check else f"{applied.model.name} är inläst."
    would = "skulle " if check else ""
    verbs = ("läggas till", "ändras", "tas bort") if check else ("lades till", "ändrades", "togs bort")
    counts = (changes.created, changes.changed, changes.removed)
    done = [
        f"{plural(count, 'rad', 'rader')} {would}{verb}" for count, verb in zip(counts, verbs, strict=True) if count
    ]
    what = "Kommunen, organisationen, nivåerna, orden, skalorna, tillfällena och årshjulet"
    told = f"{what}: {join_words(done)}."
    lines = [head, told if done else "Inget skiljer sig från det som redan finns."]
    if changes.kept:
        lines.append(f"Finns kvar fast filen inte nämner dem: {', '.join(changes.kept)}.")
    if not check and not RoleAssignment.objects.of(applied).exists():
        slug = applied.municipality.slug
        lines.append(f"Gör så här först: ge någon en roll med manage.py add_user EPOST NAMN {slug} controller.")
        lines.append(f"Kommunens sidor: {settings.SITE_ADDRESS}/{slug}/")
    return "\n".join(lines)
