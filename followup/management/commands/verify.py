"""`manage.py verify`: does what is stored still hold together?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followup.verification import verify
from styrmodell.models import Municipality
from ui.rules.swedish import plural


class Command(BaseCommand):
    """`verify [KOMMUN …]`: a line for each check. The exit status is 1 when something is wrong."""

    help = "Kontrollerar att det som är sparat hänger ihop: kontrollsummor, bokfört mot utfall, beslutat mot fryst."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kommuner", nargs="*", metavar="KOMMUN", help="annars kontrolleras alla")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = sum(self._report(municipality) for municipality in _wanted(options["kommuner"]))
        if wrong:
            raise CommandError(
                f"{plural(wrong, 'kontroll', 'kontroller')} fann fel. Vad som görs åt det står i docs/operations.md."
            )
        self.stdout.write("Allt hänger ihop.")

    def _report(self, municipality: Municipality) -> int:
        """Tell how it went in a municipality; answers with how many checks found something wrong."""
        findings = verify(municipality)
        for finding in findings:
            self.stdout.write(f"{municipality.slug}: {finding.name}: {'FEL' if finding.faults else 'ja'}")
            for fault in finding.faults:
                self.stdout.write(f"  {fault}")
        return sum(1 for finding in findings if finding.faults)


def _wanted(slugs: list[str]) -> list[Municipality]:
    known = {municipality.slug: municipality for municipality in Municipality.objects.order_by("pk")}
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise CommandError(f"Kommunen {unknown[0]} finns inte. De som finns: {', '.join(known) or 'inga'}.")
    if not known:
        raise CommandError("Det finns ingen kommun i databasen. Är det rätt databas?")
    return [known[slug] for slug in slugs] or list(known.values())
