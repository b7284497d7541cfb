"""Shapes of what is typed on followup's pages. Who may, and when, stands in the policies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from followup.actions.slots import DecisionInput
from followup.rules.step_dates import Before, date_problem
from styrmodell.models import Organisation
from ui import clock
from ui.forms import DateField, Form, VersionedForm


class SectionForm(VersionedForm):
    """A section's text, with the version that was on the page."""

    body = forms.CharField(
        label="Text", required=False, max_length=20_000, strip=True, widget=forms.Textarea(attrs={"rows": 8})
    )


class ReturnForm(Form):
    """Why the report is given back."""

    reason = forms.CharField(
        label="Vad behöver rättas?",
        max_length=1000,
        help_text="Skrivs ut för den som ska rätta.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv vad som behöver rättas, annars vet mottagaren inte vad som är fel."},
    )


class StepForm(Form):
    """What is written down when a step of the chain is done; a deciding step demands body, date and §.

    `cutoff` is the day the report's figures stand, `before` the dated step before this one."""

    body = forms.ChoiceField(label="Organ")
    date = DateField(label="Datum")
    paragraph = forms.RegexField(
        label="Paragraf",
        regex=r"^\s*§?\s*\d{1,4}\s?[a-z]?\s*$",
        required=False,
        error_messages={"invalid": "Paragrafen är ett nummer, till exempel 98."},
    )
    diary_number = forms.CharField(label="Diarienummer", required=False, max_length=40)
    note = forms.CharField(
        label="Anteckning", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        bodies: list[Organisation],
        decides: bool,
        locks: bool,
        cutoff: dt.date,
        before: Before | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decides, self.locks = decides, locks
        self.cutoff, self.before = cutoff, before
        self.bodies = {str(body.pk): body for body in bodies}
        body = self.fields["body"]
        assert isinstance(body, forms.ChoiceField)
        body.choices = [(key, row.name) for key, row in self.bodies.items()]
        if not decides:
            for name in ("body", "paragraph", "diary_number"):
                del self.fields[name]
        else:
            self.fields["paragraph"].required = True
            self.fields["paragraph"].error_messages["required"] = "Skriv paragrafen i protokollet, till exempel 98."

    def clean_date(self) -> dt.date:
        """A meeting that has not been held cannot have decided, nor one before the step before."""
        day: dt.date = self.cleaned_data["date"]
        problem = date_problem(day, cutoff=self.cutoff, before=self.before, today=clock.today())
        if problem:
            raise forms.ValidationError(problem)
        return day

    def decision(self) -> DecisionInput | None:
        """The decision that was typed, None for a step that does not decide."""
        if not self.decides:
            return None
        data = self.cleaned_data
        paragraph = data["paragraph"].replace("§", "").strip()
        return DecisionInput(self.bodies[data["body"]], data["date"], paragraph, data["diary_number"])


class OpenForm(Form):
    """Which occasion to open: a rule and a month of the year, as «regel-år-månad»."""

    what = forms.RegexField(label="Tillfälle", regex=r"^[0-9]{1,18}-[0-9]{4}-[0-9]{1,2}$")
