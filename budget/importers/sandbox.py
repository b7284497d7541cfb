"""Parsing an upload in a throw-away child process: whatever the file does, this process goes on.

The child (`child.py`) is bounded to 512 MB of memory, 30 s of processor time and 256 MB of output, has no network
where the system lets it leave it (user or network namespaces; else Python code is still refused sockets), and is
killed after a minute. Its answer is JSON, its rows are lines for PostgreSQL's COPY; nothing is unpickled.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, TypeVar

from budget.importers.contract import (
    NO_ROOM,
    AccountRange,
    ImportSpec,
    Sign,
    Summary,
    UploadError,
    YearMonth,
    cells_from_json,
    cells_question,
    refusal_from_json,
    spec_to_json,
    summary_from_json,
)
from budget.importers.ledger import COLUMNS

__all__ = ["COLUMNS", "ParsedUpload", "Sign", "UploadError", "parse_upload", "read_cells"]

WALL_SECONDS = 60.0
_MAX_ANSWER = 4_000_000
_BLOCK = 1 << 20
_CHILD = Path(__file__).with_name("child.py")
_TOO_SLOW = "Filen tog för lång tid att läsa. Dela upp den eller spara den som csv."
_TOO_LARGE = "Filen kräver för mycket minne. Dela upp den eller spara den som csv."
_UNREADABLE = "Filen gick inte att läsa. Öppna den i Excel, spara den på nytt som xlsx eller csv och försök igen."
_REASONS = {
    -signal.SIGXCPU: _TOO_SLOW,
    -signal.SIGKILL: _TOO_SLOW,
    -signal.SIGABRT: _TOO_LARGE,
    -signal.SIGSEGV: _TOO_LARGE,
}
_log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


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
            summary = _ask_child(question, rows, wall_seconds, summary_from_json)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return ParsedUpload(**{field.name: getattr(summary, field.name) for field in fields(summary)}, rows_path=target)


def read_cells(path: Path, *, filename: str, wall_seconds: float = WALL_SECONDS) -> tuple[list[list[str]], list[str]]:
    """The first rows of a sheet or a csv file as text, and what its reader says (sheets that were not read). Takes a
    second. Raises UploadError with a Swedish message when the file cannot be read."""
    question = cells_question(str(path.resolve()), filename)
    with tempfile.TemporaryFile() as rows:
        return _ask_child(question, rows, wall_seconds, cells_from_json)


def _new_file() -> Path:
    descriptor, name = tempfile.mkstemp(prefix="styrmodell-rader-", suffix=".tsv")
    os.close(descriptor)
    return Path(name)


def _ask_child(question: str, rows: IO[bytes], wall_seconds: float, read: Callable[[bytes], Answer]) -> Answer:
    """Start the child, give it the question, wait for it to end, and `read` its answer. Raises UploadError."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        command = [sys.executable, "-I", str(_CHILD), str(rows.fileno())]
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and script; nothing from the user is in the command
            command,
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=complaints,
            pass_fds=[rows.fileno()],
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        with child:
            try:
                child.communicate(question.encode(), timeout=wall_seconds)
            except subprocess.TimeoutExpired as error:
                raise UploadError(_TOO_SLOW) from error
            finally:
                child.kill()
        return _read_answer(child.returncode, answer, complaints, read)


def _read_answer(code: int, answer: IO[bytes], complaints: IO[bytes], read: Callable[[bytes], Answer]) -> Answer:
    answer.seek(0)
    text = answer.read(_MAX_ANSWER + 1)
    if code == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code != 0 or len(text) > _MAX_ANSWER:
        complaints.seek(0)
        _log.warning("upload parser ended with %s: %s", code, complaints.read(4000).decode("utf-8", "replace")[-1000:])
        raise UploadError(_REASONS.get(code, _UNREADABLE))
    try:
        refused = refusal_from_json(text)
        if not refused:
            return read(text)
    except (ValueError, KeyError, TypeError) as error:
        raise UploadError(_UNREADABLE) from error
    raise UploadError(refused)  # the child's own reason
