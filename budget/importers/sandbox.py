"""Parsing an upload in a throw-away child process (`styrmodell/throwaway`): whatever the file does, this process goes on.

Its rows are lines for PostgreSQL's COPY."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from budget.importers.contract import (
    AccountRange,
    ImportSpec,
    Sign,
    Summary,
    YearMonth,
    cells_from_json,
    cells_question,
    spec_to_json,
    summary_from_json,
)
from budget.importers.ledger import COLUMNS
from styrmodell.throwaway.parent import WALL_SECONDS, ask_child

__all__ = ["COLUMNS", "ParsedUpload", "Sign", "parse_upload", "read_cells"]

_BLOCK = 1 << 20
_CHILD = Path(__file__).with_name("child.py")


@dataclass(slots=True)
class ParsedUpload(Summary):
    """A file that could be read: its lines on disk (see `COLUMNS`), control totals, errors and warnings.

    With errors the lines are those of the right rows; whether they may be used is for the caller to decide.
    """

    rows_path: Path = Path()

    @property
    def is_clean(self) -> bool:
        """Tell whether every row was right."""
        return self.error_count == 0

    def blocks(self) -> Iterator[bytes]:
        """The lines in large blocks, for `cursor.copy(…).write`; never the whole file at once."""
        with self.rows_path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block

    def discard(self) -> None:
        """Remove the lines from disk."""
        self.rows_path.unlink(missing_ok=True)


def parse_upload(
    path: Path,
    *,
    filename: str,
    year: int,
    sign: Sign,
    known_units: Mapping[str, int],
    account_ranges: Sequence[AccountRange],
    month: int | None = None,
    closed_months: Collection[YearMonth] = frozenset(),
    sheet: str | None = None,
    above: Mapping[int, int] | None = None,
    rows_path: Path | None = None,
    wall_seconds: float = WALL_SECONDS,
) -> ParsedUpload:
    """Parse the file at `path`, checking every row against units, accounts and open months; takes seconds.

    `filename` is what the user called it: its ending decides the format. The lines are written to `rows_path`, or to a
    new temporary file; the caller removes it. Amounts are kronor, income +, cost −, whatever `sign` the file has.
    Raises UploadError with a Swedish message, and leaves no lines behind, when the file cannot be read; OSError when
    there is no room for its lines, which is no fault of the file.
    """
    spec = ImportSpec(year, month, sign, known_units, account_ranges, frozenset(closed_months), sheet, above or {})
    question = spec_to_json(spec, str(path.resolve()), filename)
    target = _new_file() if rows_path is None else rows_path
    try:
        with target.open("wb") as rows:
            summary = ask_child(_CHILD, question, rows, summary_from_json, wall_seconds)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return ParsedUpload(**{field.name: getattr(summary, field.name) for field in fields(summary)}, rows_path=target)


def read_cells(path: Path, *, filename: str, wall_seconds: float = WALL_SECONDS) -> tuple[list[list[str]], list[str]]:
    """The first rows of a sheet or a csv file as text, and what its reader says (sheets that were not read). Takes a
    second. Raises UploadError with a Swedish message when the file cannot be read."""
    question = cells_question(str(path.resolve()), filename)
    with tempfile.TemporaryFile() as rows:
        return ask_child(_CHILD, question, rows, cells_from_json, wall_seconds)


def _new_file() -> Path:
    descriptor, name = tempfile.mkstemp(prefix="styrmodell-rader-", suffix=".tsv")
    os.close(descriptor)
    return Path(name)
