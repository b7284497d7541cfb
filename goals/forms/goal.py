"""The form of a goal: wording, owner, links, years and decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goals.actions.goals import DecisionNote, GoalInput
from goals.actions.indicators import IndicatorInput
from goals.models import Goal
from goals.selectors.editor import GoalEditor
from styrmodell.rules.smart import SmartCheck
from ui.forms import DateField, VersionedForm

FIRST_YEAR, LAST_YEAR = 2000, 2100
FORMULATION = ("organisation", "title", "description", "motivation", "year_from", "year_to")
DECISION = ("decision", "decision_body", "decision_date", "decision_paragraph", "decision_diary_number")


class GoalForm(VersionedForm):
    """A goal of one level. On a decided goal the wording, owner, years and decision are shown but cannot be changed."""

    title = forms.CharField(
        label="Formulering",
        max_length=300,
        help_text="Skriv vad som ska vara uppnått, inte vad ni ska göra.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label="Beskrivning",
        required=False,
        max_length=4000,
        help_text="Vad målet betyder, för vem och hur det märks.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    motivation = forms.CharField(
        label="Motivering",
        required=False,
        max_length=4000,
        help_text="Varför målet behövs.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    organisation = forms.TypedChoiceField(label="Ägare", coerce=int)
    owner_role = forms.CharField(
        label="Ansvarig roll", required=False, max_length=120, help_text="Till exempel förvaltningschef."
    )
    parents = forms.TypedMultipleChoiceField(
        label="Bidrar till",
        required=False,
        coerce=int,
        help_text="Ett mål kan bidra till flera.",
        widget=forms.CheckboxSelectMultiple,
    )
    year_from = forms.IntegerField(label="Från år", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    year_to = forms.IntegerField(label="Till och med år", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    progress = forms.ChoiceField(label="Läge", required=False, choices=[("", "Välj läge"), *Goal.Progress.choices])
    completion = forms.IntegerField(label="Färdigt, %", required=False, min_value=0, max_value=100)
    decision = forms.TypedChoiceField(
        label="Beslut", required=False, coerce=int, empty_value=None, help_text="Tomt betyder att målet är ett utkast."
    )
    decision_body = forms.TypedChoiceField(label="Organ", required=False, coerce=int, empty_value=None)
    decision_date = DateField(label="Datum", required=False)
    decision_paragraph = forms.CharField(label="Paragraf", required=False, max_length=20)
    decision_diary_number = forms.CharField(label="Diarienummer", required=False, max_length=40)

    def __init__(self, *args: Any, editor: GoalEditor, **kwargs: Any) -> None:
        """The choices are what the level allows and the user may use."""
        self.editor = editor
        kwargs.setdefault("initial", self._written())
        super().__init__(*args, **kwargs)
        self._choose("organisation", [(row.pk, row.name) for row in editor.owners])
        self._choose("parents", [(row.pk, row.title) for row in editor.parents])
        self._choose("decision", [("", "Inte beslutat"), *editor.decisions])
        self._choose("decision_body", [("", "Välj organ"), *((row.pk, row.name) for row in editor.decision_bodies)])
        if not editor.parents:
            del self.fields["parents"]
        if not editor.is_activity:
            del self.fields["progress"], self.fields["completion"]
        if not editor.decision_bodies:
            for name in DECISION[1:]:
                del self.fields[name]
        if not editor.may_formulate:
            for name in (*FORMULATION, *DECISION):
                if name in self.fields:
                    self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Years in order; a new decision whole or not at all."""
        data = super().clean() or {}
        first, last = data.get("year_from"), data.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", "Sista året ligger före det första. Ändra ett av åren.")
        new = {name: data.get(name) for name in DECISION[1:] if name in self.fields}
        if any(new.values()):
            if data.get("decision"):
                self.add_error("decision", "Välj ett beslut eller skriv ett nytt, inte båda.")
            for name in ("decision_body", "decision_date", "decision_paragraph"):
                if not new.get(name) and name not in self.errors:
                    self.add_error(name, "Ett beslut har organ, datum och paragraf. Fyll i det som saknas.")
        return data

    def given(self, indicators: Sequence[IndicatorInput]) -> GoalInput:
        """What was written. Only after `is_valid()`."""
        data = self.cleaned_data
        note = None
        if data.get("decision_body"):
            note = DecisionNote(
                data["decision_body"], data["decision_date"], data["decision_paragraph"], data["decision_diary_number"]
            )
        return GoalInput(
            organisation_id=data["organisation"],
            title=data["title"],
            description=data["description"],
            motivation=data["motivation"],
            year_from=data["year_from"],
            year_to=data["year_to"],
            owner_role=data["owner_role"],
            parent_ids=data.get("parents", ()),
            decision_id=data["decision"],
            new_decision=note,
            progress=data.get("progress", ""),
            completion=data.get("completion"),
            indicators=indicators,
        )

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """Errors that only the action can see, at their field; what has none stands first."""
        for name, texts in errors.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)

    @property
    def smart(self) -> list[SmartCheck]:
        """SMART(A) as proposals on what is written."""
        title, description, owner = (str(self[name].value() or "") for name in ("title", "description", "owner_role"))
        return self.editor.checks(title, description, owner)

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def _written(self) -> dict[str, Any]:
        goal, editor = self.editor.goal, self.editor
        if goal is None:
            first = editor.owners[0].pk if len(editor.owners) == 1 else None
            return {"version": 0, "year_from": editor.years[0], "year_to": editor.years[1], "organisation": first}
        same = ("title", "description", "motivation", "year_from", "year_to", "owner_role", "progress", "completion")
        return {
            **{name: getattr(goal, name) for name in (*same, "version")},
            "organisation": goal.organisation_id,
            "parents": list(editor.chosen_parents),
            "decision": goal.decision_id,
        }
