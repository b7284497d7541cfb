"""The forecast's forms. Net cost is typed as a positive number in the municipality's unit; stored amounts are −cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from budget.actions.forecast import Typed
from budget.rules.plausibility import MOST
from budget.selectors.amounts import LineKey
from ui.forms import AmountField, Form, VersionedForm, demanded
from ui.rules.money import Unit


class NetCostField(AmountField):
    """Net cost, positive when it costs; the cleaned value is kronor as stored (income +, cost −)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(least=-MOST, most=MOST, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Turn the sign; no minus zero."""
        cost = super().to_python(value)
        return None if cost is None else Decimal(0) - cost


class ForecastForm(Form):
    """The forecasts of some lines: `c<line>` what is typed, `v<line>` the version that was seen.

    A button that suggests an amount sends the whole column and `forslag`: the line, an equals sign and the amount."""

    def __init__(self, data: Mapping[str, Any], names: Mapping[LineKey, str], unit: Unit) -> None:
        """`names` are the lines that may be sent; those that were not are left alone."""
        line, _, amount = str(data.get("forslag", "")).partition("=")
        super().__init__({**dict(data.items()), f"c{line}": amount} if f"c{line}" in data else data, auto_id="%s")
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
        by_key = {key: self.errors.get(f"c{key}") for key in self.names}
        return {key: str(errors[0]).removeprefix(f"{self.names[key]}: ") for key, errors in by_key.items() if errors}


HERE_OR_BELOW = "krävs här eller nedan när avvikelsen ska förklaras"
HERE_OR_ABOVE = "krävs här eller ovan när avvikelsen ska förklaras"


class WordsForm(VersionedForm):
    """The words on a line: comment always, cause and consequence when a deficit has to be explained."""

    comment = demanded(
        HERE_OR_BELOW,
        forms.CharField(
            label="Kommentar",
            required=False,
            max_length=2000,
            help_text="En mening om varför. Den står bredvid prognosen.",
            widget=forms.Textarea(attrs={"class": "textarea--sm", "rows": 3}),
        ),
    )
    cause = demanded(
        HERE_OR_ABOVE,
        forms.CharField(
            label="Orsak",
            required=False,
            max_length=5000,
            help_text="Vad har hänt, och varför? Undvik att bara upprepa beloppet.",
            widget=forms.Textarea(attrs={"rows": 5}),
        ),
    )
    consequence = forms.CharField(
        label="Konsekvens om inget görs",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "textarea--sm", "rows": 3}),
    )

    def words(self) -> dict[str, str]:
        """The texts that were sent: a form may show only some of the fields."""
        return {name: self.cleaned_data[name] for name in ("comment", "cause", "consequence") if name in self.data}
