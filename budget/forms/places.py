"""The form that says where a file's unknown codes belong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from styrmodell.access import Access
from ui.forms import Form

OPTIONS = "organisationer"  # the list that every field offers
_WITH_CODE = re.compile(r".*\(([a-z0-9_-]+)\)\s*")


class PlacesForm(Form):
    """A field for each code: the organisation by name or code, chosen from one list. Some may be left for later."""

    def __init__(self, data: Mapping[str, Any] | None, *, codes: Sequence[str], access: Access) -> None:
        """`codes` belong to no organisation; those of today are offered."""
        super().__init__(data)
        rows = [access.organisations[pk] for pk in access.tree.in_order()]
        names = Counter(row.name.casefold() for row in rows)
        self.options = [row.name if names[row.name.casefold()] == 1 else f"{row.name} ({row.code})" for row in rows]
        self._ids = {row.code: row.pk for row in rows}
        self._ids |= {row.name.casefold(): row.pk for row in rows if names[row.name.casefold()] == 1}
        self._codes = {f"kod{number}": code for number, code in enumerate(codes)}
        for name, code in self._codes.items():
            attributes = {"list": OPTIONS, "autocomplete": "off", "placeholder": "Organisation"}
            widget = forms.TextInput(attrs=attributes)
            self.fields[name] = forms.CharField(label=f"Kod {code}", required=False, max_length=240, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Each that is filled in names one organisation."""
        data = super().clean() or {}
        for name in self._codes:
            if data.get(name) and self._place(data[name]) is None:
                text = f"Ingen organisation heter {data[name][:60]}. Välj en ur listan, eller skriv dess kod."
                self.add_error(name, text)
        return data

    def _place(self, text: str) -> int | None:
        """The organisation that the text names: its name, its code, or both."""
        word = text.strip().casefold()
        with_code = _WITH_CODE.fullmatch(word)
        return self._ids.get(word, self._ids.get(with_code[1]) if with_code else None)

    def places(self) -> dict[str, int]:
        """Code → organisation, of those that are filled in. Only after `is_valid()`."""
        found = {code: self._place(self.cleaned_data[name]) for name, code in self._codes.items()}
        return {code: pk for code, pk in found.items() if pk is not None}
