"""Real figures from fixtures/data, read for the golden cases."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parents[3] / "fixtures/data"


def table(name: str) -> dict[str, dict[str, Decimal]]:
    """Read a table as row → column → amount in the source's unit; an empty cell is 0."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {
        row["post"]: {column: Decimal(text or "0") for column, text in row.items() if column != "post"} for row in rows
    }
