"""From a file to posted rows: stage (parse and report), then apply (one transaction, COPY and one sum in SQL)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from budget import policies
from budget.importers.contract import Sign
from budget.importers.ledger import COLUMNS
from budget.importers.mapping import mapping_of
from budget.importers.sandbox import ParsedUpload, parse_upload
from budget.models import ClosedMonth, LedgerBatch, LedgerRow, Outcome
from budget.models.ledger import OUTCOME_MONTH_IS_OPEN, lock_ledger
from budget.selectors.batches import earlier_batches, month_totals
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.disk import AwayError
from styrmodell.models import AuditEvent
from styrmodell.throwaway.contract import UploadError
from ui import clock
from ui.rules.swedish import MONTHS, join_words

FOLDER = "utfall"
SHOWN_ERRORS = 200
OPEN_FIRST = "Öppna månaden först. Inget har ändrats."

# One sum per organisation, account group and month: what every page reads.
ROLL_UP = """
    INSERT INTO budget_outcome (municipality_id, organisation_id, account_group_id, year, month, amount, batch_id)
    SELECT municipality_id, organisation_id, account_group_id, year, month, sum(amount), batch_id
    FROM budget_ledgerrow WHERE batch_id = %s
    GROUP BY municipality_id, organisation_id, account_group_id, year, month, batch_id
"""


class ImportRefused(Exception):  # noqa: N818 - reads as what it says
    """The rows cannot be used; the message says in Swedish why and what to do. Nothing has been changed."""


def folder() -> Path:
    """Where uploads and their lines lie: outside everything that is served."""
    path = Path(settings.MEDIA_ROOT) / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


def rows_path(batch: LedgerBatch) -> Path:
    """Where the batch's checked lines lie until they are used or thrown away."""
    return folder() / f"{batch.pk}.rader"


def stage(batch: LedgerBatch, access: Access, month: int | None) -> LedgerBatch:
    """Parse the batch's file and write the report. With errors the batch is refused and nothing is kept but the report,
    unless codes of it have no place: then the file waits a week for them.

    Takes seconds and holds no transaction meanwhile, so each copy of the job writes lines of its own: they become the
    batch's when its row is locked and still waits for its report. Raises AwayError when the file is not to be found: that
    is no fault of the file."""
    lines = rows_path(batch).with_suffix(f".{uuid.uuid4().hex}")
    source = folder() / batch.staged_path
    if not source.exists():
        raise AwayError(f"{source} is not there")
    parsed = examine(batch, access, month, source, lines)
    try:
        with transaction.atomic():
            _write_report(batch, access, lines if parsed else None)
    finally:
        lines.unlink(missing_ok=True)
    if batch.is_refused and not batch.report.get("unknown_units"):
        discard(batch)
    return batch


def _write_report(batch: LedgerBatch, access: Access, lines: Path | None) -> None:
    """Save what was found, unless the file has been thrown away or reported on meanwhile; refused without `lines`."""
    now = LedgerBatch.objects.of(access).select_for_update(no_key=True).get(pk=batch.pk)
    if now.state != LedgerBatch.State.STAGED or now.report:
        batch.refresh_from_db()
        return
    if lines:
        lines.replace(rows_path(batch))
    else:
        batch.state = LedgerBatch.State.REFUSED
        audit.record(AuditEvent.Type.LEDGER_REFUSED, target=batch, access=access, summary=batch.filename)
    batch.save(update_fields=["state", "sha256", "row_count", "total", "months", "report"])


def examine(
    batch: LedgerBatch, access: Access, month: int | None, source: Path, target: Path | None = None
) -> ParsedUpload | None:
    """Parse the file at `source` and write what was found on the batch, which is not saved. None when it cannot be
    used; then no lines are left. The lines lie at `target`, or in a file of their own that the caller removes."""
    mapping = mapping_of(access, batch.year)
    try:
        parsed = parse_upload(
            source,
            filename=batch.filename,
            year=batch.year,
            month=month,
            sign=Sign(batch.sign),
            known_units=mapping.units,
            account_ranges=mapping.accounts,
            above=mapping.above,
            closed_months=mapping.closed,
            rows_path=target,
        )
    except UploadError as error:
        batch.report = {"refused": str(error)}
        return None
    batch.sha256, batch.row_count, batch.total = parsed.sha256, parsed.row_count, parsed.total
    batch.months = [month for year, month in parsed.months if year == batch.year]
    batch.report = report_of(parsed)
    if parsed.is_clean and parsed.row_count:
        return parsed
    parsed.discard()
    batch.report["refused"] = "" if parsed.error_count else "Filen har inga rader att läsa in."
    return None


def report_of(parsed: ParsedUpload) -> dict[str, Any]:
    """What the review shows, as JSON: control totals, errors with row and column, warnings. Amounts as text."""
    return {
        "read": parsed.read,
        "rejected": parsed.rejected,
        "skipped": parsed.skipped,
        "by_month": [[year, month, str(amount)] for (year, month), amount in parsed.by_month().items()],
        "by_class": [[number, str(amount)] for number, amount in sorted(parsed.by_class().items())],
        "errors": [asdict(error) for error in parsed.errors[:SHOWN_ERRORS]],
        "error_count": parsed.error_count,
        "error_groups": [asdict(group) for group in parsed.error_groups],
        "warnings": parsed.warnings,
        "checks": parsed.checks,
        "units": parsed.units,
        "unknown_units": parsed.unknown_units,
        "sheet": parsed.sheet,
    }


