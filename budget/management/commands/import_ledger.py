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

from budget.importers.apply import ImportRefused, apply, discard, examine, folder, stage
from budget.importers.contract import Sign
from budget.importers.csv_file import MAX_BYTES
from budget.models import LedgerBatch
from budget.pages.imports import ImportReview, review
from styrmodell.access import Access, system_access
from styrmodell.models import Municipality
from ui.rules.money import number
from ui.rules.swedish import plural

ADD_CODE = "Lägg till dem under enhetens koder i kommunens YAML-fil och läs in den med load_styrmodell."
YEARS = range(2000, 2101)


class Command(BaseCommand):
    """Read in a file of posted amounts: all of it, or nothing.

    The exit status is 0 when it was read in, or with `--dry-run` could be; 1 when not; 2 for a wrong option. What was
    found goes to standard output; errors and warnings go to standard error."""

    help = "Läser in utfall ur en fil (xlsx eller csv): allt eller inget. Avslutas med 0 när det gick, annars med 1."

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
        """Review the file, tell what was found, and use it. Raises CommandError with a Swedish text."""
        municipality = Municipality.objects.filter(slug=options["kommun"]).first()
        if municipality is None:
            raise CommandError(
                f"Kommunen {options['kommun']} finns inte. Skriv dess adressnamn, till exempel hallsberg."
            )
        if options["year"] not in YEARS:
            raise CommandError(f"Året {options['year']} går inte. Skriv ett år mellan {YEARS[0]} och {YEARS[-1]}.")
        _check_file(options["fil"])
        access = system_access(municipality)
        batch = _batch(access, options["fil"], options["year"], options["sign"])
        if options["dry_run"]:
            self._try(batch, access, options)
        else:
            self._use(batch, access, options)

    def _try(self, batch: LedgerBatch, access: Access, options: dict[str, Any]) -> None:
        """Review the file where it lies; not a row is written."""
        parsed = examine(batch, access, options["month"], options["fil"])
        if parsed is not None:
            parsed.discard()
        else:
            batch.state = LedgerBatch.State.REFUSED
        reviewed = review(access, batch)
        self._answer(reviewed, options["json"], done=False)
        if batch.state == LedgerBatch.State.REFUSED or reviewed.blocked:
            raise CommandError(_errors(reviewed))

    def _use(self, batch: LedgerBatch, access: Access, options: dict[str, Any]) -> None:
        """Copy the file to our own folder, review it and post its rows."""
        batch.staged_path = f"{uuid.uuid4().hex}{options['fil'].suffix.lower()[:5]}"
        shutil.copyfile(options["fil"], folder() / batch.staged_path)
        batch.save()
        stage(batch, access, options["month"])
        reviewed = review(access, batch)
        try:
            if batch.state == LedgerBatch.State.STAGED:
                batch = apply(batch, access)
        except ImportRefused as error:
            _leave(batch)
            self._answer(reviewed, options["json"], done=False)
            raise CommandError(str(error)) from error
        done = batch.state == LedgerBatch.State.APPLIED
        self._answer(reviewed, options["json"], done=done)
        if not done:
            _leave(batch)
            raise CommandError(_errors(reviewed))

    def _answer(self, reviewed: ImportReview, as_json: bool, *, done: bool) -> None:
        """What was found; as JSON, or in words when nothing is wrong."""
        batch = reviewed.batch
        if as_json:
            answer = {
                "inlast": done,
                "rader": batch.row_count,
                "summa": str(batch.total),
                "manader": batch.months,
                "ersatter": [row.filename for row in reviewed.replaced],
                "saknas": reviewed.vanishing,
                "samma_fil": reviewed.same_file is not None,
                **batch.report,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        if not reviewed.error_count and not reviewed.refused and not reviewed.blocked:
            rows = ("rad inläst", "rader inlästa") if done else ("rad granskad", "rader granskade")
            unchanged = "" if done else ", inget är ändrat"
            self.stdout.write(f"{plural(batch.row_count, *rows)}{unchanged}. Netto {number(batch.total, 2)} kr.")
        for text in [*reviewed.checks, *(f"Ersätter {row.filename}." for row in reviewed.replaced)]:
            self.stdout.write(text)
        for text in _warnings(reviewed):
            self.stderr.write(f"Varning: {text}")


def _check_file(path: Path) -> None:
    """Raise CommandError for what is no readable file, or larger than anything that is read."""
    try:
        if not path.is_file():
            raise CommandError(f"Filen {path} finns inte. Kontrollera sökvägen.")
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise CommandError(f"Filen {path} går inte att läsa. Kontrollera rättigheterna.") from error
    if path.stat().st_size > MAX_BYTES:
        raise CommandError(f"Filen {path} är större än {MAX_BYTES // 1_000_000} MB. Dela upp den.")


def _batch(access: Access, path: Path, year: int, sign: str) -> LedgerBatch:
    """The file as a batch that is not saved."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.name[:200]
    return LedgerBatch(municipality=access.municipality, year=year, filename=name, sha256=digest, sign=sign)


def _leave(batch: LedgerBatch) -> None:
    """A file that was not used leaves nothing waiting behind."""
    discard(batch)
    waiting = LedgerBatch.objects.of(batch).filter(pk=batch.pk, state=LedgerBatch.State.STAGED)
    waiting.update(state=LedgerBatch.State.DISCARDED)


def _warnings(reviewed: ImportReview) -> list[str]:
    """What deserves a look although nothing is wrong."""
    gone = [f"Har utfall nu men saknas i filen: {reviewed.vanishing_text}."] if reviewed.vanishing else []
    gone += (
        [f"Hade utfall i {reviewed.month_before} men saknas i filen: {reviewed.absent_text}."]
        if reviewed.absent
        else []
    )
    same = ["Samma fil är redan inläst."] if reviewed.same_file else []
    return [*same, *gone, *reviewed.warnings]


def _errors(reviewed: ImportReview) -> str:
    """Every error with row and column, one a line."""
    if reviewed.refused or reviewed.blocked:
        return reviewed.refused or reviewed.blocked
    lines = [f"Rad {error['row']}, {error['column']}: {error['text']}" for error in reviewed.errors]
    more = reviewed.error_count - len(lines)
    rest = [f"… och {more} fel till."] if more > 0 else []
    unknown = [f"Okända koder: {reviewed.unknown_units}. {ADD_CODE}"] if reviewed.unknown_units else []
    return "\n".join([f"{reviewed.error_count} fel. Inget är inläst.", *lines, *rest, *unknown])
