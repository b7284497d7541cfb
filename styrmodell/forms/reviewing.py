"""The form of a review: which roles are to end, among those that the page showed."""

from __future__ import annotations

from typing import Any

from django import forms

from styrmodell.selectors.reviewing import ReviewPart
from ui.forms import Form


class ReviewForm(Form):
    """Nothing is ended unless it is ticked. What the page showed is sent back, so that nobody confirms what they have not
    seen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40_000)
    ended = forms.TypedMultipleChoiceField(label="Avsluta", coerce=int, required=False)

    def __init__(self, *args: Any, part: ReviewPart, **kwargs: Any) -> None:
        """The roles of the part."""
        ids = [row.holding.pk for row in part.held]
        super().__init__(*args, initial={"seen": " ".join(map(str, ids))}, **kwargs)
        self.fields["ended"].choices = [(pk, pk) for pk in ids]  # type: ignore[attr-defined]

    def clean_seen(self) -> frozenset[int]:
        """The roles that the page showed."""
        words = self.cleaned_data["seen"].split()
        if not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
            raise forms.ValidationError("Formuläret kom inte fram helt. Ladda om sidan och försök igen.")
        return frozenset(map(int, words))
