"""What goes into the child process and what comes out, as plain values and as JSON. Pure.

Amounts are kept in öre as whole numbers while rows are read, and are kronor (`Decimal`) for the reader of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

MAX_ERRORS = 200
MAX_GROUPS = 100
MAX_UNKNOWN = 20

AccountRange = tuple[int, int, int]
YearMonth = tuple[int, int]


class Sign(StrEnum):
    """How the file writes signs. Stored rows always have income + and cost −."""

    INCOME_PLUS = "intakt_plus"  # as the municipality sees it: income +, cost −
    COST_PLUS = "kostnad_plus"  # as the ledger's debit: cost +, income −


@dataclass(frozen=True, slots=True)
class ImportSpec:
    """What the rows are checked against.

    `month` is given when the whole file is about one month. `known_units` maps ledger codes to organisations, `above` each
    organisation to the one above it in the tree; `account_ranges` holds (first account, last account, account group) with both ends included.
    """

    year: int
    month: int | None
    sign: Sign
    known_units: Mapping[str, int]
    account_ranges: Sequence[AccountRange]
    closed_months: frozenset[YearMonth] = frozenset()
    sheet: str | None = None
    above: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row: the row's number in the file, the column's heading there, and a Swedish sentence."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """The same error in many rows: how many, and the first of them."""

    column: str
    text: str
    count: int
    first_row: int


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """Rows and kronor (income +, cost −) of a month, account class (first digit) and account group."""

    year: int
    month: int
    account_class: int
    group: int
    rows: int
    amount: Decimal


@dataclass(slots=True)
class Summary:
    """What the child found. `read` = rows with lines + `rejected` + `skipped`; blank rows are not counted.

    `row_count` is the number of lines written, which in the wide layout is several per row. `checks` are what was tried
    and found right, in Swedish; `units` are the organisations that have lines; `unknown_units` the first codes that no
    organisation has.
    """

    row_count: int = 0
    read: int = 0
    rejected: int = 0
    skipped: int = 0
    total: Decimal = Decimal(0)
    totals: list[ControlTotal] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    error_count: int = 0
    error_groups: list[ErrorGroup] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    unknown_units: list[str] = field(default_factory=list)
    sha256: str = ""
    sheet: str = ""
    has_network: bool = True

    @property
    def months(self) -> list[YearMonth]:
        """The months that have lines, in order."""
        return sorted({(total.year, total.month) for total in self.totals})

    def by_month(self) -> dict[YearMonth, Decimal]:
        """Kronor per (year, month)."""
        sums: dict[YearMonth, Decimal] = {}
        for total in self.totals:
            key = (total.year, total.month)
            sums[key] = sums.get(key, Decimal(0)) + total.amount
        return sums

    def by_class(self) -> dict[int, Decimal]:
        """Kronor per account class."""
        sums: dict[int, Decimal] = {}
        for total in self.totals:
            sums[total.account_class] = sums.get(total.account_class, Decimal(0)) + total.amount
        return sums

    def by_group(self) -> dict[int, Decimal]:
        """Kronor per account group."""
        sums: dict[int, Decimal] = {}
        for total in self.totals:
            sums[total.group] = sums.get(total.group, Decimal(0)) + total.amount
        return sums


def spec_to_json(spec: ImportSpec, path: str, filename: str) -> str:
    """Write the question to the child."""
    question = {**asdict(spec), "path": path, "filename": filename, "closed_months": sorted(spec.closed_months)}
    return json.dumps(question)


def spec_from_json(text: str) -> tuple[ImportSpec, str, str]:
    """Read the question in the child: what to check against, the file's path and its name."""
    raw: dict[str, Any] = json.loads(text)
    spec = ImportSpec(
        year=raw["year"],
        month=raw["month"],
        sign=Sign(raw["sign"]),
        known_units=raw["known_units"],
        account_ranges=[(first, last, group) for first, last, group in raw["account_ranges"]],
        closed_months=frozenset((year, month) for year, month in raw["closed_months"]),
        sheet=raw["sheet"],
        above={int(organisation): above for organisation, above in raw["above"].items()},
    )
    return spec, raw["path"], raw["filename"]


def cells_question(path: str, filename: str) -> str:
    """Write the question that wants the cells of a table, whatever it is about."""
    question = json.loads(spec_to_json(ImportSpec(0, None, Sign.INCOME_PLUS, {}, []), path, filename))
    return json.dumps({**question, "cells": True})


def wants_cells(text: str) -> bool:
    """Does the question want the cells only?"""
    return bool(json.loads(text).get("cells"))


def cells_to_json(table: Sequence[Sequence[str]], warnings: Sequence[str]) -> str:
    """Write the cells."""
    return json.dumps({"cells": table, "warnings": warnings})


def cells_from_json(text: str | bytes) -> tuple[list[list[str]], list[str]]:
    """Read the cells, and what the file's reader says of it. Raises ValueError, KeyError or TypeError."""
    raw = json.loads(text)
    return [[str(cell) for cell in row] for row in raw["cells"]], [str(warning) for warning in raw["warnings"]]


def summary_to_json(summary: Summary) -> str:
    """Write the answer; amounts as text, so that nothing passes through a float."""
    return json.dumps(asdict(summary), default=str)


def summary_from_json(text: str | bytes) -> Summary:
    """Read the answer. Raises ValueError, KeyError or TypeError when it is not one."""
    raw: dict[str, Any] = json.loads(text)
    raw["total"] = Decimal(raw["total"])
    raw["totals"] = [ControlTotal(**{**row, "amount": Decimal(row["amount"])}) for row in raw["totals"]]
    raw["errors"] = [RowError(**row) for row in raw["errors"]]
    raw["error_groups"] = [ErrorGroup(**row) for row in raw["error_groups"]]
    return Summary(**raw)
