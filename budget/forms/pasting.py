"""The form that takes rows from a spreadsheet into the forecast."""

from __future__ import annotations

from django import forms

from ui.forms import Form, PastedField

MOST_CHARACTERS = 50_000


class PasteForm(Form):
    """What was pasted, and the line where a single column begins. Nothing is saved by it."""

    text = PastedField(
        label="Rader från Excel",
        rows=8,
        max_length=MOST_CHARACTERS,
        help_text="Kopiera två kolumner i Excel, verksamhet och prognos, och klistra in dem här. "
        "Du får granska innan något sparas.",
    )
    start = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
