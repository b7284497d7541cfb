"""The form of a measure against a deviation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from budget.rules.plausibility import MOST
from budget.rules.variance import first_known
from budget.selectors.amounts import LineKey
from budget.selectors.line import SlotLine
from styrmodell.forms import MeasureFields
from styrmodell.models import Measure
from ui.forms import AmountField, VersionedForm
from ui.rules.money import Unit, in_unit, number


class MeasureForm(MeasureFields, VersionedForm):
    """A measure against a deviation (SH-9: what, from when, its effect in money and for the service)."""

    lines = forms.MultipleChoiceField(
        label="Gäller", help_text="Välj en eller flera rader i prognosen.", widget=forms.CheckboxSelectMultiple
    )
    status = forms.ChoiceField(label="Läge", choices=Measure.Status.choices, initial=Measure.Status.PLANNED)
    expected_effect = AmountField(label="Väntad effekt i år", help_text="Plus förbättrar resultatet.")
    realised_effect = AmountField(label="Effekt hittills", required=False)
    field_order = ("title", "lines", "responsible", "start", "due")
    consequence = forms.CharField(
        label="Konsekvens för verksamheten",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea--sm", "rows": 3}),
    )

    def __init__(self, *args: Any, lines: Sequence[SlotLine], unit: Unit, year: int, **kwargs: Any) -> None:
        """`lines` may be chosen; the effect is that of `year`."""
        super().__init__(*args, **kwargs)
        self.unit, self.year = unit, year
        self.budgets = {line.key: first_known(line.amounts.budget) for line in lines}
        self.fields["expected_effect"].label = f"Väntad effekt {year}"
        choices = [(str(line.key), line.name) for line in lines]
        field = self.fields["lines"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if len(choices) == 1:
            field.initial = [choices[0][0]]
        for name in ("expected_effect", "realised_effect"):
            amount = self.fields[name]
            assert isinstance(amount, AmountField)
            amount.unit, amount.exponent, amount.affix = unit, unit.exponent, unit.word
            amount.decimals, amount.least, amount.most = unit.exponent + 2, -MOST, MOST

    def clean(self) -> dict[str, Any]:
        """A measure cannot help in a year before it starts; its effect is an improvement."""
        data = super().clean()
        start, effect = data.get("start"), data.get("expected_effect")
        if effect is None:
            return data
        if start and effect and start.year > self.year:
            self.add_error(
                "start", f"Åtgärden börjar efter {self.year} och ger ingen effekt då. Ändra datum eller effekt."
            )
        if effect <= 0 and data.get("status") != Measure.Status.CANCELLED:
            self.add_error("expected_effect", "Skriv vad åtgärden förbättrar resultatet med, utan minus.")
        elif effect > self._most(data.get("lines") or ()):
            shown = in_unit(effect, self.unit)
            text = f"{number(shown)} {self.unit.word} är mer än tio gånger radernas budget. Menade du {number(shown / 1000, 1)}?"
            self.add_error("expected_effect", text)
        return data

    def _most(self, lines: Iterable[str]) -> Decimal:
        """An effect above this is a slip of the pen: ten times the chosen lines' budgets."""
        budget = sum(
            (abs(self.budgets[key]) for text in lines if (key := LineKey.parse(text)) in self.budgets), Decimal(0)
        )
        return budget * 10 or MOST.scaleb(self.unit.exponent)

    def keys(self) -> list[LineKey]:
        """The chosen lines."""
        keys = (LineKey.parse(text) for text in self.cleaned_data["lines"])
        return [key for key in keys if key is not None]

    def values(self) -> dict[str, Any]:
        """The measure's own values, in kronor."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"lines", "version"}}
