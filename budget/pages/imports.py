"""The import's pages: what has been read in, and the review of one file."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budget import policies
from budget.importers.apply import waits_for_codes
from budget.models import ClosedMonth, LedgerBatch
from budget.selectors.batches import (
    booked_around,
    closed_months,
    earlier_batches,
    month_totals,
    replaced_batches,
    same_file,
)
from styrmodell.access import Access
from styrmodell.pages.jobs import Progress, progress_of
from styrmodell.permissions import Permission
from styrmodell.rules.periods import month_words
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
class ImportReview:
    """Everything the review shows."""

    batch: LedgerBatch
    progress: Progress | None = None  # of the reading or the posting; then nothing else is shown
    months: list[MonthChange] = field(default_factory=list)
    classes: list[tuple[int, str, Decimal]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    error_count: int = 0
    warnings: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)  # what was tried and found right
    same_file: LedgerBatch | None = None
    replaced: list[LedgerBatch] = field(default_factory=list)  # earlier files whose rows it takes the place of
    vanishing: list[str] = field(default_factory=list)  # organisations with outcome now and none in the file
    absent: list[str] = field(default_factory=list)  # organisations with outcome the month before and none in the file
    groups: list[dict[str, Any]] = field(default_factory=list)  # the same error in many rows
    waits_for_codes: bool = False  # can it be read again as soon as its codes have a place?
    rows_code: str = ""  # the organisation under which all posted rows are shown

    @property
    def is_running(self) -> bool:
        """Is a worker reading or posting, or about to?"""
        return self.progress is not None

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
    def is_posted(self) -> bool:
        """Have the file's rows been posted? Then what it replaced is past."""
        return self.batch.is_posted

    @property
    def knows_before(self) -> bool:
        """Is it known what stood in the months before the file?"""
        return not self.is_posted or "before" in self.batch.report

    @property
    def knows_change(self) -> bool:
        """Is the change that of the whole file? Not when rows with errors are left out of it."""
        return self.knows_before and not self.left_out

    @property
    def before_word(self) -> str:
        """What the column is called with what stands, or stood, in the months."""
        return "Före" if self.is_posted else "Nu"

    @property
    def left_out(self) -> int:
        """Rows with errors: they are in no sum."""
        return int(self.batch.report.get("rejected", 0))

    @property
    def unknown_units(self) -> str:
        """Codes that no unit has, in words."""
        return _some(self.batch.report.get("unknown_units", []))

    @property
    def unknown_codes(self) -> list[str]:
        """Codes that no unit has."""
        return list(self.batch.report.get("unknown_units", []))

    @property
    def blocked(self) -> str:
        """Why a file that is right cannot take the place of an earlier one, in Swedish."""
        if self.is_posted:
            return ""
        return next((no.reason for old in self.replaced if not (no := policies.can_replace(old, self.batch))), "")

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
        """Which of the four steps it is now: 2 review, 3 confirm; 5 when all are done."""
        if self.is_posted:
            return 5
        return 3 if self.is_running and self.batch.row_count else 2


def review(access: Access, batch: LedgerBatch) -> ImportReview:
    """The review of one file (three queries, one more while it waits to be used). While a worker is at it only how far
    it has come: a page that waits asks again and again."""
    if progress := progress_of(batch.job):
        return ImportReview(batch, progress)
    report = batch.report
    totals = [(int(year), int(month), Decimal(amount)) for year, month, amount in report.get("by_month", [])]
    is_waiting = batch.state == LedgerBatch.State.STAGED
    is_posted = batch.is_posted
    booked = {} if is_posted else booked_around(access, batch)
    now = _before(batch) if is_posted else _by_month(booked)
    vanishing = _missing(access, batch, {pk for month, pk in booked if month in batch.months})
    before = {pk for month, pk in booked if month not in batch.months}
    return ImportReview(
        batch=batch,
        months=[MonthChange(year, month, now.get(month), amount) for year, month, amount in totals],
        classes=[(number, CLASSES.get(number, ""), Decimal(total)) for number, total in report.get("by_class", [])],
        errors=report.get("errors", []),
        error_count=report.get("error_count", 0),
        warnings=[*report.get("warnings", []), *(_gaps(access, batch) if is_waiting or batch.is_applied else [])],
        checks=report.get("checks", []),
        same_file=same_file(access, batch),
        waits_for_codes=waits_for_codes(batch),
        replaced=earlier_batches(access, batch) if is_waiting else _replaced(access, batch),
        vanishing=vanishing,
        absent=[name for name in _missing(access, batch, before) if name not in vanishing],
        groups=[group for group in report.get("error_groups", []) if group["count"] > 1][:SHOWN_GROUPS],
        rows_code=next((access.organisations[pk].code for pk in access.tree.roots()), ""),
    )


def _replaced(access: Access, batch: LedgerBatch) -> list[LedgerBatch]:
    """The files whose place a posted file took."""
    return replaced_batches(access, batch) if batch.report.get("before") else []


def _before(batch: LedgerBatch) -> dict[int, Decimal]:
    """Kronor of each month when the file's rows took its place."""
    return {month: Decimal(amount) for month, amount in batch.report.get("before", {}).get("by_month", [])}


def _by_month(booked: Mapping[tuple[int, int], Decimal]) -> dict[int, Decimal]:
    """Kronor of each month now, of those that have outcome."""
    now: dict[int, Decimal] = {}
    for (month, _), amount in booked.items():
        now[month] = now.get(month, Decimal(0)) + amount
    return now


def _gaps(access: Access, batch: LedgerBatch) -> list[str]:
    """The months before the file's last that no file has any outcome for (one query)."""
    known = {*month_totals(access, batch.year), *batch.months}
    gaps = month_words(set(range(1, max(batch.months, default=0))) - known)
    return [f"Utfall för {gaps} saknas. Läs in det också, annars räknas de månaderna inte med."] if gaps else []


def _missing(access: Access, batch: LedgerBatch, booked: Set[int]) -> list[str]:
    """Names of those of the organisations that have no row in the file."""
    units = set(batch.report.get("units", []))
    gone = booked - units if units else set()
    return [organisation.name for pk, organisation in access.organisations.items() if pk in gone]


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown, more = join_words(names[:SHOWN_UNITS]), len(names) - SHOWN_UNITS
    return f"{', '.join(names[:SHOWN_UNITS])} och {more} till" if more > 0 else shown


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month of the year: whether it has outcome and whether it is closed."""

    month: int
    name: str
    total: Decimal | None
    closed: ClosedMonth | None


def months_of(access: Access, year: int) -> list[MonthState]:
    """The year's twelve months (two queries): what is booked in the whole municipality for whoever reads it in, else
    where the user reads."""
    own = None if policies.can_import(access) else access.ever.organisation_ids(Permission.VIEW)
    totals, closed = month_totals(access, year, own), closed_months(access, year)
    return [MonthState(m, MONTHS[m - 1].capitalize(), totals.get(m), closed.get(m)) for m in range(1, 13)]
