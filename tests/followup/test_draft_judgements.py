"""A judgement under way is for those who may see drafts: on Läget, in Styrkedja, in the list and on the goal's page.

April is decided: the school's goal is reached. July is under way, and there it is judged as not reached."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pgtrigger
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goals.models import Goal
from styrmodell.models import Organisation, Slot
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.factories import DecisionFactory, MeasureFactory, RoleAssignmentFactory
from tests.fixtures import new_client
from tests.goals.world import World, build_world, url

pytestmark = pytest.mark.django_db
CANARY = "Kanariefågeln sjunger inte"


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def goal(world: World) -> Goal:
    """The school's goal under an area, reached in April, which the assembly has decided for all."""
    goal = world.decided("namndmal", None, world.goal("omrade", world.assembly, title="Trygghet"), title="Lugn skola")
    world.judged(goal, "nas", world.slots[world.spring.pk, world.committee.pk], result="Aprils analys")
    april = [slot for (occasion, _), slot in world.slots.items() if occasion == world.spring.pk]
    decide(world, *april, day=date(2026, 6, 15))
    return goal


def decide(world: World, *slots: Slot, day: date) -> None:
    decision = DecisionFactory(organisation=world.assembly, date=day, paragraph="45")
    rows = Slot.objects.filter(pk__in=[slot.pk for slot in slots])
    rows.update(status=SlotStatus.DECIDED.value, decision=decision)


def pages(world: World, goal: Goal) -> dict[str, str]:
    """The addresses that show how the goal is judged."""
    area = goal.parents.get()
    return {
        "Läget": reverse("followup:status-view", args=[world.municipality.slug]),
        "Läget, pågående": reverse("followup:status-view", args=[world.municipality.slug]) + "?visa=pagaende",
        "Styrkedja": url(world, "tree"),
        "listan": url(world, "list"),
        "målet": url(world, "detail", goal.pk),
        "området": url(world, "detail", area.pk),
    }


def shown(client: Client, world: World, goal: Goal) -> dict[str, str]:
    """What the pages say, as text with the names of the marks."""
    return {name: _main(client.get(address).text) for name, address in pages(world, goal).items()}


def _main(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).split())


@pytest.mark.parametrize("where", ["assembly", "committee"])
@pytest.mark.parametrize("status", [SlotStatus.DRAFT, SlotStatus.SUBMITTED, SlotStatus.RETURNED])
def test_a_draft_judgement_changes_nothing_for_who_may_not_see_drafts(
    world: World, goal: Goal, where: str, status: SlotStatus
) -> None:
    politician = new_client(Role.POLITICIAN, getattr(world, where))
    Slot.objects.filter(pk=world.slot.pk).update(status=status.value)
    before = shown(politician, world, goal)
    Slot.objects.filter(pk=world.slot.pk).update(status=SlotStatus.DRAFT.value)
    world.judged(goal, "nasinte", result=CANARY)
    Slot.objects.filter(pk=world.slot.pk).update(status=status.value)

    assert shown(politician, world, goal) == before
    assert "Aprils analys" in before["målet"]
    assert "Tertialrapport" in before["listan"]


def test_a_controller_sees_it_with_its_mark(world: World, goal: Goal) -> None:
    world.judged(goal, "nasinte", result=CANARY)

    said = shown(new_client(Role.CONTROLLER, world.assembly), world, goal)

    assert CANARY in said["målet"]
    assert "Utkast, inte inlämnad" in said["målet"]
    for page in ("Styrkedja", "listan", "Läget, pågående"):
        assert "Inte beslutade än: 1 utkast" in said[page]
    assert "Inte beslutade än" not in said["Läget"]


def test_it_is_shown_to_all_once_it_is_decided(world: World, goal: Goal) -> None:
    world.judged(goal, "nasinte", result=CANARY)
    decide(world, world.slot, world.whole, day=date(2026, 9, 28))

    said = shown(new_client(Role.POLITICIAN, world.assembly), world, goal)

    assert CANARY in said["målet"]
    assert "Ej uppfyllt" in said["området"]
    assert "Inte beslutade än" not in said["Styrkedja"] + said["listan"]


def test_what_the_wholes_decision_rests_on_is_decided_although_the_unit_only_handed_it_in(
    world: World, goal: Goal
) -> None:
    world.judged(goal, "nasinte", result=CANARY)
    Slot.objects.filter(pk=world.slot.pk).update(status=SlotStatus.SUBMITTED.value)
    decide(world, world.whole, day=date(2026, 9, 28))

    assert CANARY in shown(new_client(Role.POLITICIAN, world.assembly), world, goal)["målet"]


def test_a_nämnds_own_decision_does_not_show_what_the_assembly_has_not_decided(world: World, goal: Goal) -> None:
    above = world.decided("namndmal", world.assembly, goal.parents.get(), title="Trygg kommun")
    decide(world, world.slot, day=date(2026, 9, 14))
    politician = new_client(Role.POLITICIAN, world.committee)
    before = shown(politician, world, above)
    world.judged(above, "nasinte", world.whole, result=CANARY)

    assert shown(politician, world, above) == before
    assert "Delårsrapport" in before["listan"]


def test_a_measure_is_shown_once_a_report_of_the_goal_is_decided_after_it_was_written(world: World, goal: Goal) -> None:
    politician, controller = (new_client(role, world.assembly) for role in (Role.POLITICIAN, Role.CONTROLLER))
    with pgtrigger.ignore("styrmodell.SlotEvent:append_only"):  # April was decided a while ago
        Slot.pgh_event_model.objects.update(pgh_created_at=timezone.now() - timedelta(hours=1))  # type: ignore[attr-defined]
    goal.measures.add(MeasureFactory(organisation=world.committee, title=CANARY))
    address = url(world, "detail", goal.pk)

    before = CANARY in politician.get(address).text, CANARY in controller.get(address).text
    decide(world, world.slot, world.whole, day=date(2026, 9, 28))
    after = CANARY in politician.get(address).text

    assert (before, after) == ((False, True), True)


def test_who_works_with_the_goal_and_is_elected_elsewhere_goes_on_working(world: World, goal: Goal) -> None:
    both = RoleAssignmentFactory(role=Role.POLITICIAN.value, organisation=world.assembly).user
    RoleAssignmentFactory(role=Role.SECRETARY.value, organisation=world.committee, user=both)
    elsewhere = world.decided("namndmal", world.other_committee, goal.parents.get(), title="God vård")
    world.judged(goal, "nasinte", result=CANARY)
    other: Organisation = world.other_committee
    world.judged(elsewhere, "nasinte", world.slots[world.occasion.pk, other.pk], result=f"{CANARY} här heller")
    client = Client()
    client.force_login(both)

    own, others = (client.get(url(world, "detail", row.pk)).text for row in (goal, elsewhere))

    assert CANARY in own
    assert url(world, "judge", goal.pk, world.slot.pk) in own
    assert CANARY not in others
