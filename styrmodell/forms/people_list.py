"""The form of a list of people."""

from __future__ import annotations

from django import forms

from ui.forms import PastedField
from ui.list_form import MOST_CHARACTERS, ListForm


class PeopleListForm(ListForm):
    """A list, and once it has been looked through the mark of the roles that it was held against."""

    about = "personerna"

    text = PastedField(
        label="Eller klistra in",
        rows=8,
        required=False,
        max_length=MOST_CHARACTERS,
        help_text="Ur ett kalkylark, en rad för varje roll.",
    )
    whole = forms.BooleanField(
        label="Listan är hela förteckningen",
        required=False,
        help_text="Roller som inte står i listan avslutas. Utan krysset är de kvar som de är.",
    )
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
