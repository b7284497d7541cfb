"""Each report is decided by the body whose it is: «nämnden» in a chain is the board of whoever reports."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from followup.actions.slots import DecisionInput, pass_step
from styrmodell.models import Decision, Slot, Step
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import OrganisationKind as Kind
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(house):
    """Besides the two nämnder: kommunstyrelsen with an office, and a company, both with reports of their own."""
    house.ks = OrganisationFactory(municipality=house.kommun, parent=house.kf, kind=Kind.EXECUTIVE, name="KS")
    house.office = OrganisationFactory(
        municipality=house.kommun, parent=house.ks, kind=Kind.DEPARTMENT, name="Kontoret"
    )
    house.company = OrganisationFactory(municipality=house.kommun, parent=house.kf, kind=Kind.COMPANY, name="Bolaget")
    return house


def handed_in(town, organisation) -> Slot:
    """The organisation's slot, handed in."""
    slot, _ = Slot.objects.get_or_create(municipality=town.kommun, occasion=town.occasion, organisation=organisation)
    Slot.objects.filter(pk=slot.pk).update(status="inlamnad", passed_steps=1)
    slot.refresh_from_db()
    return slot


def offered(client, town, slot) -> list[str]:
    """The names in the list of bodies on the slot's page."""
    answer = client.get(reverse("followup:slot", args=[town.kommun.slug, slot.pk]))
    return [name for _, name in answer.context["step_form"].fields["body"].choices]


@pytest.mark.parametrize(
    ("whose", "bodies"),
    [
        ("namnd", ["Bildningsnämnden"]),
        ("other", ["Socialnämnden"]),
        ("ks", ["KS"]),
        ("company", ["Bolaget"]),
        ("office", ["KS"]),
    ],
)
def test_the_body_is_that_of_the_unit_that_reports(town, client_for, whose, bodies):
    slot = handed_in(town, getattr(town, whose))
    assert offered(client_for(Role.CONTROLLER, town.kf), town, slot) == bodies


@pytest.mark.parametrize(("kind", "bodies"), [("styrelse", ["KS"]), ("fullmaktige", ["Kommunfullmäktige"])])
def test_a_step_of_the_municipalitys_own_body_is_theirs_whoever_reports(town, client_for, kind, bodies):
    Step.objects.filter(rule=town.rule, body="namnd").update(body=kind)
    slot = handed_in(town, town.namnd)
    assert offered(client_for(Role.CONTROLLER, town.kf), town, slot) == bodies


def test_the_whole_is_decided_by_the_body_of_the_step(town, client_for):
    Slot.objects.filter(pk=town.whole.pk).update(status="inlamnad", passed_steps=2)
    assert offered(client_for(Role.CONTROLLER, town.kf), town, town.whole) == ["Kommunfullmäktige"]


def test_another_body_is_refused_whichever_way_it_comes(town, access_of):
    slot, access = handed_in(town, town.ks), access_of(Role.CONTROLLER, town.kf)
    with pytest.raises(PermissionDenied, match="KS beslutar"):
        pass_step(slot=slot, access=access, decision=DecisionInput(town.namnd, date(2026, 9, 2), "71"))
    assert not Decision.objects.exists()

    decided = pass_step(slot=slot, access=access, decision=DecisionInput(town.ks, date(2026, 9, 2), "71"))
    assert decided.decision.organisation == town.ks
