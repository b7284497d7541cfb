"""The form of a goal: wording, owner, links and years."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms

from goals.actions.goals import GoalInput
from goals.actions.indicators import IndicatorInput
from goals.forms.indicators import FIRST_YEAR, LAST_YEAR
from goals.models import Goal
from goals.selectors.editor import GoalEditor
from styrmodell.rules.smart import SmartCheck
from styrmodell.rules.vocabulary import LevelKind, SmartModel
from ui.forms import VersionedForm, demanded

FORMULATION = ("organisation", "title", "description", "motivation", "year_from", "year_to")
WORDS = {  # what the title is called on a kind of level, and the hints of title and description
    LevelKind.AREA: ("Namn", "Det som målen samlas under.", "Vad området rymmer."),
    LevelKind.GOAL: (
        "Formulering",
        "Skriv vad som ska vara uppnått, inte vad ni ska göra.",
        "Vad målet betyder, för vem och hur det märks.",
    ),
    LevelKind.STRATEGY: ("Hur ska målet nås?", "Skriv vägen dit, inte vad som ska vara uppnått.", "Vad det innebär."),
    LevelKind.FACTOR: (
        "Vad är avgörande?",
        "Skriv vad som måste fungera.",
        "Vad det betyder, för vem och hur det märks.",
    ),
    LevelKind.ACTIVITY: ("Vad ska göras?", "Börja med ett verb.", "Hur det görs, och för vem."),
}
AT_DECISION = "krävs när målet fastställs"


class GoalForm(VersionedForm):
    """A goal of one level. On a decided goal the wording, owner and years are shown but cannot be changed."""

    title = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    description = forms.CharField(
        label="Beskrivning", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    motivation = forms.CharField(
        label="Motivering",
        required=False,
        max_length=4000,
        help_text="Varför det behövs.",
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
        help_text="Det går att välja flera.",
        widget=forms.CheckboxSelectMultiple,
    )
    year_from = forms.IntegerField(label="Från år", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    year_to = forms.IntegerField(label="Till och med år", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    progress = forms.ChoiceField(label="Läge", required=False, choices=[("", "Välj läge"), *Goal.Progress.choices])
    completion = forms.IntegerField(label="Färdigt, %", required=False, min_value=0, max_value=100)

    def __init__(self, *args: Any, editor: GoalEditor, **kwargs: Any) -> None:
        """The choices are what the level allows and the user may use."""
        self.editor = editor
        kwargs.setdefault("initial", self._written())
        self.base_fields = self._in_the_levels_words()  # type: ignore[misc]  # as Django reads them, a form's own
        super().__init__(*args, **kwargs)
        self._choose("organisation", [(row.pk, row.name) for row in editor.owners])
        self._choose("parents", [(row.pk, f"{row.title} ({row.years})") for row in editor.parents])
        self._mark_demanded()
        if not editor.parents:
            del self.fields["parents"]
        if not editor.is_activity:
            del self.fields["progress"], self.fields["completion"]
        if not editor.may_formulate:
            for name in FORMULATION:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Years in order."""
        data = super().clean() or {}
        first, last = data.get("year_from"), data.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", "Sista året ligger före det första. Ändra ett av åren.")
        return data

    def given(self, indicators: Sequence[IndicatorInput]) -> GoalInput:
        """What was written. Only after `is_valid()`."""
        data = self.cleaned_data
        return GoalInput(
            organisation_id=data["organisation"],
            title=data["title"],
            description=data["description"],
            motivation=data["motivation"],
            year_from=data["year_from"],
            year_to=data["year_to"],
            owner_role=data["owner_role"],
            parent_ids=[*data.get("parents", ()), *self.editor.kept_parents],
            progress=data.get("progress", ""),
            completion=data.get("completion"),
            indicators=indicators,
        )

    @property
    def smart(self) -> list[SmartCheck]:
        """SMART(A) as proposals on what is written."""
        title, description, owner = (str(self[name].value() or "") for name in ("title", "description", "owner_role"))
        return self.editor.checks(title, description, owner)

    def _in_the_levels_words(self) -> dict[str, forms.Field]:
        """The fields with the words of the level's kind, before they are made: errors name a field by its label."""
        fields = deepcopy(type(self).base_fields)
        title, hint, about = WORDS[LevelKind(self.editor.level.kind)]
        fields["title"].label, fields["title"].help_text, fields["description"].help_text = title, hint, about
        return fields

    def _mark_demanded(self) -> None:
        """Say of what may wait that it is demanded when a goal of the level is decided."""
        demands = self.editor.demands
        waits = {"parents": demands.needs_parent, "owner_role": demands.smart == SmartModel.SMARTA}
        for name, is_demanded in waits.items():
            if is_demanded and self.editor.is_decided_by_politics:
                demanded(AT_DECISION, self.fields[name])

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def _written(self) -> dict[str, Any]:
        goal, editor = self.editor.goal, self.editor
        if goal is None:
            first = editor.owners[0].pk if len(editor.owners) == 1 else None
            years = {"year_from": editor.years[0], "year_to": editor.years[1]}
            return {"version": 0, **years, "organisation": first, "parents": list(editor.chosen_parents)}
        same = ("title", "description", "motivation", "year_from", "year_to", "owner_role", "progress", "completion")
        return {
            **{name: getattr(goal, name) for name in (*same, "version")},
            "organisation": goal.organisation_id,
            "parents": list(editor.chosen_parents),
        }
