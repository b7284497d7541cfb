"""Files with outcome: those that have been read in, and what the months hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.http import Http404

from budget.models import ClosedMonth, LedgerBatch, Outcome
from styrmodell.access import Access
from styrmodell.rules.periods import month_list


def batches(access: Access, most: int = 20) -> list[LedgerBatch]:
    """The latest files, newest first (one query)."""
    rows = LedgerBatch.objects.of(access).select_related("created_by", "job")
    return list(rows[:most])


def batch_or_404(access: Access, batch_id: int) -> LedgerBatch:
    """A file of this municipality, or 404 (one query)."""
    rows = LedgerBatch.objects.of(access).filter(pk=batch_id)
    batch = rows.select_related("created_by", "job").first()
    if batch is None:
        raise Http404
    return batch


def earlier_batches(access: Access, batch: LedgerBatch) -> list[LedgerBatch]:
    """Applied files that hold any of the batch's months: those that it replaces (one query)."""
    applied = (
        LedgerBatch.objects.of(access).filter(year=batch.year, state=LedgerBatch.State.APPLIED).exclude(pk=batch.pk)
    )
    rows = applied.select_related("created_by").order_by("pk")
    return [row for row in rows if set(row.months) & set(batch.months)]


def replaced_batches(access: Access, batch: LedgerBatch) -> list[LedgerBatch]:
    """The files whose place an applied batch took (one query)."""
    keys = batch.report.get("before", {}).get("replaced", [])
    return list(LedgerBatch.objects.of(access).filter(pk__in=keys).select_related("created_by").order_by("pk"))


def same_file(access: Access, batch: LedgerBatch) -> LedgerBatch | None:
    """The same bytes, already read in for the same months with the same signs."""
    same = LedgerBatch.objects.of(access).filter(
        sha256=batch.sha256,
        year=batch.year,
        sign=batch.sign,
        months=batch.months,
        state=LedgerBatch.State.APPLIED,
    )
    return same.exclude(pk=batch.pk).select_related("created_by").first()


def booked_around(access: Access, batch: LedgerBatch) -> dict[tuple[int, int], Decimal]:
    """Kronor per month and organisation, in the file's months and the one before them."""
    months = [*batch.months, *(min(batch.months) - 1 for _ in batch.months[:1])]
    rows = Outcome.objects.of(access).filter(year=batch.year, month__in=months)
    totals = rows.values_list("month", "organisation_id").annotate(total=Sum("amount"))
    return {(month, pk): total for month, pk, total in totals}


def month_totals(access: Access, year: int, organisations: Collection[int] | None = None) -> dict[int, Decimal]:
    """What is booked in each month of the year on some organisations, or on all, kronor (one query)."""
    booked = Outcome.objects.of(access).filter(year=year)
    if organisations is not None:
        booked = booked.filter(organisation_id__any_of=organisations)
    return dict(booked.values_list("month").annotate(total=Sum("amount")))


def closed_months(access: Access, year: int) -> dict[int, ClosedMonth]:
    """The year's closed months (one query)."""
    rows = ClosedMonth.objects.of(access).filter(year=year).select_related("closed_by")
    return {row.month: row for row in rows}


@dataclass(frozen=True, slots=True)
class OutcomeFile:
    """A file that is read in, as a whole: what it holds, who read it in, and how it is known again. Kronor."""

    name: str
    months: str
    rows: int
    total: Decimal
    read_at: datetime | None
    read_by: str
    sha256: str
    is_example: bool


def outcome_files(access: Access, year: int, through: int) -> list[OutcomeFile]:
    """The files behind the municipality's outcome of January to month `through`, by their first month (one query)."""
    applied = (
        LedgerBatch.objects.of(access).filter(year=year, state=LedgerBatch.State.APPLIED).select_related("created_by")
    )
    wanted = sorted((row for row in applied if row.months and min(row.months) <= through), key=lambda row: row.months)
    return [
        OutcomeFile(
            row.filename,
            month_list(row.months),
            row.row_count,
            row.total,
            row.applied_at,
            row.created_by.name if row.created_by else "",
            row.sha256,
            row.is_example,
        )
        for row in wanted
    ]
