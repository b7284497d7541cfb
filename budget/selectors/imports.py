"""The import's pages: what has been read in, and the review of one file."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.http import Http404

from budget.models import ClosedMonth, LedgerBatch, Outcome
from styrmodell.access import Access
from styrmodell.models import Job
from ui.rules.swedish import MONTHS, join_words

SHOWN_UNITS = 8
SHOWN_GROUPS = 5

CLASSES = {
    3: "Intäkter",
    4: "Kostnader och utgifter",
    5: "Personal",
    6: "Övriga kostnader",
    7: "Övriga kostnader och avskrivningar",
    8: "Skatt, bidrag och finansiellt",
}


@dataclass(frozen=True, slots=True)
class MonthChange:
    """A month of the file: kronor now and after (income +, cost −)."""

    year: int
    month: int
    now: Decimal | None
    after: Decimal

    @property
    def name(self) -> str:
        """«juli 2026»"""
        return f"{MONTHS[self.month - 1]} {self.year}"

    @property
    def change(self) -> Decimal:
        """After − now."""
        return self.after - (self.now or Decimal(0))


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the review shows."""

    batch: LedgerBatch
    job: Job | None
    months: list[MonthChange]
    classes: list[tuple[int, str, Decimal]]
    errors: list[dict[str, Any]]
    error_count: int
    warnings: list[str]
    checks: list[str]  # what was tried and found right
    same_file: LedgerBatch | None
    replaced: list[LedgerBatch]  # earlier files whose rows it takes the place of
    vanishing: list[str]  # organisations with outcome now and none in the file
    absent: list[str]  # organisations with outcome the month before and none in the file
    groups: list[dict[str, Any]]  # the same error in many rows
    rows_code: str  # the organisation under which all posted rows are shown

    @property
    def is_running(self) -> bool:
        """Is a worker reading or posting?"""
        return self.job is not None and self.job.state in {Job.State.QUEUED, Job.State.RUNNING}

    @property
    def failed(self) -> str:
        """Why the job failed, in Swedish."""
        return self.job.reason if self.job and self.job.state == Job.State.FAILED else ""

    @property
    def refused(self) -> str:
        """Why the whole file could not be read."""
        return str(self.batch.report.get("refused", ""))

    @property
    def can_confirm(self) -> bool:
        """Is everything right and waiting for a yes?"""
        staged = self.batch.state == LedgerBatch.State.STAGED and bool(self.batch.row_count)
        return staged and not self.is_running and not self.blocked

    @property
    def blocked(self) -> str:
        """Why a file that is right cannot take the place of an earlier one, in Swedish."""
        return next((text for earlier in self.replaced if (text := left_over(earlier, self.batch))), "")

    @property
    def vanishing_text(self) -> str:
        """Whose outcome would be gone, in words."""
        return _some(self.vanishing)

    @property
    def absent_text(self) -> str:
        """Who had outcome the month before, in words."""
        return _some(self.absent)

    @property
    def month_before(self) -> str:
        """The month before the file's first."""
        return MONTHS[min(self.batch.months, default=1) - 2]

    @property
    def replaces(self) -> bool:
        """Is there outcome in any of the months already?"""
        return any(row.now is not None for row in self.months)

    @property
    def step(self) -> int:
        """Which of the four steps: 2 review, 3 confirm, 4 done."""
        if self.batch.state in {LedgerBatch.State.APPLIED, LedgerBatch.State.SUPERSEDED}:
            return 4
        return 3 if self.is_running and self.batch.row_count else 2


def review(access: Access, batch: LedgerBatch) -> Review:
    """The review of one file (one query, two more while it waits to be used)."""
    report = batch.report
    totals = [(int(year), int(month), Decimal(amount)) for year, month, amount in report.get("by_month", [])]
    is_waiting = batch.state == LedgerBatch.State.STAGED
    booked = _booked(access, batch) if is_waiting else {}
    now: dict[int, Decimal] = {}
    for (month, _), amount in booked.items():
        now[month] = now.get(month, Decimal(0)) + amount
    vanishing = _missing(access, batch, {pk for month, pk in booked if month in batch.months})
    before = {pk for month, pk in booked if month not in batch.months}
    return Review(
        batch=batch,
        job=batch.job,
        months=[MonthChange(year, month, now.get(month), amount) for year, month, amount in totals],
        classes=[(number, CLASSES.get(number, ""), Decimal(total)) for number, total in report.get("by_class", [])],
        errors=report.get("errors", []),
        error_count=report.get("error_count", 0),
        warnings=report.get("warnings", []),
        checks=report.get("checks", []),
        same_file=_same_file(access, batch),
        replaced=earlier_batches(batch) if is_waiting else [],
        vanishing=vanishing,
        absent=[name for name in _missing(access, batch, before) if name not in vanishing],
        groups=[group for group in report.get("error_groups", []) if group["count"] > 1][:SHOWN_GROUPS],
        rows_code=next((access.organisations[pk].code for pk in access.tree.roots()), ""),
    )


