"""Where the outcome comes from: the files that were read in, so that a printed figure can be followed back to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from budget.selectors.batches import OutcomeFile
from followup.compose.meta import example_note
from followup.document.table import Col, Row, Table, TextCell
from ui.rules.swedish import DateForm, sv_date

CHECKSUM = 16  # characters of it that are printed; the whole of it is shown with the posted rows
COLUMNS = (
    Col(label="Månader", kind="text", width=24),
    Col(label="Rader", kind="number", width=20),
    Col(label="Netto", width=34),
    Col(label="Inläst", kind="text", width=34),
    Col(label="Av", kind="text", width=46),
    Col(label="Kontrollsumma", kind="text", width=40),
)


def files_table(files: Sequence[OutcomeFile]) -> tuple[Table, ...]:
    """The files behind the outcome; nothing when none has been read in."""
    rows = tuple(_row(file, place) for place, file in enumerate(files))
    if not rows:
        return ()
    return (
        Table(
            title="Filer bakom utfallet",
            corner="Fil",
            unit="kr",
            cols=COLUMNS,
            rows=rows,
            notes=(
                "Filerna gäller hela kommunen. Intäkter är plus, kostnader minus.",
                f"Kontrollsumman är början av filens SHA-256, {CHECKSUM} tecken.",
            ),
            source="Huvudboken",
            example=example_note(file.is_example for file in files),
            splits=True,
        ),
    )


def _row(file: OutcomeFile, place: int) -> Row:
    read_at = sv_date(timezone.localtime(file.read_at).date(), DateForm.FULL) if file.read_at else ""
    return Row(
        label=file.name,
        key=f"f{place}",
        cells=(
            TextCell(text=file.months),
            file.rows,
            file.total,
            TextCell(text=read_at),
            TextCell(text=file.read_by or "Automatisk inläsning"),
            TextCell(text=file.sha256[:CHECKSUM]),
        ),
    )
