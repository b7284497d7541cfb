"""Entering a column of the statements, by hand or from a table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budget import policies
from budget.actions.statements import save_statement
from budget.forms import StatementForm, StatementTableForm
from budget.pages.statement_entry import entry_page, statement_conflict, table_review, template_csv, title_of
from budget.pages.texts import Writer
from budget.rules.statement_table import StatementTableError
from budget.selectors.statement_entry import StatementEntry, statement_column_or_404, statement_entry
from styrmodell.http import AppRequest, as_file, requires
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Permission
from styrmodell.throwaway.contract import UploadError


@require_http_methods(["GET", "POST"])
@requires(Permission.LEDGER_IMPORT)
def enter(request: AppRequest, kommun: str, column: str) -> HttpResponse:
    """The rows of the column; a post saves them, all or nothing."""
    entry = _entry(request, column)
    if request.method == "GET":
        return _page(request, entry, _form(request, entry))
    policies.can_enter_statement(request.access, entry.column.slot).require()
    form = StatementForm(request.POST, entry, Writer.of(request.access).unit)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    source = form.cleaned_data["source"]
    try:
        save_statement(access=request.access, key=column, typed=form.typed(), source=source)
    except Stale as stale:
        conflict = statement_conflict(request.access, stale.current, form)
        now = _entry(request, column)
        return _page(request, now, form.seeing(now), conflict=conflict, status=409)
    messages.success(request, f"{title_of(entry.column)} är sparad.")
    return redirect("budget:statement", kommun, column)


@require_POST
@requires(Permission.LEDGER_IMPORT)
def read(request: AppRequest, kommun: str, column: str) -> HttpResponse:
    """Rows from a table stand in the form to be reviewed; nothing is saved here."""
    entry = _entry(request, column)
    policies.can_enter_statement(request.access, entry.column.slot).require()
    table_form = StatementTableForm(request.POST, request.FILES)
    if not table_form.is_valid():
        return _page(request, entry, _form(request, entry), table_form=table_form, status=422)
    try:
        review = table_review(request.access, entry, **table_form.cleaned_data)
    except (StatementTableError, UploadError) as error:
        table_form.add_error("file" if table_form.cleaned_data["file"] else "text", str(error))
        return _page(request, entry, _form(request, entry), table_form=table_form, status=422)
    form = StatementForm(review.data, entry, Writer.of(request.access).unit)
    return _page(request, entry, form, review=review, status=200 if form.is_valid() else 422)


@require_GET
@requires(Permission.LEDGER_IMPORT)
def template(request: AppRequest, kommun: str, column: str) -> HttpResponseBase:
    """The rows as a file to fill in."""
    entry = _entry(request, column)
    return as_file(template_csv(request.access, entry), f"uppstallning_{entry.column.key}.csv", "csv")


def _entry(request: AppRequest, column: str) -> StatementEntry:
    policies.keeps_statements(request.access).require()
    return statement_entry(request.access, statement_column_or_404(request.access, column))


def _form(request: AppRequest, entry: StatementEntry) -> StatementForm:
    return StatementForm(None, entry, Writer.of(request.access).unit)


def _page(
    request: AppRequest,
    entry: StatementEntry,
    form: StatementForm,
    *,
    table_form: StatementTableForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "page": entry_page(request.access, entry, form),
        "form": form,
        "table_form": table_form or StatementTableForm(),
        "verdict": policies.can_enter_statement(request.access, entry.column.slot),
        **more,
    }
    return render(request, "budget/statement_entry.html", context, status=status)
