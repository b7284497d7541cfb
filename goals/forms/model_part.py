"""A part of the steering model as a form: it writes the file, and the file's own checks say what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms

from goals.pages.model_parts import (
    Content,
    Editable,
    EditablePart,
    WrittenIn,
    value_at,
    with_every_word,
    without_usual_words,
    written,
)
from styrmodell.loader.read import check_values
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.source import Place
from ui.forms import Form, ProseField
from ui.rules.swedish import MONTHS, uncapitalised

_MONTHS = [("", "–"), *((name, name) for name in MONTHS)]


class ModelPartForm(Form):
    """The values of one part. Only after `is_valid()`: `file` is the whole file with them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)  # of the draft that is shown; 0 without one

    file: SteeringFile

    def __init__(self, data: Any = None, *, part: EditablePart, content: Content, version: int) -> None:
        """`content` is the file's values, as they are in force or in the draft."""
        super().__init__(data, initial={"version": version})
        self.part, self.before, self.shown = part, content, with_every_word(content)
        self.groups = list(part.groups(self.shown))
        self.boxes = {row.name: row for group in self.groups for row in group.values}
        for name, row in self.boxes.items():
            self.fields[name] = _field(row)
            self.initial[name] = value_at(self.shown, row.place)

    def clean(self) -> dict[str, Any]:
        """What is written, as the whole file, is checked as a file is."""
        data = super().clean() or {}
        values = {row.place: data.get(name, "") for name, row in self.boxes.items() if name in self.changed_data}
        content = without_usual_words(written(self.shown, values), self.before)
        file, problems = check_values(content)
        for place, message in problems:
            name = self._box_at(place, content)
            if name not in self.errors:  # what is empty has been told
                self.add_error(name, message)
        if file is not None and not problems:
            self.file = file
        return data

    def _box_at(self, place: Place, content: Content) -> str | None:
        """The field of a fault: the one that is written there, or the first inside or around it."""
        if place[:1] == ("termer",) and len(place) > 1:
            keys = [row["nyckel"] for row in self.shown["termer"]]
            place = ("termer", keys.index(content["termer"][place[1]]["nyckel"]), *place[2:])
        for name, row in self.boxes.items():
            short = min(len(place), len(row.place))
            if row.place[:short] == place[:short]:
                return name
        return None

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields under the name of the thing that each is about."""
        return [(group.title, [self[row.name] for row in group.values]) for group in self.groups]


def _field(row: Editable) -> forms.Field:
    common: dict[str, Any] = {"label": row.label, "required": not row.may_be_empty}
    common["error_messages"] = {"required": f"Fyll i {uncapitalised(row.label)}."}
    if row.box is WrittenIn.MONTH:
        return forms.ChoiceField(choices=_MONTHS, **common)
    if row.box is WrittenIn.PROSE:
        return ProseField(widget=forms.Textarea(attrs={"rows": 4}), **common)
    attrs = {"class": "input--w10"} if row.box in (WrittenIn.SHORT, WrittenIn.COLOUR) else {}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **common)
