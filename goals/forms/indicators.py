"""The forms of indicators: what they are with yearly targets and outcomes, and outcomes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import get_default_renderer

from goals.actions.indicators import IndicatorInput
from goals.models import Goal, Indicator, IndicatorValue
from goals.rules.vocabulary import Direction
from goals.selectors.editor import GoalEditor
from ui import clock
from ui.forms import AmountField, DateField, Form, VersionedForm
from ui.rules.addresses import whole_number

if TYPE_CHECKING:
    _BaseFormSet = forms.BaseFormSet["IndicatorForm"]
else:
    _BaseFormSet = forms.BaseFormSet

DECIMALS, MOST_YEARS, YEARS_BACK = 4, 12, 3
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _value(label: str) -> AmountField:
    return AmountField(label=label, unit=None, decimals=DECIMALS, required=False)


class IndicatorForm(Form):
    """One indicator with targets and outcomes a year at a time."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Namn", max_length=200)
    kind = forms.ChoiceField(label="Slag", choices=Indicator.Kind.choices())
    unit = forms.CharField(label="Enhet", max_length=40, help_text="Till exempel % eller dagar.")
    decimals = forms.IntegerField(label="Decimaler", min_value=0, max_value=DECIMALS)
    direction = forms.ChoiceField(
        label="Önskad riktning", required=False, choices=[("", "Ingen, måttet följs bara"), *Direction.choices()]
    )
    baseline = AmountField(label="Ingångsvärde", unit=None, decimals=DECIMALS, required=False)
    baseline_year = forms.IntegerField(label="Ingångsår", required=False, min_value=1990, max_value=2100)
    source = forms.CharField(label="Källa", required=False, max_length=160)
    source_code = forms.CharField(label="Källans kod", required=False, max_length=20)
    measured_next = DateField(label="Mäts nästa gång", required=False)
    is_removed = forms.BooleanField(label="Ta bort indikatorn", required=False)

    def __init__(
        self, *args: Any, years: Sequence[int], first_target: int, is_locked: bool = False, **kwargs: Any
    ) -> None:
        """Targets from the goal's first year, outcomes up to this year. On a decided goal only source, next measurement and outcomes are open."""
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            if year >= first_target:
                self.fields[f"target_{year}"] = _value(f"Målvärde {year}")
            if year <= clock.today().year:
                self.fields[f"value_{year}"] = _value(f"Utfall {year}")
        if is_locked:
            for name, field in self.fields.items():
                field.disabled = not (name.startswith("value_") or name in {"source", "source_code", "measured_next"})
        if not self.initial.get("pk"):
            del self.fields["is_removed"]

    @property
    def year_rows(self) -> list[tuple[int, forms.BoundField | None, forms.BoundField | None]]:
        """Year, target and outcome; None where there is none to write."""
        return [(year, self._year("target", year), self._year("value", year)) for year in self.years]

    def _year(self, kind: str, year: int) -> forms.BoundField | None:
        name = f"{kind}_{year}"
        return self[name] if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        """A baseline has its year, and an indicator its direction (AL-3); a volume needs none (HA-6)."""
        data = super().clean() or {}
        if data.get("kind") == Indicator.Kind.INDICATOR and not data.get("direction"):
            self.add_error("direction", "En indikator har en önskad riktning. Välj den, eller ett annat slag.")
        if (data.get("baseline") is None) != (data.get("baseline_year") is None):
            self.add_error("baseline_year", "Ange både ingångsvärde och ingångsår, eller inget av dem.")
        return data

    def given(self) -> IndicatorInput:
        """What was written. Only after `is_valid()`."""
        data = self.cleaned_data
        same = ("name", "kind", "unit", "decimals", "direction", "baseline", "baseline_year")
        return IndicatorInput(
            **{name: data[name] for name in (*same, "source", "source_code", "measured_next")},
            pk=data["pk"],
            targets=self._written_years("target"),
            values=self._written_years("value"),
            is_removed=data.get("is_removed", False),
        )

    def _written_years(self, kind: str) -> dict[int, Decimal | None]:
        names = {year: f"{kind}_{year}" for year in self.years}
        return {year: self.cleaned_data[name] for year, name in names.items() if name in self.fields}


