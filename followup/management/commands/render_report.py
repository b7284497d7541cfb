"""`manage.py render_report hallsberg delarsrapport 2026 --format pdf --out rapport.pdf`"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followup.compose import document_of
from followup.document.codec import sha256, to_json
from followup.document.model import Document
from followup.models import SnapshotFile
from followup.rendering.pdf import PdfError, render_pdf
from followup.rendering.xlsx import render_xlsx
from followup.selectors.frozen import stored_bytes
from styrmodell.access import Access, system_access
from styrmodell.models import Municipality, Occasion, Slot, Step
from styrmodell.verification import Damaged


class Command(BaseCommand):
    """Write a report as PDF, Excel or JSON. The exit status is 0 only when the file is written."""

    help = "Skriver en rapport som PDF, Excel eller JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which report, in which form, where to."""
        parser.add_argument("kommun", help="kommunens adressnamn, till exempel hallsberg")
        parser.add_argument("typ", help="rapporttyp eller rapportens kod, till exempel delarsrapport")
        parser.add_argument("ar", type=int, help="år")
        parser.add_argument("--month", type=int, help="månad, när typen har flera tillfällen under året")
        parser.add_argument("--organisation", help="enhetens kod; utan den skrivs hela kommunens rapport")
        parser.add_argument("--format", choices=["pdf", "xlsx", "json"], required=True)
        parser.add_argument("--out", type=Path, required=True, help="filen som skrivs")
        parser.add_argument("--json", action="store_true", help="svara med JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the slot, render, write. Raises CommandError with a Swedish text."""
        municipality = Municipality.objects.filter(slug=options["kommun"]).first()
        if municipality is None:
            raise CommandError(
                f"Kommunen {options['kommun']} finns inte. Skriv dess adressnamn, till exempel hallsberg."
            )
        access = system_access(municipality)
        occasion = find_occasion(access, options["typ"], options["ar"], options["month"])
        slot = find_slot(access, occasion, options["organisation"])
        try:
            document = document_of(access, slot)
            content = rendered(slot, document, options["format"])
        except Damaged as error:
            raise CommandError(str(error)) from error
        write(options["out"], content)
        answer = {"fil": str(options["out"]), "byte": len(content), "sha256": sha256(document), "status": slot.status}
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(f"{occasion.name} {occasion.cutoff} skriven till {options['out']} ({len(content)} byte).")


def find_occasion(access: Access, kind: str, year: int, month: int | None) -> Occasion:
    """The occasion of a report type (or rule code) in a year, the latest when the month is not said."""
    occasions = Occasion.objects.of(access).filter(year=year).select_related("rule")
    rows = [row for row in occasions.order_by("-cutoff") if kind in {row.rule.kind, row.rule.code}]
    if month is not None:
        rows = [row for row in rows if row.month == month]
    if not rows:
        opened = ", ".join(sorted({f"{row.rule.kind} ({row.rule.code})" for row in occasions})) or "inga"
        raise CommandError(f"Ingen {kind} är öppnad {year}. Öppnade rapporter: {opened}.")
    return rows[0]


def find_slot(access: Access, occasion: Occasion, code: str | None) -> Slot:
    """The unit's slot, or the whole municipality's."""
    slots = (
        Slot.objects.of(access).filter(occasion=occasion).select_related("occasion__rule", "organisation", "decision")
    )
    if code is None:
        slot = slots.filter(scope=Step.Scope.WHOLE).first()
        if slot is None:
            raise CommandError(f"{occasion.name} har ingen samlad rapport. Ange --organisation.")
        return slot
    slot = slots.filter(scope=Step.Scope.UNIT, organisation__code=code).first()
    if slot is None:
        codes = ", ".join(slots.filter(scope=Step.Scope.UNIT).values_list("organisation__code", flat=True))
        raise CommandError(f"Enheten {code} rapporterar inte då. Enheter som gör det: {codes}.")
    return slot


def rendered(slot: Slot, document: Document, format_: str) -> bytes:
    """The file's bytes: the stored file of a decided report when it is made, else rendered now."""
    if format_ == "json":
        return to_json(document).encode()
    stored = SnapshotFile.objects.of(slot).filter(snapshot__slot=slot, format=format_).first()
    if stored:
        return stored_bytes(stored)
    try:
        return render_pdf(document) if format_ == "pdf" else render_xlsx(document)
    except PdfError as error:
        raise CommandError(f"Rapporten kunde inte skrivas: {error}") from error


def write(path: Path, content: bytes) -> None:
    """Write beside the target and move into place, so that no half file is left."""
    draft = path.with_name(f".{path.name}.delvis")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CommandError(f"Filen {path} kan inte skrivas: {error.strerror}.") from error
