"""Forms of the register of assignments. Bodies and organisations are chosen by code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from goals import policies
from goals.actions.assignments import AnswerInput, AssignmentInput, BodyDecision
from goals.models import Assignment
from goals.rules.vocabulary import AssignmentKind, AssignmentStatus, Urgency
from goals.selectors.assignments import AssignmentQuery
from goals.selectors.bodies import POLITICAL
from styrmodell.access import Access
from styrmodell.forms import ParagraphField
from styrmodell.forms.people import organisation_choices
from styrmodell.models import Decision
from ui import clock
from ui.forms import DateField, Form, VersionedForm

Choices = list[tuple[str, str]]


class RegisterForm(Form):
    """Which assignments are shown. Its fields have the address's own names."""

    NAMES = {"search": "sok", "kind": "slag", "body": "organ", "organisation": "ansvarig", "state": "lage"}

    search = forms.CharField(label="Sök", required=False, max_length=100)
    kind = forms.ChoiceField(label="Slag", required=False, choices=[("", "Alla slag"), *AssignmentKind.choices()])
    body = forms.ChoiceField(label="Beslutat av", required=False)
    organisation = forms.ChoiceField(label="Ansvarig", required=False)
    state = forms.ChoiceField(label="Läge", required=False, choices=[("", "Inte avslutade"), *Urgency.choices()])

    def __init__(self, given: Mapping[str, str], *, access: Access) -> None:
        """`given` is what stands in the address."""
        super().__init__({name: given[name] for name in self.NAMES.values() if name in given})
        self.access = access
        self.fields["search"].widget.attrs["placeholder"] = "Rubrik, § eller diarienummer"
        bodies = [(body.code, body.name) for body in access.by_kind(*POLITICAL)]
        _choose(self, "body", [("", "Alla"), *bodies])
        _choose(self, "organisation", organisation_choices(access, "Alla"))

    def add_prefix(self, field_name: str) -> str:
        """What the field is called in the address."""
        return self.NAMES.get(field_name, field_name)

    def query(self) -> AssignmentQuery:
        """What is asked for. Only after `is_valid()`."""
        data = self.cleaned_data
        return AssignmentQuery(
            search=data["search"],
            kind=AssignmentKind(data["kind"]) if data["kind"] else None,
            body_id=_id_of(self.access, data["body"]),
            organisation_id=_id_of(self.access, data["organisation"]),
            state=Urgency(data["state"]) if data["state"] else None,
        )


