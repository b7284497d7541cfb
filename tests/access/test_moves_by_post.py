"""Every status × every move × every role, posted past the pages: only what the workflow lists moves a report."""

from __future__ import annotations

import itertools

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from styrmodell.models import Occasion, OccasionRule, Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.access import world

pytestmark = pytest.mark.django_db

# By hand, from docs/glossary.md and the roles' how-to: who hands in, gives back and writes down the nämnd's decision.
MOVES = {
    ("utkast", "submit"): ("inlamnad", {"namndsekreterare", "forvaltningschef", "controller"}),
    ("aterlamnad", "submit"): ("inlamnad", {"namndsekreterare", "forvaltningschef", "controller"}),
    ("inlamnad", "return"): ("aterlamnad", {"controller", "kommunledning"}),
    ("inlamnad", "step"): ("beslutad", {"namndsekreterare", "controller"}),
}
ADDRESSES = ("submit", "return", "step")


@pytest.fixture
def home(db: None) -> world.World:
    """A nämnd whose report holds a text only, and is whole; the chain's next step is the nämnd's own decision."""
    made = world.build("HEMMA")
    for model in (OccasionRule, Occasion):
        model.objects.update(contents=["text"])
    return made


def sent(home: world.World) -> dict[str, str]:
    return {
        "reason": "Rätta siffrorna.",
        "body": str(home.own.organisation.pk),
        "date": timezone.localdate().isoformat(),
        "paragraph": "98",
    }


def stand_at(home: world.World, status: str) -> None:
    """Have the report stand so, with the chain walked as far as that."""
    if status == SlotStatus.DECIDED:
        world.decide(home.kommun)
    else:
        passed = 1 if status == SlotStatus.SUBMITTED else 0
        Slot.objects.filter(pk=home.own.slot.pk).update(status=status, passed_steps=passed)


def move(home: world.World, client: Client, action: str) -> tuple[int, str]:
    """The answer, and where the report stands after the move; then it is taken back."""
    address = reverse(f"followup:{action}", args=[home.kommun.slug, home.own.slot.pk])
    with transaction.atomic():
        answer = client.post(address, sent(home)).status_code
        now = Slot.objects.get(pk=home.own.slot.pk).status
        transaction.set_rollback(True)
    return answer, now


def test_only_the_listed_moves_are_made_and_only_by_whose_they_are(home: world.World):
    clients = {role: home.client(role) for role in Role}
    for status in SlotStatus:
        with transaction.atomic():
            stand_at(home, status.value)
            for action, role in itertools.product(ADDRESSES, Role):
                target, roles = MOVES.get((status.value, action), (status.value, set[str]()))
                is_made = role.value in roles
                answer, now = move(home, clients[role], action)
                assert now == (target if is_made else status.value), f"{role} {status} {action}: {answer}"
                assert answer in ({302} if is_made else {403, 404, 409, 422}), f"{role} {status} {action}: {answer}"
            transaction.set_rollback(True)
