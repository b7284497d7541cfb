"""The forms of a statement's column: its rows, and the table that they may be read from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from budget.actions.forecast import Typed
from budget.rules.balance_requirement import balance_sign_problem
from budget.rules.plausibility import MOST
from budget.rules.statements import IncomeRow, income_sign_problem
from budget.selectors.statement_entry import EntryRow, Kind, StatementEntry
from ui.forms import AmountField, Form, PastedField
from ui.list_form import ListForm
from ui.rules.money import Unit

MOST_CHARACTERS = 50_000


class StatementForm(Form):
    """The rows of a column: `c<row>` what is typed, income + and cost −, `v<row>` the version that was seen."""

    source = forms.CharField(
        label="Källa",
        required=False,
        max_length=200,
        help_text="Till exempel Budget 2026, KF 2025-11-24 § 120. Står under uppställningen.",
    )

    def __init__(self, data: Mapping[str, Any] | None, entry: StatementEntry, unit: Unit) -> None:
        """Without `data` the form shows what is stored."""
        super().__init__(None if data is None else dict(data.items()), auto_id="%s", initial={"source": entry.source})
        self.entry, self.unit = entry, unit
        self.rows = [row for row in entry.rows if data is None or f"c{row.key}" in data]  # others are left alone
        for row in self.rows:
            self.fields[f"c{row.key}"] = AmountField(
                unit=unit, required=False, label=row.label, initial=row.amount, least=-MOST, most=MOST
            )
            version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput, initial=row.version)
            self.fields[f"v{row.key}"] = version

    def clean(self) -> dict[str, Any]:
        """Signs, and a budget or outcome that is whole: a row left out would count as nothing in årets resultat."""
        data = super().clean() or {}
        for row in self.rows:
            amount = data.get(f"c{row.key}")
            problem = _sign_problem(row, amount) if amount is not None else ""
            if problem:
                self.add_error(f"c{row.key}", f"{row.label}: {problem}")
        stored = {row.key: row.amount for row in self.entry.rows}
        amounts = {**stored, **{row.key: data.get(f"c{row.key}") for row in self.rows}}
        if any(amount is not None for amount in amounts.values()):
            if not self.entry.column.is_forecast:
                self._ask_for_the_rest(amounts)
        elif data.get("source") and not self.errors and not any(row.version for row in self.entry.rows):
            self.add_error("source", "Källan sparas med beloppen. Fyll i minst en rad.")
        return data

    def _ask_for_the_rest(self, amounts: Mapping[str, Decimal | None]) -> None:
        for row in self.rows:
            is_wanted = row.statement == Kind.INCOME and row.key != IncomeRow.EXTRAORDINARY  # else nothing is 0
            if is_wanted and amounts[row.key] is None and f"c{row.key}" not in self.errors:
                self.add_error(f"c{row.key}", f"{row.label}: Fyll i raden. Skriv 0 om inget finns.")

    def typed(self) -> dict[str, Typed]:
        """What was typed, by row."""
        data = self.cleaned_data
        return {row.key: Typed(data[f"c{row.key}"], data[f"v{row.key}"] or 0) for row in self.rows}

    def seeing(self, now: StatementEntry) -> StatementForm:
        """The same form with what was typed, as somebody sends it who has seen what stands there `now`."""
        versions = {f"v{row.key}": str(row.version) for row in now.rows}
        form = StatementForm({**self.data, **versions}, now, self.unit)
        form.is_valid()
        return form


def _sign_problem(row: EntryRow, amount: Decimal) -> str:
    check = income_sign_problem if row.statement == Kind.INCOME else balance_sign_problem
    return check(row.key, amount)


class StatementTableForm(ListForm):
    """Rows from a spreadsheet: pasted, or a file."""

    about = "uppställningen"

    text = PastedField(
        label="Klistra in från Excel",
        rows=6,
        required=False,
        max_length=MOST_CHARACTERS,
        help_text="Två kolumner: raden och beloppet. Inget sparas förrän du har granskat.",
    )
