"""The form of a list of organisations."""

from __future__ import annotations

from django import forms

from ui.forms import PastedField
from ui.list_form import MOST_CHARACTERS, ListForm


class OrganisationListForm(ListForm):
    """A list, and once it has been looked through the mark of the tree that it was held against."""

    about = "organisationerna"

    text = PastedField(
        label="Eller klistra in",
        rows=10,
        required=False,
        max_length=MOST_CHARACTERS,
        help_text="Ur ett kalkylark med rubriker, eller bara namnen, indragna under varandra.",
    )
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
