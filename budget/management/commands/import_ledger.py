"""`manage.py import_ledger hallsberg utfall.xlsx --year 2026 --month 7`"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budget.importers.apply import ImportRefused, apply, discard, folder, stage
from budget.importers.contract import Sign
from budget.models import LedgerBatch
from styrmodell.access import Access, system_access
from styrmodell.models import Municipality


class Command(BaseCommand):
    """Read in a file of posted amounts: all of it, or nothing. The exit status is 0 only when it was read in."""

    help = "Läser in utfall ur en fil (xlsx eller csv): allt eller inget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which municipality, which file, what it is about."""
        parser.add_argument("kommun", help="kommunens adressnamn, till exempel hallsberg")
        parser.add_argument("fil", type=Path)
        parser.add_argument("--year", type=int, required=True, help="år")
        parser.add_argument(
            "--month", type=int, choices=range(1, 13), metavar="1-12", help="månad, om den inte står i filen"
        )
        parser.add_argument(
            "--sign",
            choices=[sign.value for sign in Sign],
            default=Sign.INCOME_PLUS.value,
            help="tecken i filen: intakt_plus (intäkt +, kostnad −) eller kostnad_plus (debet +)",
        )
        parser.add_argument("--dry-run", action="store_true", help="granska bara, ändra inget")
        parser.add_argument("--json", action="store_true", help="svara med JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stage, report, apply. Raises CommandError with a Swedish text."""
        municipality = Municipality.objects.filter(slug=options["kommun"]).first()
        if municipality is None:
            raise CommandError(
                f"Kommunen {options['kommun']} finns inte. Skriv dess adressnamn, till exempel hallsberg."
            )
        access = system_access(municipality)
        batch = staged(access, options["fil"], options["year"], options["month"], options["sign"])
        done = False
        try:
            if batch.state == LedgerBatch.State.STAGED and not options["dry_run"]:
                apply(batch, access)
                done = True
        except ImportRefused as error:
            self._answer(batch, options["json"], done=False)
            raise CommandError(str(error)) from error
        finally:
            if not done:
                _leave(batch)
        self._answer(batch, options["json"], done=done)
        if batch.report.get("refused") or batch.report.get("error_count"):
            raise CommandError(_errors(batch))

    def _answer(self, batch: LedgerBatch, as_json: bool, *, done: bool) -> None:
        report = batch.report
        if as_json:
            answer = {
                "inlast": done,
                "rader": batch.row_count,
                "summa": str(batch.total),
                "manader": batch.months,
                **report,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif not report.get("error_count") and not report.get("refused"):
            word = "inlästa" if done else "granskade, inget är ändrat"
            self.stdout.write(f"{batch.row_count} rader {word}. Netto {batch.total} kr.")


def staged(access: Access, path: Path, year: int, month: int | None, sign: str) -> LedgerBatch:
    """Copy the file to our own folder and review it."""
    if not path.is_file():
        raise CommandError(f"Filen {path} finns inte.")
    stored = f"{uuid.uuid4().hex}{path.suffix.lower()[:5]}"
    shutil.copyfile(path, folder() / stored)
    batch = LedgerBatch.objects.create(
        municipality=access.municipality,
        year=year,
        filename=path.name[:200],
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        sign=sign,
        staged_path=stored,
    )
    return stage(batch, access, month)


def _leave(batch: LedgerBatch) -> None:
    """A review by command that was not used leaves no waiting file behind."""
    discard(batch)
    LedgerBatch.objects.filter(pk=batch.pk, state=LedgerBatch.State.STAGED).update(state=LedgerBatch.State.DISCARDED)


def _errors(batch: LedgerBatch) -> str:
    """Every error with row and column, one a line."""
    report = batch.report
    if report.get("refused"):
        return str(report["refused"])
    lines = [f"Rad {error['row']}, {error['column']}: {error['text']}" for error in report["errors"]]
    return "\n".join([f"{report['error_count']} fel. Inget är inläst.", *lines])