def _missing(access: Access, batch: LedgerBatch, booked: Set[int]) -> list[str]:
    """Names of those of the organisations that have no row in the file."""
    units = set(batch.report.get("units", []))
    gone = booked - units if units else set()
    return [found.name for pk, found in access.organisations.items() if pk in gone]


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown, more = join_words(names[:SHOWN_UNITS]), len(names) - SHOWN_UNITS
    return f"{', '.join(names[:SHOWN_UNITS])} och {more} till" if more > 0 else shown


def _booked(access: Access, batch: LedgerBatch) -> dict[tuple[int, int], Decimal]:
    """Kronor per month and organisation, in the file's months and the one before them."""
    months = [*batch.months, *(min(batch.months) - 1 for _ in batch.months[:1])]
    rows = Outcome.objects.filter(municipality=access.municipality, year=batch.year, month__in=months)
    totals = rows.values_list("month", "organisation_id").annotate(total=Sum("amount"))
    return {(month, pk): total for month, pk, total in totals}


def earlier_batches(batch: LedgerBatch) -> list[LedgerBatch]:
    """Applied files that hold any of the batch's months: those that it replaces (one query)."""
    applied = LedgerBatch.objects.filter(
        municipality_id=batch.municipality_id, year=batch.year, state=LedgerBatch.State.APPLIED
    ).exclude(pk=batch.pk)
    rows = applied.select_related("created_by").order_by("pk")
    return [row for row in rows if set(row.months) & set(batch.months)]


def left_over(earlier: LedgerBatch, batch: LedgerBatch) -> str:
    """Why the batch cannot take the earlier file's place: that one holds more months. Empty when it can."""
    left = sorted(set(earlier.months) - set(batch.months))
    if not left:
        return ""
    names = join_words([MONTHS[month - 1] for month in left])
    return f"Filen {earlier.filename} lästes in med fler månader: {names}. Läs in en fil med samma månader."


def _same_file(access: Access, batch: LedgerBatch) -> LedgerBatch | None:
    """The same bytes, already read in for the same months with the same signs."""
    same = LedgerBatch.objects.filter(
        municipality=access.municipality,
        sha256=batch.sha256,
        year=batch.year,
        sign=batch.sign,
        months=batch.months,
        state=LedgerBatch.State.APPLIED,
    )
    return same.exclude(pk=batch.pk).select_related("created_by").first()


def batches(access: Access, most: int = 20) -> list[LedgerBatch]:
    """The latest files, newest first (one query)."""
    rows = LedgerBatch.objects.filter(municipality=access.municipality).select_related("created_by", "job")
    return list(rows[:most])


def batch_or_404(access: Access, batch_id: int) -> LedgerBatch:
    """A file of this municipality, or 404 (one query)."""
    rows = LedgerBatch.objects.filter(municipality=access.municipality, pk=batch_id)
    batch = rows.select_related("created_by", "job").first()
    if batch is None:
        raise Http404
    return batch


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month of the year: whether it has outcome and whether it is closed."""

    month: int
    name: str
    total: Decimal | None
    closed: ClosedMonth | None


def months_of(access: Access, year: int) -> list[MonthState]:
    """The year's twelve months (two queries)."""
    booked = Outcome.objects.filter(municipality=access.municipality, year=year)
    totals = dict(booked.values_list("month").annotate(total=Sum("amount")))
    rows = ClosedMonth.objects.filter(municipality=access.municipality, year=year).select_related("closed_by")
    closed = {row.month: row for row in rows}
    return [MonthState(m, MONTHS[m - 1].capitalize(), totals.get(m), closed.get(m)) for m in range(1, 13)]