class IndicatorFormSet(_BaseFormSet):
    """A goal's indicators, and one empty form for a new one unless the goal is decided."""

    form = IndicatorForm
    extra, min_num, max_num, absolute_max = 1, 0, 40, 40
    can_order = can_delete = can_delete_extra = validate_max = validate_min = edit_only = False
    renderer = get_default_renderer()

    def __init__(self, data: Any = None, *, editor: GoalEditor) -> None:
        """The years are the goal's, from some years back to see where it comes from; those that were typed too. A decided
        goal's indicators are locked, but where it may have another that one is not."""
        self.is_locked = not editor.may_formulate
        self.extra = 1 if editor.may_add_indicator and editor.level.has_indicators else 0
        measured = [value.year for row in editor.indicators for value in row.values.all()]
        years = sorted({*shown_years(editor.target_years, measured), *_typed_years(data or {})})
        super().__init__(
            data,
            prefix="ind",
            initial=[_written(row) for row in editor.indicators],
            form_kwargs={"years": years, "first_target": editor.years[0]},
        )

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The empty form may stay empty; what it begins with is no change."""
        kwargs = super().get_form_kwargs(index)
        if index is not None and index >= self.initial_form_count():
            kwargs["initial"] = {"kind": Indicator.Kind.INDICATOR.value, "decimals": 0, "direction": Direction.UP.value}
        elif index is not None:
            kwargs["is_locked"] = self.is_locked
        return kwargs

    def given(self) -> list[IndicatorInput]:
        """What was written. Only after `is_valid()`."""
        return [form.given() for form in self.forms if form.has_changed() or form.initial.get("pk")]


def shown_years(goal_years: tuple[int, int], measured_years: Sequence[int]) -> list[int]:
    """The years in the table: those in force, some before, at most twelve, the newest ones."""
    first, last = goal_years
    start = min([first - YEARS_BACK, *(year for year in measured_years if year >= first - 2 * YEARS_BACK)])
    return list(range(start, last + 1))[-MOST_YEARS:]


def _typed_years(data: Mapping[str, Any]) -> range:
    """The goal's years as they were typed in the same form, at most as many as the table has."""
    first, last = (whole_number(data.get(name), most=LAST_YEAR) for name in ("year_from", "year_to"))
    if first is None or last is None or first < FIRST_YEAR:
        return range(0)
    return range(first, min(last, first + MOST_YEARS - 1) + 1)


def _written(row: Indicator) -> dict[str, Any]:
    same = ("pk", "name", "kind", "unit", "decimals", "direction", "baseline", "baseline_year", "source", "source_code")
    totals = [value for value in row.values.all() if value.gender == IndicatorValue.Gender.TOTAL]
    return {
        **{name: getattr(row, name) for name in (*same, "measured_next")},
        **{f"target_{target.year}": target.value for target in row.targets.all()},
        **{f"value_{value.year}": value.value for value in totals},
    }


class ValuesForm(VersionedForm):
    """Outcomes of a goal's indicators: a field for each indicator and year up to this one."""

    def __init__(self, *args: Any, goal: Goal, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        """The indicators with their values must be read beforehand."""
        self.goal, self.indicators = goal, indicators
        measured_years = [value.year for row in indicators for value in row.values.all()]
        last = min(goal.year_to, clock.today().year)
        self.years = shown_years((min(goal.year_from, last), last), measured_years)
        initial: dict[str, Any] = {"version": goal.version}
        for row in indicators:
            initial |= {f"{row.pk}_{key[6:]}": value for key, value in _written(row).items() if key[:6] == "value_"}
        super().__init__(*args, initial=initial, **kwargs)
        for row in indicators:
            for year in self.years:
                self.fields[f"{row.pk}_{year}"] = _value(f"{row.name}, {year}")

    @property
    def tables(self) -> list[tuple[Indicator, list[tuple[int, forms.BoundField]]]]:
        """Each indicator with its years' fields."""
        return [(row, [(year, self[f"{row.pk}_{year}"]) for year in self.years]) for row in self.indicators]

    def given(self) -> Mapping[int, Mapping[int, Decimal | None]]:
        """What was written, by indicator and year. Only after `is_valid()`."""
        data = self.cleaned_data
        return {row.pk: {year: data[f"{row.pk}_{year}"] for year in self.years} for row in self.indicators}