class BodyDecisionFields(VersionedForm):
    """Which body decided, on which day and where in its minutes. Only bodies whose decisions the user writes down."""

    body = forms.ChoiceField(label="Organ")
    day = DateField(label="Beslutsdatum")
    paragraph = ParagraphField()
    diary_number = forms.CharField(label="Diarienummer", required=False, max_length=40)

    def __init__(self, *args: Any, access: Access, decision: Decision | None = None, **kwargs: Any) -> None:
        """As `decision` says, when it is written down already."""
        initial = kwargs.pop("initial", {})
        if decision is not None:
            initial = {
                "body": decision.organisation.code, "day": decision.date, "paragraph": decision.paragraph,
                "diary_number": decision.diary_number, **initial,
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.access = access
        kept = [body for body in access.by_kind(*POLITICAL) if policies.can_keep(access, body.pk)]
        bodies = [(body.code, body.name) for body in kept]
        if decision is not None and decision.organisation.code not in dict(bodies):
            bodies.append((decision.organisation.code, decision.organisation.name))
        _choose(self, "body", bodies if len(bodies) == 1 else [("", "Välj"), *bodies])

    def clean_day(self) -> dt.date:
        """A meeting that has not been held has decided nothing."""
        day: dt.date = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError("Dagen har inte varit än. Skriv in beslutet när det är fattat.")
        return day

    def by(self) -> BodyDecision:
        """The decision. Only after `is_valid()`."""
        data = self.cleaned_data
        body_id = _id_of(self.access, data["body"])
        assert body_id is not None
        return BodyDecision(body_id, data["day"], data["paragraph"], data["diary_number"])


class AssignmentForm(BodyDecisionFields):
    """What stands in the register."""

    kind = forms.ChoiceField(label="Slag", choices=AssignmentKind.choices())
    title = forms.CharField(label="Rubrik", max_length=200, help_text="Vad ska göras eller besvaras?")
    organisation = forms.ChoiceField(label="Ansvarig organisation")
    responsible = forms.CharField(label="Ansvarig roll", max_length=120, required=False)
    due = DateField(label="Klart senast", required=False, help_text="Tomt för motioner och medborgarförslag: ett år.")
    reported = DateField(
        label="Anmält till fullmäktige", required=False, help_text="När det inte hann beredas inom ett år."
    )
    field_order = (
        "version", "kind", "title", "body", "day", "paragraph", "diary_number", "organisation", "responsible", "due",
        "reported",
    )  # fmt: skip

    def __init__(self, *args: Any, access: Access, assignment: Assignment | None = None, **kwargs: Any) -> None:
        """A new one, or as `assignment` stands."""
        initial: dict[str, Any] = {"version": 0}
        if assignment is not None:
            initial = {
                "version": assignment.version, "kind": assignment.kind, "title": assignment.title,
                "organisation": assignment.organisation.code, "responsible": assignment.responsible,
                "due": assignment.due, "reported": assignment.reported,
            }  # fmt: skip
        decision = assignment.decision if assignment else None
        super().__init__(*args, access=access, decision=decision, initial=initial, **kwargs)
        choices = organisation_choices(access, "Välj")
        if assignment is not None and assignment.organisation.code not in dict(choices):
            choices.append((assignment.organisation.code, assignment.organisation.name))
        _choose(self, "organisation", choices)

    def given(self) -> AssignmentInput:
        """What is written. Only after `is_valid()`."""
        data = self.cleaned_data
        organisation_id = _id_of(self.access, data["organisation"])
        assert organisation_id is not None
        return AssignmentInput(
            kind=AssignmentKind(data["kind"]),
            title=data["title"],
            by=self.by(),
            organisation_id=organisation_id,
            responsible=data["responsible"],
            due=data["due"],
            reported=data["reported"],
        )


class AnswerForm(VersionedForm):
    """How an assignment stands."""

    status = forms.ChoiceField(label="Läge", choices=AssignmentStatus.choices())
    words = forms.CharField(
        label="Besked", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Vad har hänt, och vad händer nu? Det står kvar med dagens datum.",
    )  # fmt: skip
    answer = forms.CharField(
        label="Svar", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ett utkast tills läget är Klar. Sedan läses det av alla som ser uppdraget.",
    )  # fmt: skip

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        """As the assignment stands."""
        initial = {"version": assignment.version, "status": assignment.status, "answer": assignment.answer}
        super().__init__(*args, initial=initial, **kwargs)

    def given(self) -> AnswerInput:
        """What is said. Only after `is_valid()`."""
        data = self.cleaned_data
        return AnswerInput(AssignmentStatus(data["status"]), data["words"], data["answer"])


class CloseForm(BodyDecisionFields):
    """A body decides that an assignment is over."""

    answer = forms.CharField(
        label="Svar eller utfall", max_length=8000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Vad det ledde till. För en motion: bifall, avslag, besvarad eller avskriven.",
    )  # fmt: skip

    def __init__(self, *args: Any, access: Access, assignment: Assignment, **kwargs: Any) -> None:
        """With the answer so far; the same body as gave it, unless another is chosen."""
        initial = {
            "version": assignment.version, "answer": assignment.answer, "body": assignment.decision.organisation.code,
        }  # fmt: skip
        super().__init__(*args, access=access, initial=initial, **kwargs)


def _choose(form: forms.BaseForm, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _id_of(access: Access, code: str) -> int | None:
    """The organisation's id; of those that have ended too, since what stands may name them."""
    return next((pk for pk, row in access.known.items() if row.code == code), None)
