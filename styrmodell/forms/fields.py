"""What several apps write: a paragraph of the minutes, a measure."""

from __future__ import annotations

from typing import Any

from django import forms

from ui import clock
from ui.forms import DateField, Form


class ParagraphField(forms.RegexField):
    """A decision's § in the minutes: a number, with a letter at most. The sign is written where it is shown, so the
    number alone is cleaned."""

    def __init__(self, **kwargs: Any) -> None:
        """`error_messages` beside the one about what is no number."""
        messages = {"invalid": "Paragrafen är ett nummer, till exempel 98.", **kwargs.pop("error_messages", {})}
        super().__init__(regex=r"^\s*§?\s*\d{1,4}\s?[a-z]?\s*$", label="Paragraf", error_messages=messages, **kwargs)

    def clean(self, value: Any) -> str:
        """The number alone."""
        return str(super().clean(value)).replace("§", "").strip()


class MeasureFields(Form):
    """What is done against a deviation, by whom and when."""

    title = forms.CharField(label="Åtgärd", max_length=200, help_text="Vad ska göras? Börja med ett verb.")
    responsible = forms.CharField(label="Ansvarig roll", max_length=120)
    start = DateField(label="Start", initial=clock.today)
    due = DateField(label="Klart senast", required=False)

    def clean(self) -> dict[str, Any]:
        """The end does not come before the start."""
        data = super().clean() or {}
        start, due = data.get("start"), data.get("due")
        if start and due and due < start:
            self.add_error("due", "Slutdagen ligger före starten. Ändra en av dagarna.")
        return data
