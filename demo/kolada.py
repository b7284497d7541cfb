"""Real series from Kolada in `fixtures/data/`: the municipality's own values and those of the other municipalities."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = "kolada_nyckeltal_2018-2025_urval.csv"
PRELIMINARY_YEAR = 2025  # see fixtures/data/SOURCES.md
PLACES = Decimal("0.0001")

Values = dict[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Municipal:
    """A municipality's values of one measure; a year the source lacks is None."""

    code: str
    name: str
    values: Values


@cache
def read_series(folder: Path) -> dict[str, dict[str, Municipal]]:
    """Measure → municipality's code → its values."""
    series: dict[str, dict[str, Municipal]] = {}
    with (folder / FILE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            values = {int(year): _value(text) for year, text in row.items() if year.isdigit()}
            one = Municipal(row["kommunkod"], row["kommun"], values)
            series.setdefault(row["kpi_id"], {})[one.code] = one
    return series


def _value(text: str) -> Decimal | None:
    return Decimal(text).quantize(PLACES) if text else None
