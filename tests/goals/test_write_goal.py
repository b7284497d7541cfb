"""Writing goals: who, which links, how many, and what is locked once it is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goals.actions.goals import GoalInput, create_goal, edit_goal
from goals.actions.indicators import IndicatorInput, lock_goal, record_values
from goals.actions.measures import add_measure
from goals.models import Goal, Indicator, IndicatorValue
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Level, Slot
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests.factories import DecisionFactory, IndicatorValueFactory
from tests.goals.world import World, build_world

AccessOf = Callable[..., Access]


@pytest.fixture
def secretary(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.SECRETARY, world.committee)


@pytest.fixture
def head(world: World, access_of: AccessOf) -> Access:
    return access_of(Role.DEPARTMENT_HEAD, world.committee)


@pytest.fixture
def given(world: World) -> GoalInput:
    return GoalInput(world.committee.pk, "Alla elever är trygga", 2026, 2026)


def create(world: World, access: Access, given: GoalInput, level: str = "namndmal") -> Goal:
    return create_goal(access=access, level=world.levels[level], given=given)


def as_written(goal: Goal, **changes: object) -> GoalInput:
    """What a form would send back unchanged."""
    names = ("organisation_id", "title", "year_from", "year_to", "description", "motivation", "owner_role")
    written = GoalInput(
        **{name: getattr(goal, name) for name in names},
        parent_ids=tuple(goal.links_up.values_list("parent_id", flat=True)),
    )
    return replace(written, **changes)


# ---- rights ----


def test_secretary_writes_what(world: World, secretary: Access, given: GoalInput) -> None:
    goal = create(world, secretary, given)

    assert (goal.title, goal.code, goal.version) == ("Alla elever är trygga", "alla-elever-ar-trygga", 1)
    assert AuditEvent.objects.get(type=AuditEvent.Type.GOAL_SAVED).target_id == goal.pk


def test_officials_do_not_write_what(world: World, head: Access, given: GoalInput) -> None:
    with pytest.raises(PermissionDenied, match="Politiken bestämmer"):
        create(world, head, given)


def test_politics_does_not_write_how(world: World, secretary: Access, head: Access) -> None:
    strategy = GoalInput(world.department.pk, "Tidiga insatser i förskolan", 2026, 2026)

    with pytest.raises(PermissionDenied, match="Förvaltningen bestämmer"):
        create(world, secretary, strategy, "strategi")
    assert create(world, head, strategy, "strategi").pk


def test_unit_manager_writes_activities_of_the_own_unit_only(world: World, access_of: AccessOf) -> None:
    access = access_of(Role.UNIT_MANAGER, world.unit)
    activity = GoalInput(world.unit.pk, "Samtal med alla nya elever", 2026, 2026, progress="a-pag", completion=40)

    assert create(world, access, activity, "aktivitet").completion == 40
    with pytest.raises(PermissionDenied):
        create(world, access, replace(activity, organisation_id=world.department.pk), "strategi")


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.CONTROLLER, Role.AUDITOR, Role.ADMINISTRATOR, Role.MANAGEMENT])
def test_others_write_nothing(role: Role, world: World, access_of: AccessOf, given: GoalInput) -> None:
    with pytest.raises(PermissionDenied):
        create(world, access_of(role, world.assembly), given)


# ---- what the steering model allows ----


def test_owner_is_of_a_kind_that_the_level_allows(world: World, access_of: AccessOf, given: GoalInput) -> None:
    access = access_of(Role.SECRETARY, world.assembly)

    with pytest.raises(ValidationError) as error:
        create(world, access, replace(given, organisation_id=world.unit.pk))
    assert "organisation" in error.value.message_dict


def test_goal_hangs_under_allowed_levels_only(world: World, secretary: Access, given: GoalInput) -> None:
    area, sibling = world.goal("omrade", world.assembly), world.goal()

    goal = create(world, secretary, replace(given, parent_ids=(area.pk,)))
    assert list(goal.parents.all()) == [area]
    with pytest.raises(ValidationError) as error:
        create(world, secretary, replace(given, parent_ids=(sibling.pk,)))
    assert "parents" in error.value.message_dict


def test_goal_may_hang_under_several(world: World, secretary: Access, given: GoalInput) -> None:
    areas = [world.goal("omrade", world.assembly) for _ in range(2)]

    goal = create(world, secretary, replace(given, parent_ids=[area.pk for area in areas]))

    assert set(goal.parents.all()) == set(areas)
    goal = edit_goal(access=secretary, goal=goal, given=as_written(goal, parent_ids=[areas[1].pk]), version=1)
    assert list(goal.parents.all()) == [areas[1]]


def test_link_to_a_goal_the_user_may_not_read_is_kept_but_not_made(world: World, head: Access) -> None:
    theirs, also_theirs = (world.goal("namndmal", world.other_committee) for _ in range(2))
    strategy = world.goal("strategi", world.department, theirs)

    edit_goal(access=head, goal=strategy, given=as_written(strategy, title="Nytt namn på strategin"), version=1)
    assert list(strategy.parents.all()) == [theirs]
    with pytest.raises(ValidationError):
        edit_goal(access=head, goal=strategy, given=as_written(strategy, parent_ids=[also_theirs.pk]), version=2)


def test_another_municipalitys_goal_is_no_parent(world: World, secretary: Access, given: GoalInput) -> None:
    with pytest.raises(ValidationError):
        create(world, secretary, replace(given, parent_ids=(build_world().goal("omrade").pk,)))


def test_link_that_makes_a_circle_is_refused(world: World, access_of: AccessOf) -> None:
    access = access_of(Role.DEPARTMENT_HEAD, world.assembly)
    world.levels["strategi"].parents.add(world.levels["strategi"])
    upper = world.goal("strategi", world.department)
    lower = world.goal("strategi", world.department, upper)

    with pytest.raises(ValidationError, match="bidrar till sig självt"):
        edit_goal(access=access, goal=upper, given=as_written(upper, parent_ids=(lower.pk,)), version=1)


def test_the_same_goal_for_the_same_owner_and_years_is_refused(
    world: World, secretary: Access, given: GoalInput
) -> None:
    create(world, secretary, given)

    with pytest.raises(ValidationError, match="redan ett mål med den formuleringen"):
        create(world, secretary, given)
    create(world, secretary, replace(given, year_from=2027, year_to=2027))
    assert Goal.objects.count() == 2


def test_level_that_demands_targets_gets_them(world: World, secretary: Access, given: GoalInput) -> None:
    world.levels["namndmal"].needs_targets = True
    world.levels["namndmal"].save()
    indicator = IndicatorInput("Andel trygga elever", "%", "upp")

    with pytest.raises(ValidationError, match="Andel trygga elever: ange minst ett målvärde för 2026"):
        create(world, secretary, replace(given, indicators=[indicator]))
    with pytest.raises(ValidationError, match="målvärdet för 2025 ligger före första året, 2026"):
        create(world, secretary, replace(given, indicators=[replace(indicator, targets={2025: Decimal(90)})]))
    goal = create(world, secretary, replace(given, indicators=[replace(indicator, targets={2026: Decimal(90)})]))
    assert goal.indicators.get().targets.get().value == 90


def test_years_in_the_wrong_order_are_refused(world: World, secretary: Access, given: GoalInput) -> None:
    with pytest.raises(ValidationError, match="sista år"):
        create(world, secretary, replace(given, year_to=2025))


# ---- indicators ----


def test_indicators_are_written_changed_and_taken_away(world: World, secretary: Access, given: GoalInput) -> None:
    row = IndicatorInput(
        "Andel trygga elever", "%", "upp", targets={2026: Decimal(90)}, values={2024: Decimal("81.5"), 2025: None}
    )
    goal = create(world, secretary, replace(given, indicators=[row]))
    indicator = goal.indicators.get()
    assert [(value.year, value.value) for value in indicator.values.all()] == [(2024, Decimal("81.5"))]

    changed = replace(row, pk=indicator.pk, targets={2026: None, 2027: Decimal(95)}, values={2024: Decimal(82)})
    edit_goal(access=secretary, goal=goal, given=as_written(goal, indicators=[changed]), version=1)
    assert [(target.year, target.value) for target in indicator.targets.all()] == [(2027, Decimal(95))]
    assert indicator.values.get().value == 82

    gone = replace(changed, is_removed=True)
    edit_goal(access=secretary, goal=goal, given=as_written(goal, indicators=[gone]), version=2)
    assert not goal.indicators.exists()


def test_another_goals_indicator_cannot_be_taken(world: World, secretary: Access, given: GoalInput) -> None:
    other = world.goal("namndmal", world.other_committee)
    indicator = world.measured(other, 50)
    row = IndicatorInput("Kapad", "%", "upp", pk=indicator.pk)  # type: ignore[attr-defined]

    with pytest.raises(ValidationError, match="annat mål"):
        create(world, secretary, replace(given, indicators=[row]))
    assert Indicator.objects.get().goal == other


def test_administration_fills_in_outcomes_of_what(world: World, head: Access) -> None:
    goal = world.goal()
    indicator = world.measured(goal, 60, 70)

    record_values(goal=goal, access=head, values={indicator.pk: {2026: Decimal(72), 2025: None}}, version=1)  # type: ignore[attr-defined]

    assert [(row.year, row.value) for row in indicator.values.all()] == [(2026, Decimal(72))]  # type: ignore[attr-defined]


def test_changed_outcome_is_no_longer_preliminary(world: World, head: Access) -> None:
    goal = world.goal()
    indicator = world.measured(goal, 60, 70)
    indicator.values.update(is_preliminary=True)  # type: ignore[attr-defined]

    record_values(goal=goal, access=head, values={indicator.pk: {2025: Decimal(60), 2026: Decimal(71)}}, version=1)  # type: ignore[attr-defined]

    found = {row.year: row.is_preliminary for row in indicator.values.all()}  # type: ignore[attr-defined]
    assert found == {2025: True, 2026: False}


# ---- decided, handed in, and changed meanwhile ----


def test_another_municipality_locks_no_goal_here(world: World, access_of: AccessOf) -> None:
    stranger = access_of(Role.SECRETARY, build_world().committee)

    with pytest.raises(Goal.DoesNotExist):
        lock_goal(world.goal(), stranger)


def test_decided_goal_keeps_its_wording(world: World, secretary: Access) -> None:
    goal = world.goal(decision=DecisionFactory(organisation=world.committee))

    for change in ({"title": "Något annat"}, {"year_to": 2027}, {"description": "Mer"}):
        with pytest.raises(PermissionDenied, match="Målet är beslutat"):
            edit_goal(access=secretary, goal=goal, given=as_written(goal, **change), version=1)
    edit_goal(access=secretary, goal=goal, given=as_written(goal, owner_role="Rektor"), version=1)
    goal.refresh_from_db()
    assert (goal.owner_role, goal.version) == ("Rektor", 2)


def test_decided_goal_keeps_targets_but_takes_outcomes(world: World, secretary: Access) -> None:
    goal = world.goal(decision=DecisionFactory(organisation=world.committee))
    indicator = world.measured(goal, 60, target=80)
    row = IndicatorInput(
        "Nytt namn",
        "st",
        "ner",
        pk=indicator.pk,
        source="Enkät",
        targets={2026: Decimal(1)},
        values={2026: Decimal(65)},  # type: ignore[attr-defined]
    )
    new = IndicatorInput("Smugen indikator", "%", "upp")

    Level.objects.update(needs_targets=True)
    edit_goal(access=secretary, goal=goal, given=as_written(goal, indicators=[row, new]), version=1)

    found = goal.indicators.get()
    assert (found.name, found.unit, found.source) == (indicator.name, "%", "Enkät")  # type: ignore[attr-defined]
    assert (found.targets.get().value, found.values.get().value) == (80, 65)


def test_handed_in_report_locks_wording_and_figures(world: World, secretary: Access, head: Access) -> None:
    goal = world.goal()
    indicator = world.measured(goal, 60)
    Slot.objects.filter(pk=world.slot.pk).update(status="inlamnad")

    with pytest.raises(PermissionDenied, match="är inlämnad"):
        edit_goal(access=secretary, goal=goal, given=as_written(goal, title="Nytt"), version=1)
    with pytest.raises(PermissionDenied, match="är inlämnad"):
        record_values(goal=goal, access=head, values={indicator.pk: {2026: Decimal(1)}}, version=1)  # type: ignore[attr-defined]


def test_other_committees_report_locks_nothing_here(world: World, secretary: Access) -> None:
    goal = world.goal()
    Slot.objects.filter(organisation=world.other_committee).update(status="inlamnad")

    assert (
        edit_goal(access=secretary, goal=goal, given=as_written(goal, title="Nytt namn"), version=1).title
        == "Nytt namn"
    )


def test_stale_goal_is_not_overwritten(world: World, secretary: Access, head: Access) -> None:
    goal = world.goal()
    edit_goal(access=secretary, goal=goal, given=as_written(goal, title="Först"), version=1)

    with pytest.raises(Stale) as stale:
        edit_goal(access=secretary, goal=goal, given=as_written(goal, title="Sist"), version=1)
    assert stale.value.current.title == "Först"
    with pytest.raises(Stale):
        record_values(goal=goal, access=head, values={}, version=1)


def test_measure_is_tied_to_the_goal(world: World, head: Access, access_of: AccessOf) -> None:
    goal = world.goal()

    measure = add_measure(goal=goal, access=head, title="Fler kuratorer", start=date(2026, 9, 1))

    assert list(goal.measures.all()) == [measure]
    with pytest.raises(PermissionDenied):
        add_measure(goal=goal, access=access_of(Role.POLITICIAN, world.assembly), title="X", start=date(2026, 9, 1))


def test_outcomes_are_written_for_all_and_leave_women_men_and_known_gaps_alone(world: World, head: Access) -> None:
    goal = world.goal()
    row = world.measured(goal, None, 70)
    kept = [("K", 2024, Decimal("61")), ("M", 2024, Decimal("64")), ("K", 2026, Decimal("72"))]
    for gender, year, value in kept:
        IndicatorValueFactory(indicator=row, gender=gender, year=year, value=value)

    written = {row.pk: {2024: Decimal("62.5"), 2025: None, 2026: Decimal("71")}}  # type: ignore[attr-defined]
    record_values(goal=goal, access=head, values=written, version=1)

    found = set(IndicatorValue.objects.values_list("gender", "year", "value"))
    everybody = {("T", 2024, Decimal("62.5")), ("T", 2025, None), ("T", 2026, Decimal("71"))}
    assert found == everybody | set(kept), "that the source has no value for 2025 is still known"
