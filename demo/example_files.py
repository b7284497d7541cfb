"""The ledger files of the main story: July's outcome for Hallsberg, one that is right and one with errors. Pure.

`python -m demo.example_files` writes them anew to `fixtures/demo/`; the same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from demo.content import read_content
from demo.ledger import kronor, outcome_rows
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.schema.checks import walk

FOLDER = Path(__file__).resolve().parents[1] / "fixtures"
SLUG, MONTH = "hallsberg", 7
RIGHT, WRONG = "hallsberg_utfall_2026-07.xlsx", "hallsberg_utfall_2026-07_med_fel.xlsx"
HEADINGS = ("Ansvar", "Benämning", "Konto", "Period", "Belopp")
MADE = datetime(2026, 8, 10, tzinfo=UTC)  # a fixed day, so that the bytes never differ
Cell = str | Decimal

# Row (counted from the first row of figures), column, what stands there by mistake.
MISTAKES: Sequence[tuple[int, int, str]] = (
    (12, 0, "4711"),
    (85, 4, "12.500,-"),
    (140, 3, "2025-12"),
    (141, 2, "70x1"),
)


def july_rows() -> list[list[Cell]]:
    """July's posted rows as the ledger writes them: kronor, income +, cost −."""
    content = read_content(FOLDER / "demo" / f"{SLUG}.yaml")
    units = _units()
    rows: list[list[Cell]] = []
    for committee in content.money.committees:
        for activity in committee.activities:
            code, name = units[activity.code]
            rows += [
                [code, name, str(row.account), f"{content.year}-{MONTH:02d}", Decimal(kronor(row.ore))]
                for row in outcome_rows(activity, content.year, MONTH, MONTH)
                if row.month == MONTH
            ]
    return rows


def _units() -> Mapping[str, tuple[str, str]]:
    """Ledger code and name by the organisation's code."""
    file = read_steering_file(FOLDER / f"{SLUG}.yaml")
    nodes = [node for _, node in walk(file.organisation) if node.ledger_codes]
    return {node.code: (node.ledger_codes[0], node.name) for node in nodes}


def with_mistakes(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The same rows with four mistakes of the kind that ledger files have."""
    changed = [list(row) for row in rows]
    for place, column, text in MISTAKES:
        changed[place][column] = text
    return changed


def workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows as an Excel file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Utfall juli 2026, exempelsiffror", "created": MADE.replace(tzinfo=None)})
    sheet = book.add_worksheet("Utfall")
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    sheet.set_column(1, 1, 36)
    sheet.set_column(4, 4, 16)
    sheet.write_row(0, 0, HEADINGS, bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row[:4])
        sheet.write(number, 4, row[4], money)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def files() -> dict[str, bytes]:
    """Both files by name."""
    rows = july_rows()
    return {RIGHT: workbook(rows), WRONG: workbook(with_mistakes(rows))}


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / "demo" / name).write_bytes(content)
