"""Which events of the log are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from styrmodell.access import Access
from styrmodell.pages.log_words import HowItWent, OwnWords, deed_choices, types_of, types_that
from styrmodell.selectors.log import LogQuery
from ui import clock
from ui.forms import DateField, Form


class LogForm(Form):
    """Which events of the log are shown. Its fields have the address's own names; without any of them the last week is."""

    NAMES = {
        "who": "vem",
        "what": "sak",
        "kind": "handelse",
        "organisation": "enhet",
        "outcome": "utgang",
        "start": "fran",
        "end": "till",
    }
    DAYS = 7  # at first

    who = forms.CharField(label="Vem", required=False, max_length=100)
    what = forms.CharField(label="Sak", required=False, max_length=100)
    kind = forms.ChoiceField(label="Händelse", required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)
    outcome = forms.ChoiceField(label="Utgång", required=False, choices=[("", "Alla"), *HowItWent.choices()])
    start = DateField(label="Från och med", required=False)
    end = DateField(label="Till och med", required=False)

    def __init__(self, given: Mapping[str, str], *, access: Access, words: OwnWords) -> None:
        """`given` is what stands in the address."""
        named = {name: given[name] for name in self.NAMES.values() if name in given}
        super().__init__(named or self._last_week())
        self.access = access
        self.fields["who"].widget.attrs["placeholder"] = "Namn eller e-post"
        self.fields["what"].widget.attrs["placeholder"] = "Mål, fil eller paragraf"
        known = access.ever
        bodies = [(known.organisations[pk].code, known.organisations[pk].name) for pk in known.tree.in_order()]
        self._offer("organisation", [("", "Hela kommunen"), *bodies])
        self._offer("kind", [("", "Alla"), *deed_choices(words)])

    def _last_week(self) -> dict[str, str]:
        today = clock.today()
        first = today - timedelta(days=self.DAYS - 1)
        return {self.NAMES["start"]: first.isoformat(), self.NAMES["end"]: today.isoformat()}

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def add_prefix(self, field_name: str) -> str:
        """What the field is called in the address."""
        return self.NAMES.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", "Den sista dagen ligger före den första. Ändra en av dagarna.")
        return data

    def query(self) -> LogQuery:
        """What is asked for. Only after `is_valid()`."""
        data = self.cleaned_data
        chosen = [types_of(data["kind"])] if data["kind"] else []
        chosen += [types_that(data["outcome"])] if data["outcome"] else []
        codes = {row.code: pk for pk, row in self.access.ever.organisations.items()}
        return LogQuery(
            start=data["start"],
            end=data["end"],
            who=data["who"],
            what=data["what"],
            types=frozenset.intersection(*chosen) if chosen else None,
            organisation_id=codes.get(data["organisation"]),
        )

    def days(self) -> list[str]:
        """The first and the last day, those that are chosen, as 2026-08-28. Only after `is_valid()`."""
        return [day.isoformat() for name in ("start", "end") if (day := self.cleaned_data[name])]

    def parameters(self) -> dict[str, str]:
        """What is asked for, as parts of an address: the days always, so that none of them means from the beginning."""
        days = {self.NAMES["start"], self.NAMES["end"]}
        given = {self.add_prefix(name): str(self[name].value() or "") for name in self.NAMES}
        return {name: value for name, value in given.items() if value or name in days}