def apply(batch: LedgerBatch, access: Access) -> LedgerBatch:
    """Use the batch's rows: all of them or none, in one transaction. They replace the months that the file holds.

    Two at once wait for each other. Raises ImportRefused when the batch is not waiting to be used, a month has been
    closed, or an earlier file holds more months than this one; AwayError when its lines are not to be found."""
    try:
        with transaction.atomic():
            return _apply(batch.pk, access)
    except DatabaseError as error:
        if _constraint(error) == OUTCOME_MONTH_IS_OPEN:  # a row of a month that the review did not see
            raise ImportRefused(f"En av filens månader är stängd. {OPEN_FIRST}") from error
        raise


def _constraint(error: DatabaseError) -> str | None:
    """The name of the constraint or trigger that refused."""
    return error.__cause__.diag.constraint_name if isinstance(error.__cause__, psycopg.Error) else None


def _apply(batch_id: int, access: Access) -> LedgerBatch:
    lock_ledger(access)
    batch = LedgerBatch.objects.of(access).select_for_update(no_key=True).get(pk=batch_id)
    if batch.state != LedgerBatch.State.STAGED:
        raise ImportRefused("Filen väntar inte på att läsas in. Välj filen på nytt.")
    if not rows_path(batch).exists():
        raise AwayError(f"{rows_path(batch)} is not there")
    _check_open(access, batch)
    replaced = earlier_batches(access, batch)
    batch.report["before"] = before_of(access, batch, replaced)
    for earlier in replaced:
        _supersede(access, earlier, batch)
    written = _copy(batch)
    if written != batch.row_count:
        raise ImportRefused("Filens rader har ändrats sedan granskningen. Välj filen på nytt.")
    with connection.cursor() as cursor:
        cursor.execute(ROLL_UP, [batch.pk])
    batch.state, batch.applied_at = LedgerBatch.State.APPLIED, clock.now()
    batch.save(update_fields=["state", "applied_at", "report"])
    audit.record(
        AuditEvent.Type.LEDGER_IMPORTED,
        target=batch,
        access=access,
        summary=batch.filename,
        rows=batch.row_count,
        total=str(batch.total),
        months=batch.months,
    )
    transaction.on_commit(partial(rows_path(batch).unlink, missing_ok=True))
    return batch


def before_of(access: Access, batch: LedgerBatch, replaced: list[LedgerBatch]) -> dict[str, Any]:
    """What stood in the batch's months when its rows took their place, as JSON: kronor of each month and the files that
    were replaced. The review shows it afterwards too."""
    booked = month_totals(access, batch.year)
    return {
        "by_month": [[month, str(booked[month])] for month in batch.months if month in booked],
        "replaced": [earlier.pk for earlier in replaced],
    }


def _check_open(access: Access, batch: LedgerBatch) -> None:
    closed = ClosedMonth.objects.of(access).filter(year=batch.year, month__in=batch.months)
    if closed:
        names = join_words([MONTHS[row.month - 1] for row in closed])
        raise ImportRefused(f"{names.capitalize()} {batch.year} är stängd. {OPEN_FIRST}")


def _supersede(access: Access, earlier: LedgerBatch, batch: LedgerBatch) -> None:
    """Take the earlier file's rows away; the file itself, its totals and its checksum stay to be seen."""
    verdict = policies.can_replace(earlier, batch)
    if not verdict:
        raise ImportRefused(f"{verdict.reason} Inget har ändrats.")
    Outcome.objects.of(access).filter(batch=earlier).delete()
    LedgerRow.objects.of(access).filter(batch=earlier).delete()
    earlier.state = LedgerBatch.State.SUPERSEDED
    earlier.save(update_fields=["state"])


def _copy(batch: LedgerBatch) -> int:
    """COPY the checked lines into the ledger; returns how many rows were written.

    Foreign keys are checked at once: every statement inside the roll-up's trigger walks through the checks that wait.
    Raises DatabaseError, as any other statement, for rows of a closed month."""
    columns = ", ".join(("municipality_id", "batch_id", *COLUMNS))
    head = f"{batch.municipality_id}\t{batch.pk}\t".encode()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with connection.wrap_database_errors, cursor.copy(f"COPY budget_ledgerrow ({columns}) FROM STDIN") as copy:
            for block in _with_owner(rows_path(batch), head):
                copy.write(block)
        return int(cursor.rowcount)


def _with_owner(path: Path, head: bytes) -> Iterator[bytes]:
    """The file's lines in large blocks, each line with municipality and batch first."""
    with path.open("rb") as file:
        at_start = True
        while block := file.read(1 << 20):
            whole = block if not at_start else head + block
            at_start = whole.endswith(b"\n")
            body = whole[:-1] if at_start else whole
            yield body.replace(b"\n", b"\n" + head) + (b"\n" if at_start else b"")


def waits_for_codes(batch: LedgerBatch) -> bool:
    """Is the file refused for codes that no organisation has, and still there to be read again?"""
    if not batch.is_refused or not batch.report.get("unknown_units"):
        return False
    return (folder() / batch.staged_path).exists()


def discard(batch: LedgerBatch) -> None:
    """Remove the lines and the uploaded file of a batch that is not used."""
    rows_path(batch).unlink(missing_ok=True)
    if batch.staged_path:
        (folder() / batch.staged_path).unlink(missing_ok=True)
