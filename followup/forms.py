"""Shapes of what is typed on followup's pages. Who may, and when, stands in the policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from followup.actions.slots import DOCUMENT_MISSING, DecisionInput, DocumentInput
from followup.rules.step_dates import date_problem, early_question
from followup.selectors.steps import NextStep
from goals.selectors.planned import PlannedGoal
from styrmodell.forms import ParagraphField
from ui import clock
from ui.forms import LONGEST_FILENAME, DateField, Form, VersionedForm, demanded

PDF_START = b"%PDF-"
MOST_BYTES = 10_000_000


class SectionForm(VersionedForm):
    """A section's text, with the version that was on the page."""

    body = demanded(
        "krävs vid inlämning",
        forms.CharField(
            label="Text", required=False, max_length=20_000, strip=True, widget=forms.Textarea(attrs={"rows": 8})
        ),
    )


class PlanSectionForm(SectionForm):
    """A section of a plan: also whether it is done."""

    is_done = forms.BooleanField(
        label="Klarmarkera avsnittet", required=False, help_text="Planen kan lämnas in när alla avsnitt är klara."
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
    """What is written down when a step of the chain is done; `asked` says what. A day before the hand-in is asked about,
    and only then."""

    body = forms.ChoiceField(label="Organ")
    date = DateField(label="Datum")
    early = forms.BooleanField(label="Datumet stämmer, fast det är före inlämningen")
    early_reason = forms.CharField(
        label="Hur gick det till?",
        max_length=500,
        help_text="Till exempel att nämnden hade rapporten på papper. Visas vid steget.",
        error_messages={"required": "Skriv hur det gick till. Det står kvar vid steget."},
    )
    paragraph = ParagraphField(error_messages={"required": "Skriv paragrafen i protokollet, till exempel 98."})
    diary_number = forms.CharField(label="Diarienummer", required=False, max_length=40)
    departure = forms.CharField(
        label="Motiv till att mål fastställs trots att något saknas",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför målen fastställs ändå. Det visas i planen."},
    )
    document = forms.FileField(
        label="Revisorernas skriftliga bedömning",
        max_length=LONGEST_FILENAME,
        help_text="Pdf, högst 10 MB. Följer med rapporten som bilaga.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": DOCUMENT_MISSING},
    )
    note = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=2000,
        help_text="Visas på rapportens sida och fryses med den.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, asked: NextStep, lacking: Sequence[PlannedGoal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.lacking = lacking if asked.locks else ()
        self.fields["departure"].help_text = " ".join(
            f"{row.goal.title} saknar {row.lacks_words}." for row in self.lacking
        )
        self.bodies = {str(body.pk): body for body in asked.bodies}
        body = self.fields["body"]
        assert isinstance(body, forms.ChoiceField)
        body.choices = [(key, row.name) for key, row in self.bodies.items()]
        for name in self._not_asked():
            del self.fields[name]

    def _not_asked(self) -> list[str]:
        """The fields that this step and this day do without."""
        decision = [] if self.asked.decides else ["body", "paragraph", "diary_number"]
        if self.asked.decides and not self.asked.wants_paragraph:
            decision = ["paragraph"]
        document = [] if self.asked.wants_document else ["document"]
        departure = [] if self.lacking else ["departure"]
        return [*decision, *departure, *document, *([] if self._asks_why_early() else ["early", "early_reason"])]

    def _asks_why_early(self) -> bool:
        """Is the day that was typed before the hand-in? Then the field says which day that was."""
        try:
            day = self.fields["date"].clean(self.data.get("date"))
        except forms.ValidationError:
            return False
        handed_in = self.asked.handed_in
        if handed_in is None or day >= handed_in:
            return False
        self.fields["early"].error_messages["required"] = early_question(day, handed_in)
        return True

    def clean_date(self) -> dt.date:
        """A meeting that has not been held cannot have decided, nor one before the step before."""
        day: dt.date = self.cleaned_data["date"]
        problem = date_problem(day, cutoff=self.asked.cutoff, before=self.asked.before, today=clock.today())
        if problem:
            raise forms.ValidationError(problem)
        return day

    def clean_document(self) -> DocumentInput:
        """A pdf by its first bytes, whatever it is called, and no larger than the database should keep."""
        file = self.cleaned_data["document"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"Filen är större än {MOST_BYTES // 1_000_000} MB. Spara den i mindre storlek.")
        content = file.read()
        if not content.startswith(PDF_START):
            raise forms.ValidationError("Filen är ingen pdf. Spara bedömningen som pdf och bifoga den.")
        return DocumentInput(file.name, content)

    def decision(self) -> DecisionInput | None:
        """The decision that was typed, None for a step that does not decide."""
        if not self.asked.decides:
            return None
        data = self.cleaned_data
        return DecisionInput(self.bodies[data["body"]], data["date"], data.get("paragraph", ""), data["diary_number"])

    def step(self) -> dict[str, Any]:
        """Everything that was typed, as `pass_step` takes it."""
        data = self.cleaned_data
        return {
            "decision": self.decision(),
            "held_on": data["date"],
            "note": data["note"],
            "early_reason": data.get("early_reason", ""),
            "departure": data.get("departure", ""),
            "document": data.get("document"),
        }
