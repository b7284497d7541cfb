"""Judging a goal: who, when, with which reason, and what happens when two judge at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goals.actions.judging import JudgementInput, judge_goal
from goals.models import Goal, Judgement
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from tests.goals.world import World, build_world

AccessOf = Callable[..., Access]


@pytest.fixture
def access(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.DEPARTMENT_HEAD, world.committee)


@pytest.fixture
def goal(world: World) -> Goal:
    goal = world.goal()
    world.measured(goal, 60, 85)
    return goal


def judge(world: World, goal: Goal, access: Access, step: str = "nas", **given: object) -> Judgement:
    version = given.pop("version", 0)
    slot = given.pop("slot", world.slot)
    return judge_goal(
        goal=goal,
        slot=slot,
        access=access,
        given=JudgementInput(world.steps[step], **given),
        version=version,  # type: ignore[arg-type]
    )


def test_judgement_is_written_with_who_and_when(world: World, goal: Goal, access: Access) -> None:
    row = judge(world, goal, access, result="85 procent är nöjda.  ")

    row.refresh_from_db()
    assert (row.step.label, row.result, row.judged_by_id, row.version) == (
        "Uppfyllt", "85 procent är nöjda.", access.user_id, 1,
    )  # fmt: skip
    assert row.judged_at is not None


def test_every_judgement_leaves_a_line_in_the_log(world: World, goal: Goal, access: Access) -> None:
    judge(world, goal, access)
    judge(world, goal, access, "delvis", reason="Bara en skola är mätt.", version=1)

    first, second = AuditEvent.objects.filter(type=AuditEvent.Type.GOAL_JUDGED).order_by("pk")
    assert first.data["before"] == ""
    assert (second.data["before"], second.data["after"]) == ("Uppfyllt", "Delvis uppfyllt")
    assert second.target_id == goal.pk


def test_judgement_that_differs_needs_a_reason(world: World, goal: Goal, access: Access) -> None:
    with pytest.raises(ValidationError, match="skiljer sig"):
        judge(world, goal, access, "nasinte")

    assert judge(world, goal, access, "nasinte", reason="Enkäten mätte fel sak.").reason


def test_not_judged_needs_a_reason_too(world: World, goal: Goal, access: Access) -> None:
    with pytest.raises(ValidationError, match="inte kan bedömas"):
        judge(world, goal, access, "ejbed")


def test_no_reason_is_needed_where_indicators_say_nothing(world: World, access: Access) -> None:
    goal = world.goal()

    assert judge(world, goal, access, "nas").reason == ""


@pytest.mark.parametrize("status", [SlotStatus.SUBMITTED, SlotStatus.DECIDED])
def test_handed_in_report_locks_its_goals(status: SlotStatus, world: World, goal: Goal, access: Access) -> None:
    from tests.factories import DecisionFactory

    decision = DecisionFactory(organisation=world.committee) if status is SlotStatus.DECIDED else None
    Slot.objects.filter(pk=world.slot.pk).update(status=status.value, decision=decision)

    with pytest.raises(PermissionDenied, match="Rapporten är"):
        judge(world, goal, access)
    assert not Judgement.objects.exists()


def test_returned_report_may_be_judged_again(world: World, goal: Goal, access: Access) -> None:
    Slot.objects.filter(pk=world.slot.pk).update(status=SlotStatus.RETURNED.value)

    assert judge(world, goal, access).version == 1


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.AUDITOR, Role.CONTROLLER, Role.MANAGEMENT, Role.ADMINISTRATOR])
def test_readers_cannot_judge(role: Role, world: World, goal: Goal, access_of: AccessOf) -> None:
    with pytest.raises(PermissionDenied, match="saknar behörighet"):
        judge(world, goal, access_of(role, world.assembly))


def test_neighbouring_committee_cannot_judge(world: World, goal: Goal, access_of: AccessOf) -> None:
    with pytest.raises(PermissionDenied):
        judge(world, goal, access_of(Role.DEPARTMENT_HEAD, world.other_committee))


def test_how_is_judged_by_the_administration_alone(world: World, access_of: AccessOf) -> None:
    world.levels["strategi"].is_judged = True
    world.levels["strategi"].save()
    strategy = world.goal("strategi", world.department)

    with pytest.raises(PermissionDenied):
        judge(world, strategy, access_of(Role.SECRETARY, world.committee))
    assert judge(world, strategy, access_of(Role.DEPARTMENT_HEAD, world.committee)).version == 1


def test_stale_form_writes_nothing_and_says_what_stands(world: World, goal: Goal, access: Access) -> None:
    judge(world, goal, access, result="Först")

    with pytest.raises(Stale) as stale:
        judge(world, goal, access, "delvis", reason="Sent", result="Sist", version=0)

    assert stale.value.current.result == "Först"
    assert Judgement.objects.get().step == world.steps["nas"]


def test_goal_is_not_judged_in_a_report_that_does_not_govern_it(world: World, goal: Goal, access_of: AccessOf) -> None:
    access = access_of(Role.DEPARTMENT_HEAD, world.assembly)

    with pytest.raises(PermissionDenied, match="bedöms inte i den här rapporten"):
        judge(world, goal, access, slot=world.slots[world.occasion.pk, world.other_committee.pk])


def test_step_of_another_municipalitys_scale_is_refused(world: World, goal: Goal, access: Access) -> None:
    with pytest.raises(ValidationError):
        judge_goal(
            goal=goal, slot=world.slot, access=access, given=JudgementInput(build_world().steps["nas"]), version=0
        )


def test_slot_of_another_municipality_is_not_found(world: World, goal: Goal, access: Access) -> None:
    with pytest.raises(PermissionDenied, match="finns inte"):
        judge(world, goal, access, slot=build_world().slot)
