"""What is chosen for a goal whose period ends, a row of the page."""

from __future__ import annotations

from typing import Any

from django import forms

from goals.actions.carrying import ChoiceInput
from goals.rules.vocabulary import CarryKind
from goals.selectors.carrying import CarryRow
from ui.forms import AmountField, VersionedForm


class CarryForm(VersionedForm):
    """The choice, the new wording or the motive, and the next period's targets. Each row's form has its own ids, and its
    fields stand in the row's cells, outside the form."""

    kind = forms.ChoiceField(label="Val", choices=CarryKind.choices(), widget=forms.RadioSelect)
    title = forms.CharField(label="Formulering nästa period", required=False, max_length=300)
    motive = forms.CharField(label="Motiv", required=False, max_length=2000)
    owner = forms.TypedChoiceField(label="Ny ägare", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, row: CarryRow, **kwargs: Any) -> None:
        """A new owner is asked for only when its own is not there in the next period."""
        self.row = row
        choice = row.choice
        kwargs["initial"] = {
            "version": choice.version if choice else 0,
            "kind": choice.kind if choice else "",
            "title": row.title,
            "motive": choice.motive if choice else "",
            "owner": choice.owner_id if choice else None,
        }
        super().__init__(*args, auto_id=f"id_{row.goal.pk}_%s", **kwargs)
        self.fields["title"].label = f"Formulering {row.goal.year_to + 1} för {row.goal.title}"
        self.fields["motive"].label = f"Motiv för {row.goal.title}"
        if row.owners:
            choices = [("", "Välj ny ägare"), *((owner.pk, owner.name) for owner in row.owners)]
            self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # a choice field's own
        else:
            del self.fields["owner"]
        self._add_targets()
        for field in self.fields.values():
            field.widget.attrs["form"] = self.form_id
            if not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["class"] = f"input inputsm {field.widget.attrs.get('class', '')}".strip()

    @property
    def form_id(self) -> str:
        """The form that the row's fields belong to."""
        return f"val-{self.row.goal.pk}"

    @property
    def target_fields(self) -> list[forms.BoundField]:
        """The next period's targets, in the indicators' order."""
        return [self[_name(target.indicator.pk)] for target in self.row.targets]

    def given(self) -> ChoiceInput:
        """What is chosen. Only after `is_valid()`."""
        data = self.cleaned_data
        return ChoiceInput(
            kind=CarryKind(data["kind"]),
            title=data["title"],
            motive=data["motive"],
            owner_id=data.get("owner"),
            targets={row.indicator.pk: data.get(_name(row.indicator.pk)) for row in self.row.targets},
        )

    def _add_targets(self) -> None:
        year = self.row.goal.year_to + 1
        for target in self.row.targets:
            indicator = target.indicator
            self.fields[_name(indicator.pk)] = AmountField(
                label=f"Målvärde {year} för {indicator.name}",
                unit=None,
                decimals=4,
                affix=indicator.unit,
                required=False,
            )
            self.initial[_name(indicator.pk)] = target.after


def _name(indicator_id: int) -> str:
    return f"target_{indicator_id}"
