"""Where the municipality wants two people, whoever handed a report in records no decision on it (ADR 0025)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from followup.actions.sections import write_section
from followup.actions.slots import DecisionInput, pass_step
from styrmodell.models import Municipality, Slot
from styrmodell.permissions import Role
from tests.followup.days import hand_in

pytestmark = pytest.mark.django_db
PARAGRAPH = "71"


@pytest.fixture
def secretary(house, access_of):
    """Who writes and hands in the nämnd's report."""
    access = access_of(Role.SECRETARY, house.namnd)
    write_section(slot=house.slot, access=access, code="sammanfattning", body="Vi håller budgeten.", version=0)
    hand_in(house.slot, access)
    return access


def want_two(house, *accesses) -> None:
    """Have the municipality ask for two people."""
    Municipality.objects.filter(pk=house.kommun.pk).update(two_people=True)
    for access in accesses:
        access.municipality.refresh_from_db()


def decide(house, access) -> Slot:
    """Record the nämnd's decision."""
    return pass_step(slot=house.slot, access=access, decision=DecisionInput(house.namnd, date(2026, 9, 2), PARAGRAPH))


def test_one_person_does_both_where_nothing_else_is_said(house, secretary):
    assert decide(house, secretary).is_decided


def test_whoever_handed_in_does_not_record_the_decision_where_two_are_wanted(house, secretary):
    want_two(house, secretary)

    with pytest.raises(PermissionDenied, match="två personer"):
        decide(house, secretary)

    assert Slot.objects.get(pk=house.slot.pk).is_submitted


def test_another_person_does(house, secretary, access_of):
    other = access_of(Role.CONTROLLER, house.kf)
    want_two(house, secretary, other)

    assert decide(house, other).is_decided


def test_the_page_says_who_cannot_before_anything_is_typed(house, secretary, client):
    want_two(house, secretary)
    client.force_login(secretary.user)

    page = client.get(reverse("followup:slot", args=[house.kommun.slug, house.slot.pk])).text

    assert "kommunen kräver två personer" in page
    assert 'name="paragraph"' not in page
