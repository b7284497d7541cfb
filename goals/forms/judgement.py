"""The form of a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goals.actions.judging import TEXTS, JudgementInput, step_problem
from goals.selectors.judging import Judging
from styrmodell.models import ScaleStep
from ui.forms import VersionedForm

TEXT = forms.Textarea(attrs={"rows": 4})
LONGEST_TEXT = 4000


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST_TEXT, widget=TEXT)


class JudgementForm(VersionedForm):
    """The judgement first, then Resultat – Orsak – Åtgärd – Effekt, and the reason when it is needed (AL-4)."""

    step = forms.ChoiceField(label="Bedömning", widget=forms.RadioSelect)
    reason = _text(
        "Skäl till bedömningen", "Behövs när bedömningen skiljer sig från indikatorerna eller inte kan göras."
    )
    result = _text("Resultat", "Vad har hänt jämfört med målet, med förra året och med andra?")
    cause = _text("Orsak", "Varför blev det så?")
    action = _text("Åtgärd", "Vad gör ni åt det, vem och när?")
    effect = _text("Effekt", "Vad väntas åtgärderna ge, och när nås målet?")

    def __init__(self, *args: Any, judging: Judging, **kwargs: Any) -> None:
        """The choices are the steps of the municipality's scale."""
        self.judging = judging
        kwargs.setdefault("initial", self._written())
        super().__init__(*args, **kwargs)
        self.steps: dict[str, ScaleStep] = {str(step.pk): step for step in judging.words.steps}
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, step.label) for key, step in self.steps.items()]

    @property
    def step_choices(self) -> Sequence[tuple[Any, ScaleStep]]:
        """Each radio button with its step, so that the template can show the mark."""
        return list(zip(self["step"], self.steps.values(), strict=True))

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the judgement needs one."""
        data = super().clean() or {}
        step = self.steps.get(data.get("step", ""))
        problem = step_problem(step, self.judging.proposal, data.get("reason", "")) if step else ""
        if problem:
            self.add_error("reason", problem)
        return data

    def given(self) -> JudgementInput:
        """What was written. Only after `is_valid()`."""
        texts = {key: self.cleaned_data[key] for key in TEXTS}
        return JudgementInput(step=self.steps[self.cleaned_data["step"]], **texts)

    def _written(self) -> dict[str, Any]:
        row = self.judging.given
        if row is None:
            return {"version": 0}
        texts = {key: getattr(row, key) for key in TEXTS}
        return {**texts, "step": str(row.step_id or ""), "version": row.version}
