"""The form of one organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from styrmodell.access import Access
from styrmodell.models import Organisation
from styrmodell.rules.organisation_list import (
    ALLOWED_UNDER,
    ListedOrganisation,
    OrganisationFault,
    ledger_codes_in,
)
from styrmodell.rules.tree import Tree
from styrmodell.rules.vocabulary import OrganisationKind
from ui import clock
from ui.forms import DateField, LongSelect, VersionedForm
from ui.rules.swedish import plural

INDENT = "\u2003"
SHOWN_FAULTS = 5


class OrganisationForm(VersionedForm):
    """One organisation: what it is called, what it is, where it stands and from when to when."""

    name = forms.CharField(label="Namn", max_length=160)
    short_name = forms.CharField(label="Kortnamn", max_length=60, required=False)
    kind = forms.ChoiceField(label="Typ", choices=OrganisationKind.choices())
    ledger_codes = forms.CharField(
        label="Ansvarskoder",
        max_length=1000,
        required=False,
        help_text="Flera skiljs med komma. En kod hör till en organisation i taget.",
    )
    parent = forms.ChoiceField(label="Ligger under", required=False, widget=LongSelect)
    valid_from = DateField(label="Gäller från", required=False)
    valid_to = DateField(label="Sista dag", required=False)
    with_below = forms.BooleanField(label="Låt det som ligger under upphöra senast då", required=False)
    code = forms.SlugField(
        label="Kod",
        max_length=60,
        required=False,
        help_text="Kort fast namn i adresser och filer, a–z, siffror och bindestreck. Tom: den görs av namnet.",
    )

    def __init__(self, *args: Any, access: Access, chosen: Organisation | None, below: int = 0, **kwargs: Any) -> None:
        """`chosen` is the organisation that is changed, None when a new one is added; `below` are under it."""
        super().__init__(*args, **kwargs)
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ChoiceField)
        parents.choices = _parents(access, chosen)
        self.fields["with_below"].help_text = f"{plural(below, 'organisation', 'organisationer')} ligger under."
        if not below:
            del self.fields["with_below"]
        if chosen is not None:
            del self.fields["code"]
        for name in ("name", "short_name", "ledger_codes"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_code(self) -> str:
        """Codes are lower case."""
        return str(self.cleaned_data["code"]).casefold()

    def clean_ledger_codes(self) -> tuple[str, ...]:
        """The codes, each as the ledger has them."""
        codes, problems = ledger_codes_in(self.cleaned_data["ledger_codes"])
        for problem in problems:
            self.add_error("ledger_codes", problem)
        return codes

    def given(self, chosen: ListedOrganisation | None) -> ListedOrganisation:
        """The organisation as the form says. Only after `is_valid()`. Its row is 1: that of the form."""
        data = self.cleaned_data
        return ListedOrganisation(
            row=1,
            code=chosen.code if chosen else data["code"],
            name=data["name"],
            kind=OrganisationKind(data["kind"]),
            parent=data["parent"],
            short_name=data["short_name"],
            ledger_codes=data["ledger_codes"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )

    def add_faults(self, faults: Sequence[OrganisationFault]) -> None:
        """What the tree says of it, at its field; no more than anybody reads."""
        told: dict[str, list[str]] = {}
        for fault in faults:
            told.setdefault(fault.column.value, []).append(fault.text)
        for name, texts in told.items():
            more = len(texts) - SHOWN_FAULTS
            self.add_errors({name: texts[:SHOWN_FAULTS] + ([f"Och {more} till."] if more > 0 else [])})


def initial_of(row: Organisation, listed: ListedOrganisation) -> Mapping[str, Any]:
    """What the form of an organisation shows at first."""
    return {
        "version": row.version,
        "name": listed.name,
        "short_name": listed.short_name,
        "kind": listed.kind.value,
        "ledger_codes": ", ".join(listed.ledger_codes),
        "parent": listed.parent,
        "valid_from": listed.valid_from,
        "valid_to": listed.valid_to,
    }


def _parents(access: Access, chosen: Organisation | None) -> list[tuple[str, str]]:
    """What the organisation can be moved to: whatever may hold something, is not ended and is not under itself."""
    tree = Tree({pk: row.parent_id for pk, row in access.known.items()})
    below = set(tree.descendants(chosen.pk, include_self=True)) if chosen else set[int]()
    own, today = chosen.parent_id if chosen else None, clock.today()
    choices = [("", "Inget, den står överst")]
    for pk in tree.in_order():
        row = access.known[pk]
        is_there = row.valid_to is None or row.valid_to >= today
        if pk == own or (is_there and pk not in below and ALLOWED_UNDER[OrganisationKind(row.kind)]):
            choices.append((row.code, INDENT * tree.depth(pk) + row.name))
    return choices
