"""The forms of what a body decides about a goal: that a draft is decided, and that a goal ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from goals.actions.deciding import GoalDecision
from goals.selectors.deciding import Deciding, EndingGoal
from styrmodell.forms import ParagraphField
from ui import clock
from ui.forms import DateField, VersionedForm, demanded

NEW = ("decision_body", "decision_date", "decision_paragraph")
MISSING = {
    "decision_date": "Skriv beslutets datum, eller välj ett beslut i listan.",
    "decision_paragraph": "Skriv paragrafen i protokollet, eller välj ett beslut i listan.",
}


class DecisionForm(VersionedForm):
    """Which decision: one that is written down already, or a new one. Only of the bodies that decide such goals."""

    decision = forms.TypedChoiceField(label="Beslut", required=False, coerce=int, empty_value=None)
    decision_body = forms.TypedChoiceField(label="Organ", required=False, coerce=int, empty_value=None)
    decision_date = DateField(label="Beslutsdatum", required=False)
    decision_paragraph = ParagraphField(required=False)
    decision_diary_number = forms.CharField(label="Diarienummer", required=False, max_length=40)

    def __init__(self, *args: Any, about: Deciding | EndingGoal, **kwargs: Any) -> None:
        """The choices are the bodies' decisions; a new one can be written by who may record it."""
        bodies = [(body.pk, body.name) for body in about.deciders.may_record]
        kwargs["initial"] = {"version": about.goal.version, "decision_body": bodies[0][0] if bodies else None}
        super().__init__(*args, **kwargs)
        self._choose("decision", [("", "Skriv in ett nytt" if bodies else "Välj"), *about.deciders.decisions])
        self._choose("decision_body", bodies)
        for name in NEW if bodies else ():
            demanded("om beslutet är nytt", self.fields[name])
        for name in () if bodies else (*NEW, "decision_diary_number"):
            del self.fields[name]
        demanded("eller skriv ett nytt" if bodies else "välj", self.fields["decision"])

    def clean(self) -> dict[str, Any]:
        """A known decision, or a new one whole; never both."""
        data = super().clean() or {}
        new = {name: data.get(name) for name in NEW[1:] if name in self.fields}
        if data.get("decision"):
            if any(new.values()):
                self.add_error("decision", "Välj ett beslut eller skriv ett nytt, inte båda.")
            return data
        if not new:
            self.add_error("decision", "Välj beslut i listan.")
        for name, value in new.items():
            if not value and name not in self.errors:
                self.add_error(name, MISSING[name])
        return data

    def clean_decision_date(self) -> dt.date | None:
        """A meeting that has not been held has decided nothing."""
        day: dt.date | None = self.cleaned_data["decision_date"]
        if day and day > clock.today():
            raise forms.ValidationError("Dagen har inte varit än. Skriv in beslutet när det är fattat.")
        return day

    def by(self) -> GoalDecision:
        """The decision that is meant. Only after `is_valid()`."""
        data = self.cleaned_data
        if data["decision"]:
            return GoalDecision(known=data["decision"])
        return GoalDecision(
            organisation_id=data["decision_body"] or 0,
            date=data["decision_date"],
            paragraph=data["decision_paragraph"],
            diary_number=data["decision_diary_number"],
        )

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class DecideForm(DecisionForm):
    """A draft is decided. What it lacks is departed from with a motive; one that follows another starts on a day."""

    starts = DateField(label="Gäller från", help_text="Dagen innan upphör det som gäller nu.")
    departure = forms.CharField(
        label="Motiv till avsteg",
        max_length=2000,
        help_text="Varför målet fastställs trots det som saknas. Motivet visas på målets sida.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Lägg till det som saknas, eller skriv varför målet ändå fastställs."},
    )

    def __init__(self, *args: Any, about: Deciding, **kwargs: Any) -> None:
        """The day is asked for when another goal is in force until then, the motive when something is lacking."""
        super().__init__(*args, about=about, **kwargs)
        if about.follows is None:
            del self.fields["starts"]
        if not about.lacks:
            del self.fields["departure"]


class EndForm(DecisionForm):
    """A decided goal ends."""

    last_day = DateField(label="Gäller till och med")
    motive = forms.CharField(
        label="Skäl", max_length=2000, help_text="Varför målet upphör. Visas på målets sida.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
