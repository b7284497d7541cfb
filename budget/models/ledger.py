"""The ledger: batches of imported rows, the roll-up that pages read, and which months are closed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import OperationalError, models
from django.db.models import Q
from psycopg.errors import LockNotAvailable

from accounts.limits import TooManyError
from styrmodell.models import AccountGroup, Job, Municipality, Organisation
from styrmodell.models.tenant import InMunicipality, TenantModel
from ui import clock

OUTCOME_MONTH_IS_OPEN = "outcome_month_is_open"
COME_BACK = 30  # seconds: a large file is posted in less
LEDGER_IS_BUSY = (
    "Kommunens utfall håller på att ändras: en fil läses in, eller en rapport beslutas. Inget av det du gjorde är sparat. "
    "Vänta en halv minut och försök igen."
)

# The last wall: whoever writes, a closed month stays as it was. A row that is moved touches two months. The error carries
# the trigger's name as its constraint, so that nobody has to read the message.
CLOSED_MONTH_SQL = """
    IF EXISTS (
        SELECT 1 FROM budget_closedmonth c
        WHERE (c.municipality_id, c.year, c.month) = (NEW.municipality_id, NEW.year, NEW.month)
           OR (c.municipality_id, c.year, c.month) = (OLD.municipality_id, OLD.year, OLD.month)
    ) THEN
        RAISE EXCEPTION 'Månaden är stängd.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_month_is_open';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


# The same for posted rows, which come by the hundred thousand: asked once a statement, over the rows it touched.
CLOSED_ROWS_SQL = """
    IF EXISTS (
        SELECT 1 FROM ({rows}) touched
        JOIN budget_closedmonth c USING (municipality_id, year, month)
    ) THEN
        RAISE EXCEPTION 'Månaden är stängd.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_month_is_open';
    END IF;
    RETURN NULL;
"""


TOUCHED_ROWS = {
    "old": "SELECT municipality_id, year, month FROM old_rows",
    "new": "SELECT municipality_id, year, month FROM new_rows",
}


def _rows_guard(operation: pgtrigger.Operation, *sides: str) -> pgtrigger.Trigger:
    """Trigger for posted rows: none in a closed month is written, changed or deleted. PostgreSQL wants one trigger for
    each operation when it hands over the rows as they were (`old`) and as they are (`new`)."""
    rows = " UNION ALL ".join(TOUCHED_ROWS[side] for side in sides)
    tables = {side: f"{side}_rows" for side in sides}
    return pgtrigger.Trigger(
        name=f"ledger_month_is_open_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),  # type: ignore[no-untyped-call]
        func=CLOSED_ROWS_SQL.format(rows=rows),
    )


def lock_ledger(owner: InMunicipality) -> None:
    """Hold the municipality's ledger until the transaction ends. Posting a file, closing and opening a month, handing in
    and deciding begin here and so go one at a time: what is not yet committed is seen by no trigger. Locks the
    municipality's row. Raises TooManyError when another holds it for longer than anybody waits."""
    try:
        Municipality.objects.select_for_update(no_key=True).get(pk=owner.municipality.pk)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise TooManyError(LEDGER_IS_BUSY, retry_after=COME_BACK) from error
        raise


class LedgerBatch(TenantModel):
    """Import: one file's rows for a year (and month). Immutable once applied; a new file supersedes it as a whole."""

    class State(models.TextChoices):
        STAGED = "granskas", "Granskas"
        REFUSED = "avvisad", "Avvisad"
        APPLIED = "inlast", "Inläst"
        SUPERSEDED = "ersatt", "Ersatt"
        DISCARDED = "kastad", "Kastad"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="ledger_batches")
    year = models.PositiveSmallIntegerField("år")
    months = models.JSONField("månader", default=list)  # the months the file holds, e.g. [7]
    filename = models.CharField("fil", max_length=200)
    sha256 = models.CharField(max_length=64)
    sign = models.CharField("teckenregel", max_length=12)
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.STAGED)
    row_count = models.PositiveIntegerField("rader", default=0)
    total = models.DecimalField("summa, kr", max_digits=18, decimal_places=2, default=0)
    report = models.JSONField("granskning", default=dict)  # control totals, errors and warnings of the parse
    staged_path = models.CharField(max_length=200, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("inläst", default=clock.now, editable=False)
    applied_at = models.DateTimeField("använd", null=True, blank=True)
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "importer"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_applied(self) -> bool:
        """Do its rows count?"""
        return self.state == self.State.APPLIED

    @property
    def is_posted(self) -> bool:
        """Have its rows been posted, also when a later file has taken their place?"""
        return self.state in {self.State.APPLIED, self.State.SUPERSEDED}

    @property
    def is_refused(self) -> bool:
        """Did it have errors that stopped it?"""
        return self.state == self.State.REFUSED


class LedgerRow(TenantModel):
    """Rad i huvudboken: one posted amount in kronor, income +, cost −. Written with COPY; read by drill-down only.

    No foreign keys in the database: checking four of them a row made a large file three times slower. The codes are
    looked up when the file is read, and the roll-up (`Outcome`), made in the same transaction, is checked. And no index
    that nothing reads by: each makes a large file a tenth slower."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    batch = models.ForeignKey(LedgerBatch, models.CASCADE, related_name="rows", db_constraint=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    account_group = models.ForeignKey(
        AccountGroup, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    account = models.PositiveIntegerField("konto")
    amount = models.DecimalField("belopp, kr", max_digits=18, decimal_places=2)
    row_number = models.PositiveIntegerField("rad i filen")

    class Meta:
        verbose_name = "bokförd rad"
        verbose_name_plural = "bokförda rader"
        indexes = [
            models.Index(fields=["municipality", "organisation", "year", "month", "id"], name="ledger_row_drill_down"),
        ]
        triggers = [
            _rows_guard(pgtrigger.Insert, "new"),
            _rows_guard(pgtrigger.Update, "old", "new"),
            _rows_guard(pgtrigger.Delete, "old"),
        ]

    def __str__(self) -> str:
        return f"{self.account}"


class Outcome(TenantModel):
    """Utfall: kronor per organisation, account group and month, summed from the applied rows (income +, cost −)."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="outcomes")
    account_group = models.ForeignKey(AccountGroup, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    amount = models.DecimalField("belopp, kr", max_digits=18, decimal_places=2)
    batch = models.ForeignKey(LedgerBatch, models.PROTECT, related_name="outcomes", null=True)

    class Meta:
        verbose_name = "utfall"
        verbose_name_plural = "utfall"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "month", "organisation", "account_group"], name="outcome_once"
            ),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="outcome_month"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name=OUTCOME_MONTH_IS_OPEN,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=CLOSED_MONTH_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


class ClosedMonth(TenantModel):
    """Stängd månad: no outcome of this month and no posted row behind it can be written while the row stands (triggers)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("stängd", default=clock.now, editable=False)

    class Meta:
        verbose_name = "stängd månad"
        verbose_name_plural = "stängda månader"
        ordering = ["year", "month"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year", "month"], name="closed_month_once")]
        triggers = [pgtrigger.Protect(name="closed_month_is_not_edited", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"
