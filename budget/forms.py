"""Forms about money. Net cost is typed as a positive number in the municipality's unit; stored amounts are −cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from budget.actions.forecast import Typed
from budget.selectors.amounts import LineKey
from budget.selectors.slot_lines import Line
from styrmodell.forms import AmountField, DateField, Form
from styrmodell.models import Measure
from styrmodell.rules.money import Unit

_MOST = Decimal(100_000_000)  # in the unit; more is a slip of the pen


class NetCostField(AmountField):
    """Net cost, positive when it costs; the cleaned value is kronor as stored (income +, cost −)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(least=-_MOST, most=_MOST, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Turn the sign; no minus zero."""
        cost = super().to_python(value)
        return None if cost is None else Decimal(0) - cost


class ForecastForm(Form):
    """The forecasts of some lines: `c<line>` what is typed, `v<line>` the version that was seen."""

    def __init__(self, data: Mapping[str, Any], names: Mapping[LineKey, str], unit: Unit) -> None:
        """`names` are the lines that may be sent; those that were not are left alone."""
        super().__init__(data, auto_id="%s")
        self.names = {key: name for key, name in names.items() if f"c{key}" in data}
        for key, name in self.names.items():
            self.fields[f"c{key}"] = NetCostField(unit=unit, required=False, label=name)
            self.fields[f"v{key}"] = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Say in each error which line it is about."""
        for key, name in self.names.items():
            errors = self.errors.get(f"c{key}")
            if errors:
                errors.data = [forms.ValidationError(f"{name}: {text}") for text in errors]
        return super().clean() or {}

    def typed(self) -> dict[LineKey, Typed]:
        """What was typed, by line."""
        data = self.cleaned_data
        return {key: Typed(data[f"c{key}"], data[f"v{key}"] or 0) for key in self.names}

    def texts(self) -> dict[LineKey, str]:
        """What was typed, letter by letter, to be shown again."""
        return {key: str(self.data[f"c{key}"]) for key in self.names}

    def cell_errors(self) -> dict[LineKey, str]:
        """The first error of each cell, without the name of the line it stands in."""
        found = {key: self.errors.get(f"c{key}") for key in self.names}
        return {key: str(errors[0]).removeprefix(f"{self.names[key]}: ") for key, errors in found.items() if errors}


class WordsForm(Form):
    """The words on a line: comment always, cause and consequence when a deficit has to be explained."""

    comment = forms.CharField(
        label="Kommentar",
        required=False,
        max_length=2000,
        help_text="En mening om varför. Den står bredvid prognosen.",
        widget=forms.Textarea(attrs={"class": "textarea--sm", "rows": 3}),
    )
    cause = forms.CharField(
        label="Orsak",
        required=False,
        max_length=5000,
        help_text="Vad har hänt, och varför? Undvik att bara upprepa beloppet.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consequence = forms.CharField(
        label="Konsekvens om inget görs",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "textarea--sm", "rows": 3}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def words(self) -> dict[str, str]:
        """The texts that were sent: a form may show only some of the fields."""
        return {name: self.cleaned_data[name] for name in ("comment", "cause", "consequence") if name in self.data}


class MeasureForm(Form):
    """A measure against a deviation (SH-9: what, from when, its effect in money and for the service)."""

    title = forms.CharField(label="Åtgärd", max_length=200, help_text="Vad ni gör, till exempel samordnad bemanning.")
    lines = forms.MultipleChoiceField(
        label="Gäller", help_text="Välj en eller flera rader i prognosen.", widget=forms.CheckboxSelectMultiple
    )
    responsible = forms.CharField(label="Ansvarig roll", max_length=120, required=False)
    start = DateField(label="Startdatum")
    due = DateField(label="Klart senast", required=False)
    status = forms.ChoiceField(label="Läge", choices=Measure.Status.choices, initial=Measure.Status.PLANNED)
    expected_effect = AmountField(label="Väntad effekt i år", help_text="Plus förbättrar resultatet.")
    realised_effect = AmountField(label="Effekt hittills", required=False)
    consequence = forms.CharField(
        label="Konsekvens för verksamheten",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea--sm", "rows": 3}),
    )

    def __init__(self, *args: Any, lines: Iterable[Line], unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            amount.decimals, amount.least, amount.most = unit.exponent + 2, -_MOST, _MOST

    def clean(self) -> dict[str, Any]:
        """A measure cannot end before it starts."""
        data = super().clean() or {}
        start, due = data.get("start"), data.get("due")
        if start and due and due < start:
            self.add_error("due", "Slutdatum ligger före startdatum. Rätta ett av dem.")
        return data

    def keys(self) -> list[LineKey]:
        """The chosen lines."""
        found = (LineKey.parse(text) for text in self.cleaned_data["lines"])
        return [key for key in found if key is not None]

    def values(self) -> dict[str, Any]:
        """The measure's own values, in kronor."""
        return {name: value for name, value in self.cleaned_data.items() if name != "lines"}
