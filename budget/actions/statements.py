"""Entering the rows of a statement's column: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.http import Http404

from budget import policies
from budget.actions.forecast import Typed
from budget.models import StatementFigure
from budget.selectors.statement_entry import (
    EntryRow,
    StatementColumn,
    statement_column_or_404,
    statement_entry,
    stored_figures,
)
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent
from styrmodell.models.versioned import Stale
from ui import clock
from ui.rules.swedish import DateForm, sv_date


@transaction.atomic
def save_statement(*, access: Access, key: str, typed: Mapping[str, Typed], source: str) -> StatementColumn:
    """Save the rows that differ from what is stored, and the source of them all. Amounts are kronor, income +, cost −.

    Holds the municipality's row and the report that tells the column, so that nothing is saved while it is handed in.
    Raises PermissionDenied, Http404 for something that is no row of the column, Stale with the rows as they are stored.
    Who changed what from what to what is row history."""
    column = statement_column_or_404(access, key, lock=True)
    policies.can_enter_statement(access, column.slot).require()
    entry = statement_entry(access, column)
    rows = {row.key: row for row in entry.rows}
    if not rows.keys() >= typed.keys():
        raise Http404
    changed = [(rows[name], new) for name, new in typed.items() if rows[name].amount != new.amount]
    stale = [row for row, new in changed if row.version != new.version]
    if stale:
        raise Stale(stale)
    for row, new in changed:
        _write(access, column, row, new, source)
    if source != entry.source:
        stored_figures(access, column).update(source=source)
    if changed or source != entry.source:
        target = column.occasion or access.municipality
        audit.record(AuditEvent.Type.STATEMENT_SAVED, target=target, access=access, summary=_summary(column))
    return column


def _write(access: Access, column: StatementColumn, row: EntryRow, new: Typed, source: str) -> None:
    """Insert or update a row (one query). What a person types is no example."""
    values = {"amount": new.amount, "updated_by_id": access.user_id, "is_example": False}
    if row.version == 0:
        StatementFigure.objects.create(
            municipality=access.municipality,
            statement=row.statement,
            row=row.key,
            year=column.year,
            column=column.column,
            occasion=column.occasion,
            source=source,
            **values,
        )
    else:
        stored = stored_figures(access, column).filter(row=row.key)
        stored.update(**values, version=F("version") + 1, updated_at=clock.now())


def _summary(column: StatementColumn) -> str:
    """«Budget 2026», or «Prognos 31 juli 2026»."""
    name = StatementFigure.Column(column.column).label
    return f"{name} {sv_date(column.occasion.cutoff, DateForm.FULL) if column.occasion else column.year}"
