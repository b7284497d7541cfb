"""Forms of people and their roles. Organisations are chosen by code, of those that the tree has today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from styrmodell.access import Access
from styrmodell.actions.handing_over import Handover
from styrmodell.actions.people import RoleInput
from styrmodell.pages.people import PeopleQuery
from styrmodell.permissions import Role
from styrmodell.rules.people import PersonState
from styrmodell.selectors.people import Holding, Person
from ui import clock
from ui.forms import DateField, Form, demanded

ROLES = [("", "Välj"), *Role.choices()]


def organisation_choices(access: Access, first: str) -> list[tuple[str, str]]:
    """The organisations of today in the tree's order, after what stands first."""
    rows = (access.organisations[pk] for pk in access.tree.in_order())
    return [("", first), *((row.code, row.name) for row in rows)]


class PeopleForm(Form):
    """Which people are shown. Its fields have the address's own names; without any of them those who have a role."""

    NAMES = {"search": "sok", "role": "roll", "organisation": "enhet", "state": "lage"}

    search = forms.CharField(label="Sök", required=False, max_length=100)
    role = forms.ChoiceField(label="Roll", required=False, choices=[("", "Alla roller"), *Role.choices()])
    organisation = forms.ChoiceField(label="Organisation", required=False)
    state = forms.ChoiceField(
        label="Läge", required=False, choices=[("", "Alla som har en roll"), *PersonState.choices()]
    )

    def __init__(self, given: Mapping[str, str], *, access: Access) -> None:
        """`given` is what stands in the address."""
        super().__init__({name: given[name] for name in self.NAMES.values() if name in given})
        self.access = access
        self.fields["search"].widget.attrs["placeholder"] = "Namn eller e-post"
        self.fields["organisation"].choices = organisation_choices(access, "Hela kommunen")  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """What the field is called in the address."""
        return self.NAMES.get(field_name, field_name)

    def query(self) -> PeopleQuery:
        """What is asked for. Only after `is_valid()`."""
        data = self.cleaned_data
        codes = {row.code: pk for pk, row in self.access.organisations.items()}
        return PeopleQuery(
            search=data["search"],
            role=Role(data["role"]) if data["role"] else None,
            organisation_id=codes.get(data["organisation"]),
            state=PersonState(data["state"]) if data["state"] else None,
        )


class RoleForm(Form):
    """A role to be given. It may begin today at the earliest: who may do what now is not changed backwards."""

    role = forms.ChoiceField(label="Roll", choices=ROLES)
    organisation = forms.ChoiceField(label="Organisation", help_text="Rollen gäller också allt som ligger under.")
    first = DateField(label="Från och med")
    last = DateField(label="Till och med", required=False, help_text="Tomt: tills vidare.")

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        """From today, unless something else is written."""
        kwargs["initial"] = {"first": clock.today(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.access = access
        self.fields["organisation"].choices = organisation_choices(access, "Välj")  # type: ignore[attr-defined]

    def clean_first(self) -> date:
        """Today or later."""
        first: date = self.cleaned_data["first"]
        if first < clock.today():
            raise forms.ValidationError("Rollen kan börja tidigast i dag. Ändra dagen.")
        return first

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "Den sista dagen ligger före den första. Ändra en av dagarna.")
        return data

    def given(self) -> RoleInput:
        """The role. Only after `is_valid()`."""
        data = self.cleaned_data
        [organisation] = (row for row in self.access.organisations.values() if row.code == data["organisation"])
        return RoleInput(Role(data["role"]), organisation, data["first"], data["last"])


class InviteForm(RoleForm):
    """Somebody to let in, and their first role."""

    email = forms.EmailField(label="E-postadress", max_length=254)
    name = forms.CharField(
        label="Namn", max_length=120, help_text="Har personen redan ett konto behåller det sitt namn."
    )
    field_order = ("email", "name", "role", "organisation", "first", "last")


class RoleDaysForm(Form):
    """A role's last day. It carries the one that the page showed."""

    last = DateField(label="Till och med", required=False, help_text="Tomt: tills vidare.")
    seen = DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, holding: Holding, **kwargs: Any) -> None:
        """As the role stands."""
        self.holding = holding
        super().__init__(*args, initial={"last": holding.period.last, "seen": holding.period.last}, **kwargs)

    def clean_last(self) -> date | None:
        """Today or later, and not before the role begins. That it ends at once has a button of its own."""
        last: date | None = self.cleaned_data["last"]
        if last is not None and last < max(clock.today(), self.holding.period.first):
            raise forms.ValidationError("Den sista dagen kan vara tidigast i dag, och inte före den första.")
        return last

    def chosen(self) -> date | None:
        """The last day: yesterday when the role is to end at once. Only after `is_valid()`."""
        return clock.today() - timedelta(days=1) if "nu" in self.data else self.cleaned_data["last"]


class HandoverForm(Form):
    """Who takes over which roles, and when. Whoever takes over is written, not chosen: a list of two thousand helps
    nobody."""

    DEPUTY, FOR_GOOD = "ersattare", "for-gott"

    taker = forms.CharField(
        label="Lämna över till", max_length=254, help_text="E-postadress, eller namnet som det står här."
    )
    how = forms.ChoiceField(
        label="Hur",
        choices=[
            (DEPUTY, "Bara som ersättare, till och med en dag"),
            (FOR_GOOD, "För gott: rollerna här slutar dagen före"),
        ],
        widget=forms.RadioSelect,
        initial=DEPUTY,
    )
    roles = forms.TypedMultipleChoiceField(label="Roller", coerce=int, widget=forms.CheckboxSelectMultiple)
    first = DateField(label="Från och med")
    last = demanded("för ersättare", DateField(label="Till och med", required=False))

    def __init__(self, *args: Any, giver: Person, among: Sequence[Person], **kwargs: Any) -> None:
        """`among` are the municipality's people."""
        held = giver.held(clock.today())
        kwargs["initial"] = {"first": clock.today(), "roles": [row.pk for row in held]}
        super().__init__(*args, **kwargs)
        self.giver, self.among = giver, among
        choices = [(row.pk, f"{row.role.label}, {row.organisation.name}") for row in held]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]

    def clean_taker(self) -> Person:
        """Somebody who has an account here."""
        typed = self.cleaned_data["taker"].strip().casefold()
        found = [person for person in self.among if person.email == typed]
        found = found or [person for person in self.among if person.name.casefold() == typed]
        if not found:
            raise forms.ValidationError("Ingen här heter så eller har den adressen. Bjud in personen först.")
        if len(found) > 1:
            raise forms.ValidationError("Flera heter så. Skriv e-postadressen.")
        if found[0].pk == self.giver.pk:
            raise forms.ValidationError("Personen har redan rollerna. Skriv vem som ska ta över.")
        return found[0]

    def clean_first(self) -> date:
        """Today or later."""
        first: date = self.cleaned_data["first"]
        if first < clock.today():
            raise forms.ValidationError("Överlämningen kan börja tidigast i dag. Ändra dagen.")
        return first

    def clean(self) -> dict[str, Any]:
        """A deputy has a last day, and no last day comes before the first."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if data.get("how") == self.DEPUTY and not last and "last" not in self.errors:
            self.add_error("last", "Skriv till och med vilken dag ersättaren har rollerna.")
        if first and last and last < first:
            self.add_error("last", "Den sista dagen ligger före den första. Ändra en av dagarna.")
        return data

    def what(self) -> Handover:
        """What is handed over. Only after `is_valid()`."""
        data = self.cleaned_data
        return Handover(data["roles"], data["first"], data["last"], is_deputy=data["how"] == self.DEPUTY)
